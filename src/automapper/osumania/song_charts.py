"""The chart of a song that says most about its timing: every format, each with its tempo map."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import PurePosixPath

from automapper.errors import AutomapperError
from automapper.osumania.formats.osu import read_chart
from automapper.osumania.formats.quaver import read_qua
from automapper.osumania.formats.stepmania import read_simfile
from automapper.osumania.model import Chart
from automapper.osumania.tempo import tempo_map as tempo_of_redlines
from automapper.timing import TempoMap

_KEYS = 4  # of several charts one for four keys is taken
_SAME_LINE_MS = 1


@dataclass(frozen=True, slots=True)
class SongChart:
    """A chart, the file it is from and its exact tempo map (stops included)."""

    file: str
    chart: Chart
    tempo_map: TempoMap

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


def fullest_chart(files: Mapping[str, bytes]) -> tuple[SongChart | None, tuple[str, ...]]:
    """The chart with most notes (of those for four keys, if any), and what was told in reading.

    Files that cannot be read are told and passed over, and so are charts without a tempo. Of
    equals the first by file name is taken.
    """
    said: list[str] = []
    best: SongChart | None = None
    for name in sorted(files):
        for found in _charts(name, files[name], said):
            if best is None or _rank(found) > _rank(best):
                best = found
    return best, tuple(said)


def _rank(found: SongChart) -> tuple[bool, int]:
    return found.chart.keys == _KEYS, len(found.chart.notes)


def _charts(name: str, data: bytes, said: list[str]) -> Iterator[SongChart]:
    suffix = PurePosixPath(name).suffix.lower()
    try:
        if suffix in (".sm", ".ssc"):
            simfiles, lines = read_simfile(data, name)
            said += lines
            for one in simfiles:
                yield SongChart(name, one.chart, one.tempo_map)
        elif suffix in (".osu", ".qua"):
            chart, warnings = (read_chart if suffix == ".osu" else read_qua)(data, name)
            said += warnings
            yield SongChart(name, chart, tempo_of_redlines(chart.redlines))
    except AutomapperError as error:
        said.append(str(error) if name in str(error) else f"{name}: {error}")
