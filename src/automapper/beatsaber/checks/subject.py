"""What the rules look at: a chart with its seconds and swings, worked out once."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from automapper.beatsaber import collisions
from automapper.beatsaber.checks.rule import Preset
from automapper.beatsaber.collisions import Limits
from automapper.beatsaber.difficulty_words import WORD_OF
from automapper.beatsaber.jump import reaction_time
from automapper.beatsaber.model import Bomb, Chart, Hand, Level, Note, Wall
from automapper.beatsaber.order import placed
from automapper.beatsaber.swings import Swing, trace
from automapper.timing import TempoMap

_LOOK_BACK = 64  # notes; nobody plays more within a second, and a wall of notes stays cheap


@dataclass(frozen=True, slots=True)
class AudioFacts:
    """What is known of the files beside the charts.

    ``seconds`` is the audio's length, None when it is missing or cannot be read. ``cover`` is its
    width and height in pixels, (0, 0) when it cannot be read, None when nobody looked.
    """

    seconds: float | None = None
    cover: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Clash:
    """Two notes (indices, the first not later) with their faults, a ``collisions.Fault`` mask."""

    first: int
    second: int
    faults: int


@dataclass(frozen=True, slots=True)
class ChartSubject:
    """A chart made ready. Sequences of seconds run along with their objects, in order of time.

    ``swing_times`` holds, for each swing of ``swings``, the seconds of its notes. ``bpm`` is the
    level's own tempo, from which the game works out jumps. ``clashes`` are in order of time.
    """

    chart: Chart
    tempo: TempoMap
    preset: Preset
    bpm: float
    audio: AudioFacts | None
    notes: tuple[Note, ...]
    seconds: tuple[float, ...]
    bombs: tuple[Bomb, ...]
    bomb_seconds: tuple[float, ...]
    walls: tuple[Wall, ...]
    wall_spans: tuple[tuple[float, float], ...]
    swings: tuple[tuple[Swing, ...], tuple[Swing, ...]]
    swing_times: tuple[tuple[tuple[float, ...], ...], tuple[tuple[float, ...], ...]]
    clashes: tuple[Clash, ...]

    @property
    def part(self) -> str:
        """The chart's name."""
        return part_of(self.chart)

    @property
    def reaction(self) -> float:
        """Seconds from a block's appearance to its swing."""
        return reaction_time(self.bpm, self.chart.njs, self.chart.jump_offset)

    def time(self, beat: Fraction) -> float:
        """Seconds of a beat."""
        return float(self.tempo.seconds(beat))


@dataclass(frozen=True, slots=True)
class LevelSubject:
    """A level made ready, with all its charts."""

    level: Level
    preset: Preset
    charts: tuple[ChartSubject, ...]
    audio: AudioFacts | None = None

    @property
    def part(self) -> str:
        """No chart in particular."""
        return ""


def part_of(chart: Chart) -> str:
    """A chart's name: its difficulty, with the characteristic where that is not Standard."""
    word, other = WORD_OF[chart.difficulty], chart.characteristic
    return word if other == "Standard" else f"{other} {word}"


def prepare_chart(
    chart: Chart,
    tempo: TempoMap,
    preset: Preset = Preset.DEFAULT,
    bpm: float | None = None,
    audio: AudioFacts | None = None,
) -> ChartSubject:
    """A chart as the rules want it; ``bpm`` is the level's tempo (None: that of beat 0)."""
    level_bpm = float(tempo.bpm_at(Fraction(0))) if bpm is None else bpm
    notes, bombs, walls = placed(chart.notes), placed(chart.bombs), placed(chart.walls)
    seconds = _seconds(tempo, (note.beat for note in notes))
    bomb_seconds = _seconds(tempo, (bomb.beat for bomb in bombs))
    starts = _seconds(tempo, (wall.beat for wall in walls))
    ends = _seconds(tempo, (wall.beat + wall.duration for wall in walls))
    beats = [float(note.beat) for note in notes]
    timed_bombs = list(zip(bomb_seconds, bombs, strict=True))
    left, right = (trace(notes, seconds, beats, hand, timed_bombs) for hand in Hand)
    half_jump = reaction_time(level_bpm, chart.njs, chart.jump_offset)
    bounds = collisions.limits(chart.difficulty, chart.njs, half_jump)
    return ChartSubject(
        chart,
        tempo,
        preset,
        level_bpm,
        audio,
        notes,
        seconds,
        bombs,
        bomb_seconds,
        walls,
        tuple(zip(starts, ends, strict=True)),
        (left, right),
        (
            _times(left, notes, seconds, Hand.LEFT),
            _times(right, notes, seconds, Hand.RIGHT),
        ),
        tuple(_clashes(notes, seconds, bounds)),
    )


def _seconds(tempo: TempoMap, beats: Iterable[Fraction]) -> tuple[float, ...]:
    found: list[float] = tempo.seconds_array([float(beat) for beat in beats]).tolist()
    return tuple(found)


def _times(
    swings: Sequence[Swing], notes: Sequence[Note], seconds: Sequence[float], hand: Hand
) -> tuple[tuple[float, ...], ...]:
    """Seconds of every note of every swing: a swing's notes are the hand's next ones."""
    own = iter([time for note, time in zip(notes, seconds, strict=True) if note.hand == hand])
    return tuple(tuple(next(own) for _ in swing.notes) for swing in swings)


def _clashes(notes: Sequence[Note], seconds: Sequence[float], bounds: Limits) -> Iterable[Clash]:
    """Every pair that collides; notes outside the grid collide with nothing."""
    codes = [
        collisions.note_code(note.hand, note.x, note.y, note.cut) if in_grid(note) else -1
        for note in notes
    ]
    horizon, start = bounds.horizon, 0
    for second, code in enumerate(codes):
        while seconds[second] - seconds[start] > horizon or second - start > _LOOK_BACK:
            start += 1
        for first in range(start, second if code >= 0 else start):
            if codes[first] >= 0:
                gap = seconds[second] - seconds[first]
                faults = collisions.forbidden_together(codes[first], code, gap, bounds)
                if faults:
                    yield Clash(first, second, faults)


def in_grid(item: Note | Bomb) -> bool:
    """Whether a note or bomb stands in one of the 12 cells."""
    return 0 <= item.x < collisions.COLUMNS and 0 <= item.y < collisions.ROWS


def first_and_last(subject: ChartSubject) -> tuple[float, float]:
    """Seconds of the first and the end of the last object a player must react to; inf, -inf: none.

    These are notes, bombs, chains and walls that ask the head to move.
    """
    times = [*subject.seconds, *subject.bomb_seconds]
    times += [subject.time(chain.tail_beat) for chain in subject.chart.chains]
    for wall, (start, end) in zip(subject.walls, subject.wall_spans, strict=True):
        if collisions.dodge(wall.x, wall.y, wall.width, wall.height):
            times += [start, end]
    return (min(times), max(times)) if times else (math.inf, -math.inf)
