"""A BMS chart in neutral words: one branch of a file, with exact places and no wire words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction
from typing import TypeAlias

# A keysound's id as a value: two characters, upper case unless the file says that case matters.
WavId: TypeAlias = str

# A file numbers measures with three digits.
LAST_MEASURE = 999


class KeyMode(IntEnum):
    """How many keys a chart is played on; 10 and 14 are two sides (double play), 9 has no scratch.

    The members' numbers are what ``--keys`` takes.
    """

    FIVE = 5
    SEVEN = 7
    NINE = 9
    TEN = 10
    FOURTEEN = 14


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A moment of a chart: a measure (0-999) and the exact fraction of it, 0 <= fraction < 1."""

    measure: int
    fraction: Fraction


@dataclass(frozen=True, slots=True, order=True)
class Lane:
    """A column. ``side`` is 0 or 1; ``key`` is 0 for the scratch, 1-7 for keys, 8 the free zone.

    Nine-key charts use keys 1-5 of side 0 and keys 2-5 of side 1, as their files do.
    """

    side: int
    key: int

    @property
    def is_scratch(self) -> bool:
        """Whether this is a turntable."""
        return self.key == 0


@dataclass(frozen=True, slots=True)
class Sound:
    """A keysound that plays by itself (BGM)."""

    place: Place
    wav_id: WavId


@dataclass(frozen=True, slots=True)
class Note:
    """A keysound that the player plays; ``end`` is where a long note is let go.

    ``end_id`` is the id that the file carries at the end of a long note; it does not sound.
    """

    place: Place
    lane: Lane
    wav_id: WavId
    end: Place | None = None
    end_id: WavId = ""


@dataclass(frozen=True, slots=True)
class Hidden:
    """An invisible note: it changes which sound a lane makes and does not sound by itself."""

    place: Place
    lane: Lane
    wav_id: WavId


@dataclass(frozen=True, slots=True)
class Mine:
    """A note that must not be hit; ``damage`` is the file's number, 1-1295."""

    place: Place
    lane: Lane
    damage: int


@dataclass(frozen=True, slots=True)
class TempoChange:
    """From ``place`` on the tempo is ``bpm`` (positive)."""

    place: Place
    bpm: Fraction


@dataclass(frozen=True, slots=True)
class Halt:
    """Time stands still at ``place``: ``beats`` long at the tempo there, and ``seconds`` more."""

    place: Place
    beats: Fraction
    seconds: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Chart:
    """One branch of a chart file.

    ``headers`` are names (upper case, without #) and values as decoded, the last of each name, in
    the order of the file, without the tables of sounds, pictures and tempi. ``lengths`` are the
    measures that are not 4 beats long: (measure, length as a share of 4 beats, positive).
    ``samples`` are (wav_id, file name as written), sorted. Everything with a place is sorted by
    place, then as the file has it. ``bpm`` holds at the start. ``long_note_end`` is the id that
    ends a long note on a visible channel, where the file names one.
    """

    mode: KeyMode
    bpm: Fraction
    headers: tuple[tuple[str, str], ...]
    samples: tuple[tuple[WavId, str], ...]
    notes: tuple[Note, ...]
    background: tuple[Sound, ...]
    hidden: tuple[Hidden, ...] = ()
    mines: tuple[Mine, ...] = ()
    lengths: tuple[tuple[int, Fraction], ...] = ()
    tempo: tuple[TempoChange, ...] = ()
    halts: tuple[Halt, ...] = ()
    long_note_end: WavId | None = None

    def header(self, name: str, default: str = "") -> str:
        """The value of a header by its name in any letter case."""
        wanted = name.upper()
        return next((value for key, value in self.headers if key == wanted), default)
