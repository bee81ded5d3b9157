"""The one neutral model of a keyboard-lane chart; every file format is adapted to and from it.

Times are milliseconds of the chart's own audio as exact fractions: what a file writes in decimals
is kept exactly, what comes from beats (StepMania) is exact too, and only the writer rounds.
Columns count from 0 at the left. What the model does not name is kept in ``extra`` and in
``sections``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from fractions import Fraction

from automapper.chart import Song


class SampleSet(IntEnum):
    """Which set of hit sounds a timing point or a note asks for; AUTO inherits."""

    AUTO = 0
    NORMAL = 1
    SOFT = 2
    DRUM = 3


@dataclass(frozen=True, slots=True)
class HitSample:
    """The ``normal:addition:index:volume:file`` tail of a note; zeros take the timing point's."""

    normal: int = 0
    addition: int = 0
    index: int = 0
    volume: int = 0
    file: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A tap, or a hold where ``end`` is given; ``time`` <= ``end``, ms.

    ``hit_sound`` is the bit field of additions (2 whistle, 4 finish, 8 clap). ``extra`` keeps
    what the line said beyond this: "x,y,type" of a .osu file where they are not the usual ones.
    A hold that lasts nothing stands in some files; the checks complain of it.
    """

    time: Fraction
    column: int
    end: Fraction | None = None
    hit_sound: int = 0
    sample: HitSample = HitSample()
    extra: str = ""

    @property
    def release(self) -> Fraction:
        """When the key comes up, ms: at once for a tap."""
        return self.time if self.end is None else self.end


@dataclass(frozen=True, slots=True)
class Redline:
    """An uninherited timing point: from ``time`` (ms) on, a beat lasts ``beat_length`` ms (> 0).

    ``meter`` is beats a bar; a bar begins at ``time``. ``omit_barline`` hides the first line.
    ``extra`` keeps effect bits beyond these two, and further fields of the line after a comma.
    """

    time: Fraction
    beat_length: Fraction
    meter: int = 4
    sample_set: int = SampleSet.NORMAL
    sample_index: int = 0
    volume: int = 100
    kiai: bool = False
    omit_barline: bool = False
    extra: str = ""

    @property
    def bpm(self) -> Fraction:
        """Beats per minute."""
        return Fraction(60000) / self.beat_length

    @property
    def counted_length(self) -> Fraction:
        """``beat_length`` as the game counts with it: 6 to 60000 ms (lazer, TimingControlPoint)."""
        return min(max(self.beat_length, Fraction(6)), Fraction(60000))


@dataclass(frozen=True, slots=True)
class Greenline:
    """An inherited timing point: scroll velocity ``velocity`` (1 = normal, > 0) and hit sounds."""

    time: Fraction
    velocity: Fraction
    meter: int = 4
    sample_set: int = SampleSet.NORMAL
    sample_index: int = 0
    volume: int = 100
    kiai: bool = False
    omit_barline: bool = False
    extra: str = ""


TimingPoint = Redline | Greenline


@dataclass(frozen=True, slots=True)
class Break:
    """A pause [start, end] in ms in which nothing is to be played."""

    start: Fraction
    end: Fraction


@dataclass(frozen=True, slots=True)
class Words:
    """What the song select screen shows of one chart."""

    song: Song = field(default_factory=Song)  # in the Latin alphabet; mapper = Creator
    title_unicode: str = ""
    artist_unicode: str = ""
    version: str = ""  # the difficulty's name
    source: str = ""
    tags: tuple[str, ...] = ()
    beatmap_id: int = 0
    set_id: int = -1


@dataclass(frozen=True, slots=True)
class Section:
    """Lines of a file's section that the model does not name, in their order, as they stood."""

    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """One difficulty. ``points`` and ``notes`` are sorted by time (points: redline before green).

    ``hp``, ``od`` 0-10. ``preview`` ms (-1: none). ``background`` and ``video`` are file names;
    their offsets are osu! pixels from the middle of the screen, ``video_start`` is in ms.
    """

    keys: int = 4
    notes: tuple[Note, ...] = ()
    points: tuple[TimingPoint, ...] = ()
    words: Words = field(default_factory=Words)
    audio: str = ""
    lead_in: int = 0
    preview: int = -1
    hp: Fraction = Fraction(8)
    od: Fraction = Fraction(8)
    sample_set: int = SampleSet.NORMAL
    background: str = ""
    background_offset: tuple[int, int] = (0, 0)
    video: str = ""
    video_start: int = 0
    video_offset: tuple[int, int] = (0, 0)
    breaks: tuple[Break, ...] = ()
    bookmarks: tuple[int, ...] = ()
    beat_divisor: int = 4
    sections: tuple[Section, ...] = ()

    @property
    def redlines(self) -> tuple[Redline, ...]:
        """The uninherited timing points alone."""
        return tuple(point for point in self.points if isinstance(point, Redline))


@dataclass(frozen=True, slots=True)
class Mapset:
    """What a player installs: charts by file name, sorted, and every other file by name."""

    charts: tuple[tuple[str, Chart], ...]
    files: tuple[tuple[str, bytes], ...] = ()
