"""Beat Saber levels as truth for the Ear: their tempo, and when people placed notes.

An INDEX.tsv beside the packages (columns ``file``, ``song``, ``audio_seconds``, ``shift_ms``,
``clean``) says which levels lie on their audio, and by how many ms it follows the notes.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from automapper.beatsaber.model import Chart, Level
from automapper.beatsaber.read import read_level
from automapper.beatsaber.tempo import level_tempo
from automapper.ear.evaluation.metrics import Times
from automapper.ear.evaluation.truths import Sound, Truth, read_index
from automapper.errors import FormatError
from automapper.files import find_file, open_package

COLUMN = "shift_ms"  # only an index of such levels has it
_SPARE_SOUND = "song.opus"  # what collections keep in the place of the level's own file
_LEAST_NOTES = 30
_PHASES, _NEAR = 96, 0.01  # phases tried and how near a note must be, in beats
_WORTH = ((1, 1.0), (2, 0.5), (4, 0.35), (3, 0.2))  # of a note on such a line


def level_truths(folder: Path) -> Iterator[Truth]:
    """The levels that the folder's index lists, in its order, where they have sound and notes.

    Raises FormatError for an index that lacks a column or a package that cannot be read.
    """
    for row in read_index(folder):
        try:
            truth = _truth(folder, row)
        except (KeyError, ValueError) as error:
            where = row.get("file", "?")
            raise FormatError(folder / "INDEX.tsv", where, f"is odd ({error})") from None
        if truth is not None:
            yield truth


def counted_beats(truth: Truth) -> Times:
    """The beats on which the notes of a level of one tempo seem to be counted, on the attacks, s.

    Levels do not say where their beats are: of all phases that is taken on which most notes fall on
    beats, then on halves, quarters and thirds. () where the truth has no tempo or notes.
    """
    if truth.bpm is None or not len(truth.notes):
        return np.zeros(0)
    period = 60.0 / truth.bpm
    phases = np.arange(0.0, 1.0, 1 / _PHASES)
    place = truth.notes[:, None] / period - phases
    scores = np.zeros(_PHASES)
    for divisor, worth in _WORTH:
        stray = np.abs(place * divisor - np.round(place * divisor)) / divisor
        scores += worth * (stray < _NEAR).mean(axis=0)
    phase = float(phases[int(scores.argmax())])
    rest = truth.notes / period - phase
    rest -= np.round(rest * 12) / 12
    phase += float(np.median(rest[np.abs(rest) < 1 / 32]))
    first = (phase * period + truth.shift) % period
    return np.arange(first, truth.span[1], period)


def _truth(folder: Path, row: dict[str, str]) -> Truth | None:
    path = folder / row["file"]
    files = open_package(path)
    level, _ = read_level(files)
    chart = _fullest(level)
    sound = find_file(files, level.audio_file) or find_file(files, _SPARE_SOUND)
    if sound is None or chart is None:
        return None
    tempo_map = level_tempo(level, chart)
    beats = np.unique(np.array([float(note.beat) for note in chart.notes]))
    return Truth(
        name=path.stem,
        title=row["song"],
        group=f"{folder.name}, {'aligned' if row['clean'] == 'yes' else 'not aligned'}",
        sound=Sound(path, sound),
        span=(0.0, float(row["audio_seconds"])),
        bpm=float(tempo_map.points[0].bpm) if tempo_map.is_constant else None,
        redlines=len(tempo_map.points),
        notes=np.asarray(tempo_map.seconds_array(beats)),
        shift=float(row[COLUMN] or 0) / 1000,
    )


def _fullest(level: Level) -> Chart | None:
    """The Standard chart with most notes."""
    charts = [chart for chart in level.charts if chart.characteristic == "Standard"]
    best = max(charts, key=lambda chart: len(chart.notes), default=None)
    return best if best is not None and len(best.notes) >= _LEAST_NOTES else None
