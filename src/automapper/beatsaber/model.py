"""The one neutral model of a Beat Saber level; every file version is adapted to and from it.

Positions: x 0-3 from the left, y 0-2 from the floor. Beats are exact fractions, counted from
sample 0 of the level's audio at the level's tempo map. Values that the model does not name are kept
in ``extra`` (see :class:`Extra`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from fractions import Fraction

from automapper.chart import Difficulty, Song


class Hand(IntEnum):
    """Which saber cuts: left is red, right is blue."""

    LEFT = 0
    RIGHT = 1


class Cut(IntEnum):
    """Direction of a swing; DOT takes any."""

    UP = 0
    DOWN = 1
    LEFT = 2
    RIGHT = 3
    UP_LEFT = 4
    UP_RIGHT = 5
    DOWN_LEFT = 6
    DOWN_RIGHT = 7
    DOT = 8


@dataclass(frozen=True, slots=True)
class Extra:
    """What a file said beyond the model: canonical JSON under the file version it came from.

    ``version`` is the major version of the format (1-4). ``text`` is a JSON object with sorted
    keys, so that equal contents are equal values.
    """

    version: int
    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """A block. ``angle_offset`` turns it counter-clockwise, degrees."""

    beat: Fraction
    x: int
    y: int
    hand: Hand
    cut: Cut
    angle_offset: int = 0
    extra: Extra | None = None


@dataclass(frozen=True, slots=True)
class Bomb:
    """Must not be touched."""

    beat: Fraction
    x: int
    y: int
    extra: Extra | None = None


@dataclass(frozen=True, slots=True)
class Wall:
    """An obstacle: ``duration`` in beats, size in cells, (x, y) its left lower cell.

    A full-height wall has y 0 and height 5, a crouch wall y 2 and height 3.
    """

    beat: Fraction
    duration: Fraction
    x: int
    y: int
    width: int
    height: int
    extra: Extra | None = None


@dataclass(frozen=True, slots=True)
class Arc:
    """A curve a saber follows from a head to a tail; it is not cut and gives no miss.

    Multipliers are the length of the control handles; ``mid_anchor`` is 0 straight, 1 clockwise,
    2 counter-clockwise.
    """

    beat: Fraction
    x: int
    y: int
    hand: Hand
    cut: Cut
    multiplier: float
    tail_beat: Fraction
    tail_x: int
    tail_y: int
    tail_cut: Cut
    tail_multiplier: float
    mid_anchor: int = 0
    extra: Extra | None = None


@dataclass(frozen=True, slots=True)
class Chain:
    """A head note (also present as a Note) that is followed by ``slices`` - 1 links to the tail.

    ``squish`` is the share of the path that the links fill (1 = up to the tail).
    """

    beat: Fraction
    x: int
    y: int
    hand: Hand
    cut: Cut
    tail_beat: Fraction
    tail_x: int
    tail_y: int
    slices: int
    squish: float
    extra: Extra | None = None


@dataclass(frozen=True, slots=True)
class LightEvent:
    """A basic event of the environment.

    ``kind`` is the event type (0 back, 1 rings, 2 left lasers, 3 right lasers, 4 centre, 8 ring
    turn, 9 ring zoom, 12/13 laser speed ...), ``value`` its code (0 off; 1-4 blue on, flash, fade,
    transition; 5-8 red; 9-12 white), ``intensity`` 0-1 and above. The known numbers have names in
    :mod:`automapper.beatsaber.light_codes`; unknown ones stay as they are.
    """

    beat: Fraction
    kind: int
    value: int
    intensity: float = 1.0
    extra: Extra | None = None


@dataclass(frozen=True, slots=True)
class BoostEvent:
    """Switches to (``on``) or from the second pair of colours."""

    beat: Fraction
    on: bool
    extra: Extra | None = None


@dataclass(frozen=True, slots=True)
class RotationEvent:
    """Turns the lanes by ``degrees`` (positive: right); ``early``: objects at its beat turn too."""

    beat: Fraction
    early: bool
    degrees: float
    extra: Extra | None = None


@dataclass(frozen=True, slots=True)
class BpmEvent:
    """From ``beat`` on, the tempo is ``bpm``."""

    beat: Fraction
    bpm: float
    extra: Extra | None = None


@dataclass(frozen=True, slots=True)
class Lightshow:
    """Everything that shines, each list sorted by beat."""

    events: tuple[LightEvent, ...] = ()
    boosts: tuple[BoostEvent, ...] = ()
    extra: Extra | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """One difficulty. Lists are sorted by (beat, x, y, ...) when they come from ``read``.

    ``njs`` is the note jump speed in m/s, ``jump_offset`` beats added to the half-jump duration.
    ``label`` is the custom name of the difficulty (at most 30 characters), "" for none.
    """

    difficulty: Difficulty
    characteristic: str = "Standard"
    njs: float = 10.0
    jump_offset: float = 0.0
    label: str = ""
    notes: tuple[Note, ...] = ()
    bombs: tuple[Bomb, ...] = ()
    walls: tuple[Wall, ...] = ()
    arcs: tuple[Arc, ...] = ()
    chains: tuple[Chain, ...] = ()
    rotations: tuple[RotationEvent, ...] = ()
    bpm_events: tuple[BpmEvent, ...] = ()
    lights: Lightshow = field(default_factory=Lightshow)
    requirements: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    extra: Extra | None = None
    info_extra: Extra | None = None


@dataclass(frozen=True, slots=True)
class Level:
    """A playable package without its sound: what Info.dat and the difficulty files say.

    ``song_offset`` in ms is the deprecated songTimeOffset, ``shuffle`` its neighbour; both are 0 in
    what we write. ``preview`` is start and length in seconds. ``audio_file`` and ``cover_file``
    name files beside Info.dat. ``origin`` is our own record (seed, options, padding; JSON text) or
    "" for levels made elsewhere.
    """

    song: Song
    bpm: float
    charts: tuple[Chart, ...]
    audio_file: str = "song.ogg"
    cover_file: str = ""
    preview: tuple[float, float] = (0.0, 10.0)
    song_offset: float = 0.0
    shuffle: float = 0.0
    shuffle_period: float = 0.5
    environment: str = "DefaultEnvironment"
    origin: str = ""
    extra: Extra | None = None
