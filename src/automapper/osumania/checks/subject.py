"""What the rules look at: a chart with its rows and what they ask, worked out once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from automapper.audio.stream_facts import StreamFacts
from automapper.osumania.checks.rule import Preset
from automapper.osumania.difficulty import (
    Difficulty,
    difficulty_named,
    difficulty_of_stars,
    stars_of_density,
)
from automapper.osumania.lanes import TOGETHER_MS, Lanes, Meaning, Press, Row
from automapper.osumania.limits import Fault, Limits, counted_beat, faults, limits_of
from automapper.osumania.model import Chart, Mapset, Note
from automapper.osumania.ticks import lines_in_force

_UNTIMED_BEAT_MS = 500.0  # without redlines the game counts 120 BPM


@dataclass(frozen=True, slots=True)
class Step:
    """A row, what it asks of the hands, and the limits of the chart's difficulty it breaks."""

    row: Row
    meaning: Meaning
    faults: Fault


@dataclass(frozen=True, slots=True)
class ChartSubject:
    """A chart made ready: ``steps`` hold its valid notes, ``lowest`` is the easiest of a mapset.

    ``difficulty`` is what its name says, else its stars; ``stars`` None: not known. ``part`` is
    the chart's name, alone in its mapset.
    """

    chart: Chart
    preset: Preset
    part: str
    difficulty: Difficulty
    stars: float | None
    limits: Limits
    steps: tuple[Step, ...]
    lowest: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A background: pixels (0x0 where it cannot be read) and bytes."""

    width: int
    height: int
    size: int


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What is known of the files beside the charts, by name.

    ``audio`` and ``pictures``: of each sound and background that charts name; None where it is
    missing (or, of sounds, cannot be read). ``empty`` and ``unused``: files without a byte, and
    files that nothing refers to.
    """

    audio: tuple[tuple[str, StreamFacts | None], ...] = ()
    pictures: tuple[tuple[str, Picture | None], ...] = ()
    empty: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MapsetSubject:
    """A mapset made ready; ``files`` None: nobody looked, rules about files are not asked.

    ``whole``: these are all its charts; of one chart alone, the spread is not asked.
    """

    mapset: Mapset
    preset: Preset
    charts: tuple[ChartSubject, ...]
    files: FileFacts | None = None
    whole: bool = True

    @property
    def part(self) -> str:
        """No chart in particular."""
        return ""


def prepare_chart(
    chart: Chart,
    preset: Preset = Preset.DEFAULT,
    *,
    part: str | None = None,
    stars: float | None = None,
    difficulty: Difficulty | None = None,
) -> ChartSubject:
    """A chart as the rules want it; ``difficulty`` None: as its name or else its stars tell."""
    if difficulty is None:
        difficulty = difficulty_of(chart, stars)
    limits = limits_of(difficulty, chart.keys)
    name = chart.words.version if part is None else part
    steps = walk(chart, limits)
    return ChartSubject(chart, preset, name, difficulty, stars, limits, steps)


def difficulty_of(chart: Chart, stars: float | None = None) -> Difficulty:
    """What a chart's name says it is, else its stars, else its notes per second."""
    named = difficulty_named(chart.words.version)
    if named is not None:
        return named
    return difficulty_of_stars(stars_of_density(density(chart)) if stars is None else stars)


def density(chart: Chart) -> float:
    """Notes per second from the first note to the last; 0 for a single moment."""
    times = [note.time for note in chart.notes]
    seconds = float(max(times) - min(times)) / 1000 if times else 0.0
    return len(times) / seconds if seconds else 0.0


def is_valid(note: Note, keys: int) -> bool:
    """Whether a note lies in a column and a hold ends after it begins."""
    return 0 <= note.column < keys and (note.end is None or note.end > note.time)


def rows_of(chart: Chart) -> tuple[Row, ...]:
    """A chart's valid notes as rows, in order of time, with beats as rules count them."""
    notes = sorted(
        (note for note in chart.notes if is_valid(note, chart.keys)),
        key=lambda note: (note.time, note.column),
    )
    beats = [counted_beat(float(line.counted_length)) for line in chart.redlines]
    lines = lines_in_force(chart.redlines, [note.time for note in notes])
    rows: list[Row] = []
    together: list[Press] = []
    beat = _UNTIMED_BEAT_MS
    for note, line in zip(notes, lines, strict=True):
        time = float(note.time)
        if together and time - together[0].time > TOGETHER_MS:
            rows.append(Row(beat, tuple(together)))
            together = []
        if not together and beats:
            beat = beats[line]
        together.append(Press(note.column, time, float(note.release)))
    if together:
        rows.append(Row(beat, tuple(together)))
    return tuple(rows)


def walk(chart: Chart, limits: Limits) -> tuple[Step, ...]:
    """A chart's rows with what they ask and break."""
    lanes = Lanes.empty(max(chart.keys, 0))
    steps = []
    for row in rows_of(chart):
        lanes, meaning = lanes.step(row)
        steps.append(Step(row, meaning, faults(meaning, row, limits, chart.keys)))
    return tuple(steps)


def unique_parts(charts: Sequence[tuple[str, Chart]]) -> list[str]:
    """Names of a mapset's charts: their versions, with the file's name where two are alike."""
    versions = [chart.words.version for _, chart in charts]
    return [
        version if version and versions.count(version) == 1 else f"{version} ({file})".strip()
        for version, (file, _) in zip(versions, charts, strict=True)
    ]
