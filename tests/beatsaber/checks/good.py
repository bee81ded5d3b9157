"""A chart and a level that every rule is content with, and small ways to change them."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from automapper.beatsaber.checks import AudioFacts, LevelSubject, Preset, prepare_chart
from automapper.beatsaber.checks.subject import ChartSubject
from automapper.beatsaber.model import (
    Arc,
    Chain,
    Chart,
    Cut,
    Hand,
    Level,
    LightEvent,
    Lightshow,
    Note,
    Wall,
)
from automapper.chart import Difficulty, Song
from automapper.timing import TempoMap

BPM = 120.0  # a beat is half a second
SECONDS = 62.0
AUDIO = AudioFacts(SECONDS, (512, 512))
RED, BLUE = Hand.LEFT, Hand.RIGHT


def note(beat: float | str, hand: Hand, x: int, y: int, cut: Cut, angle: int = 0) -> Note:
    return Note(Fraction(beat), x, y, hand, cut, angle)


def wall(beat: float | str, duration: float | str, x: int, y: int, width: int, height: int) -> Wall:
    return Wall(Fraction(beat), Fraction(duration), x, y, width, height)


def walk(step: Fraction, first: int = 4, last: int = 116) -> tuple[Note, ...]:
    """Hands in turn, one note every ``step`` beats, each down and up in its own lane."""
    notes = []
    for index in range(int((last - first) / step) + 1):
        hand = Hand(index % 2)
        up = index // 2 % 2
        notes.append(Note(first + index * step, 1 + hand, 2 * up, hand, Cut.UP if up else Cut.DOWN))
    return tuple(notes)


LIGHTS = Lightshow(tuple(LightEvent(Fraction(beat), 1, 5) for beat in range(121)))
GOOD = Chart(Difficulty.EXPERT, njs=14.0, jump_offset=-0.4, notes=walk(Fraction(1)), lights=LIGHTS)
LEVEL = Level(Song("A song"), BPM, (GOOD,), cover_file="cover.png", preview=(12.0, 10.0))


def chart(**changes: object) -> ChartSubject:
    """The good chart with other fields, made ready."""
    return prepared(replace(GOOD, **changes))  # type: ignore[arg-type]


def prepared(good: Chart, audio: AudioFacts | None = AUDIO) -> ChartSubject:
    return prepare_chart(good, TempoMap.constant(BPM), Preset.SCORESABER, BPM, audio)


def only(*notes: Note, **changes: object) -> ChartSubject:
    """A chart of these notes alone."""
    return chart(notes=notes, **changes)


def level(audio: AudioFacts | None = AUDIO, **changes: object) -> LevelSubject:
    """The good level with other fields, made ready."""
    changed = replace(LEVEL, **changes)  # type: ignore[arg-type]
    return LevelSubject(
        changed, Preset.SCORESABER, tuple(prepared(one, audio) for one in changed.charts), audio
    )


def ladder(*steps: tuple[Difficulty, Fraction]) -> tuple[Chart, ...]:
    return tuple(replace(GOOD, difficulty=name, notes=walk(step)) for name, step in steps)


def arc(**changes: object) -> Arc:
    """From the first red note, up to the red note two beats later."""
    good = Arc(Fraction(4), 1, 0, RED, Cut.DOWN, 1.0, Fraction(6), 1, 2, Cut.UP, 1.0)
    return replace(good, **changes)  # type: ignore[arg-type]


def chain(**changes: object) -> Chain:
    good = Chain(Fraction(4), 1, 2, RED, Cut.DOWN, Fraction(17, 4), 1, 0, 4, 1.0)
    return replace(good, **changes)  # type: ignore[arg-type]


def red(beat: float | str, cut: Cut, x: int = 1, y: int = 0) -> Note:
    return note(beat, RED, x, y, cut)


def blue(beat: float | str, cut: Cut, x: int = 2, y: int = 0) -> Note:
    return note(beat, BLUE, x, y, cut)


def stream(ebpm: float, swings: int, start: str = "4") -> tuple[Note, ...]:
    """So many swings of one hand, down and up, at an effective BPM."""
    step = Fraction(BPM) / Fraction(ebpm) / 2
    cuts = (Cut.DOWN, Cut.UP)
    return tuple(blue(str(Fraction(start) + i * step), cuts[i % 2]) for i in range(swings))


def slalom(step: float) -> tuple[Wall, ...]:
    """Four walls, left and right in turn, one every ``step`` beats."""
    return tuple(wall(5 + i * step, "0.1", 2 * (i % 2), 0, 2, 5) for i in range(4))
