"""Every chart of a song, the fullest first: every format, each with its tempo map."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import PurePosixPath

import numpy as np
from numpy.typing import NDArray

from automapper.errors import AutomapperError
from automapper.osumania.formats.osu import read_chart
from automapper.osumania.formats.quaver import read_qua
from automapper.osumania.formats.stepmania import LEFT_OUT, read_simfile
from automapper.osumania.model import Chart
from automapper.osumania.tempo import tempo_map as tempo_of_redlines
from automapper.timing import TempoMap

_KEYS = 4  # charts for four keys come first
_SAME_LINE_MS = 1


@dataclass(frozen=True, slots=True)
class SongChart:
    """A chart, the file it is from and its exact tempo map (stops included).

    ``level`` is the number that the author of a simfile gives it, None in other formats.
    """

    file: str
    chart: Chart
    tempo_map: TempoMap
    level: int | None = None

    @property
    def times(self) -> NDArray[np.float64]:
        """When its notes begin, s: one for each note, so those of chords are equal."""
        return np.array([float(note.time) for note in self.chart.notes], dtype=np.float64) / 1000

    @property
    def is_constant(self) -> bool:
        """Whether one tempo holds throughout: every redline on the beats of the first."""
        first, *later = self.chart.redlines
        beat = first.beat_length
        return not self.tempo_map.stops and all(
            line.beat_length == beat and _apart(line.time - first.time, beat) <= _SAME_LINE_MS
            for line in later
        )

    @property
    def meter(self) -> int:
        """Beats a bar of the redline that holds longest."""
        lines = self.chart.redlines
        last = max((note.time for note in self.chart.notes), default=lines[-1].time)
        ends = [*(line.time for line in lines[1:]), max(last, lines[-1].time)]
        lasting: dict[int, Fraction] = {}
        for line, end in zip(lines, ends, strict=True):
            lasting[line.meter] = lasting.get(line.meter, Fraction(0)) + end - line.time
        return max(lasting, key=lambda meter: lasting[meter])


def _apart(time: Fraction, beat: Fraction) -> Fraction:
    """Distance in ms from the nearest beat."""
    rest = time % beat
    return min(rest, beat - rest)


def song_charts(
    files: Mapping[str, bytes],
) -> tuple[tuple[SongChart, ...], tuple[tuple[str, str], ...]]:
    """(charts, what was left out as (file, why)); charts for four keys first, then by notes.

    Of equals the first by file name comes first. Left out are files and charts of simfiles that
    cannot be read, and charts without a tempo.
    """
    lost: list[tuple[str, str]] = []
    found = [song for name in sorted(files) for song in _charts(name, files[name], lost)]
    found.sort(key=lambda song: (song.chart.keys != _KEYS, -len(song.chart.notes)))
    return tuple(found), tuple(lost)


def _charts(name: str, data: bytes, lost: list[tuple[str, str]]) -> Iterator[SongChart]:
    suffix = PurePosixPath(name).suffix.lower()
    try:
        if suffix in (".sm", ".ssc"):
            simfiles, said = read_simfile(data, name)
            told = (line.removeprefix(f"{name}: ") for line in said if LEFT_OUT in line)
            lost += [(name, line.replace(LEFT_OUT, ": ", 1)) for line in told]
            for one in simfiles:
                yield SongChart(name, one.chart, one.tempo_map, one.level)
        elif suffix in (".osu", ".qua"):
            chart, _ = (read_chart if suffix == ".osu" else read_qua)(data, name)
            yield SongChart(name, chart, tempo_of_redlines(chart.redlines))
    except AutomapperError as error:
        lost.append((name, str(error).removeprefix(f"{name}: ")))
