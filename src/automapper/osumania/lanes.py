"""What each row of notes asks of the hands: the one state machine of checks and generators.

:meth:`Lanes.step` takes the lanes from row to row and tells what the row means for them: columns
still held, presses too close, runs, anchors, jacks, trills, streams. :mod:`.limits` says what of
it a difficulty allows. A generator may step, look, and take another branch: values never change.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

TOGETHER_MS = 2.0  # presses this close are one chord: rounding puts notes of one tick 1 ms apart
CLOSE_MS = 30.0  # a column's next press comes later than this after its release (MapsetVerifier)
# Fractions of a beat that runs are counted in, slowest first.
SNAPS = (1 / 2, 1 / 4, 1 / 6, 1 / 8)
HALF, QUARTER, SIXTH, EIGHTH = range(4)
_FAR = -math.inf
_REMEMBERED = 64  # releases; fingers make fewer within two beats, and a wall stays cheap


@dataclass(frozen=True, slots=True)
class Press:
    """A key going down at ``time``, and up again at ``end`` (= ``time`` for a tap); ms."""

    column: int
    time: float
    end: float


@dataclass(frozen=True, slots=True)
class Row:
    """Presses of one moment, by column; ``beat`` is how long a beat lasts there, ms."""

    beat: float
    presses: tuple[Press, ...]

    @property
    def time(self) -> float:
        """When the first key goes down, ms."""
        return min(press.time for press in self.presses)

    @property
    def columns(self) -> tuple[int, ...]:
        """The columns pressed, each once, from the left."""
        return tuple(sorted({press.column for press in self.presses}))


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a row asks for, seen from the rows before it.

    ``busy`` columns are pressed while held, or twice at once; ``close`` ones within ``CLOSE_MS`` of
    their release. ``held`` stay down meanwhile. ``anchors`` and ``jacks`` count, for each pressed
    column, its presses so far each within 1/2 and 1/4 beat of the one before; ``trill`` the rows so
    far in which two groups of columns take turns within 1/4; ``runs`` the rows so far each within
    a snap of ``SNAPS`` of the one before, ``lasting`` their length in beats. ``hold`` is the
    shortest hold begun here and ``release`` the nearest other release to one of its releases
    (releases at once do not count), both in beats, inf where there is none.
    """

    busy: tuple[int, ...] = ()
    close: tuple[int, ...] = ()
    held: tuple[int, ...] = ()
    anchors: tuple[int, ...] = ()
    jacks: tuple[int, ...] = ()
    trill: int = 1
    runs: tuple[int, ...] = (1,) * len(SNAPS)
    lasting: tuple[float, ...] = (0.0,) * len(SNAPS)
    hold: float = math.inf
    release: float = math.inf


@dataclass(frozen=True, slots=True)
class Lanes:
    """Where the hands are after a row; all times in ms, the past before the song is -inf."""

    pressed: tuple[float, ...]  # last press of each column
    released: tuple[float, ...]  # its end
    anchors: tuple[int, ...]
    jacks: tuple[int, ...]
    releases: tuple[float, ...] = ()  # ends of holds that a new one may come close to
    rows: tuple[tuple[int, ...], ...] = ()  # columns of the last two rows
    time: float = _FAR
    trill: int = 0
    runs: tuple[int, ...] = (0,) * len(SNAPS)
    lasting: tuple[float, ...] = (0.0,) * len(SNAPS)

    @classmethod
    def empty(cls, keys: int) -> Lanes:
        """Before the first note of a chart of ``keys`` columns."""
        return cls((_FAR,) * keys, (_FAR,) * keys, (0,) * keys, (0,) * keys)

    def step(self, row: Row) -> tuple[Lanes, Meaning]:
        """The lanes after a row, and what it asked; rows come in order of time."""
        time, columns = row.time, row.columns
        busy, close = self._meetings(row)
        anchors = self._repeats(self.anchors, row, SNAPS[HALF])
        jacks = self._repeats(self.jacks, row, SNAPS[QUARTER])
        near = [_within(time - self.time, snap, row.beat) for snap in SNAPS]
        gap = (time - self.time) / row.beat if self.time > _FAR else 0.0
        trill = self._trill(columns, near[QUARTER])
        runs = tuple(run + 1 if on else 1 for run, on in zip(self.runs, near, strict=True))
        lasting = tuple(so + gap if on else 0.0 for so, on in zip(self.lasting, near, strict=True))
        ends = tuple(press.end for press in row.presses if press.end > press.time)
        lengths = [press.end - press.time for press in row.presses if press.end > press.time]
        pressed, released = list(self.pressed), list(self.released)
        for press in row.presses:
            pressed[press.column] = press.time
            released[press.column] = max(released[press.column], press.end)
        recent = self._recent(row, ends)
        after = Lanes(
            tuple(pressed),
            tuple(released),
            anchors,
            jacks,
            recent,
            (*self.rows[-1:], columns),
            time,
            trill,
            runs,
            lasting,
        )
        meaning = Meaning(
            busy,
            close,
            self._held(row),
            tuple(anchors[column] for column in columns),
            tuple(jacks[column] for column in columns),
            trill,
            runs,
            lasting,
            min(lengths, default=math.inf) / row.beat,
            _nearest(ends, recent) / row.beat,
        )
        return after, meaning

    def _recent(self, row: Row, ends: tuple[float, ...]) -> tuple[float, ...]:
        """Releases that one to come may lie near, each moment once: of the last beats and later."""
        kept = {end for end in self.releases if end > row.time - 2 * row.beat} | set(ends)
        return tuple(sorted(kept))[-_REMEMBERED:]

    def _meetings(self, row: Row) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Columns pressed before they are free, and so soon after that it is hardly possible."""
        busy, close, released = set(), set(), list(self.released)
        for press in row.presses:
            gap = press.time - released[press.column]
            if gap <= 0:
                busy.add(press.column)
            elif gap <= CLOSE_MS:
                close.add(press.column)
            released[press.column] = max(released[press.column], press.end)
        return tuple(sorted(busy)), tuple(sorted(close))

    def _held(self, row: Row) -> tuple[int, ...]:
        """Columns, not pressed here, that stay down through the row; a release here is none."""
        last = max(press.time for press in row.presses)
        return tuple(
            column
            for column, (start, end) in enumerate(zip(self.pressed, self.released, strict=True))
            if start < row.time and end > last + TOGETHER_MS and column not in row.columns
        )

    def _repeats(self, counts: tuple[int, ...], row: Row, snap: float) -> tuple[int, ...]:
        """Presses of each column in a row, each within a snap of the one before."""
        new = list(counts)
        for press in row.presses:
            again = _within(press.time - self.pressed[press.column], snap, row.beat)
            new[press.column] = counts[press.column] + 1 if again else 1
        return tuple(new)

    def _trill(self, columns: tuple[int, ...], near: bool) -> int:
        if not near or not self.rows or set(self.rows[-1]) & set(columns):
            return 1
        turns = len(self.rows) == 2 and self.trill > 1 and self.rows[0] == columns
        return self.trill + 1 if turns else 2


def _within(gap: float, snap: float, beat: float) -> bool:
    """Whether a gap is a snap or less, whatever rounding to whole milliseconds did to it."""
    return gap <= snap * beat + TOGETHER_MS


def _nearest(ends: tuple[float, ...], others: tuple[float, ...]) -> float:
    gaps = [abs(end - other) for end in ends for other in others]
    return min((gap for gap in gaps if gap > TOGETHER_MS), default=math.inf)
