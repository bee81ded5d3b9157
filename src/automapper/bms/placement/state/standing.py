"""The notes that stand on the lanes, before and after any moment, and what gates ask of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from dataclasses import dataclass
from fractions import Fraction

from automapper.bms.lanes import Hand
from automapper.bms.model import WavId
from automapper.bms.placement.model import Placed
from automapper.bms.placement.state.grid import Grid


@dataclass(frozen=True, slots=True)
class Seam:
    """What stands before a range of measures: how far the last chord's runs have come.

    ``lanes`` are (key's number, how many chords on end it has stood in) of the keys of the last
    chord; ``hand`` and ``hand_run`` the hand that alone has played that many chords on end.
    """

    lanes: tuple[tuple[int, int], ...] = ()
    hand: Hand | None = None
    hand_run: int = 0


class Standing:
    """Notes by lane, by position and by measure. A chord is all keys on one position.

    ``rows`` are the positions of a lane's notes, rising. ``masks`` are a position's keys as bits.
    ``chords`` are the positions with keys, rising. Counts are by measure: ``totals`` with
    scratches, ``key_counts`` without, ``lefts`` and ``rights`` the keys of one hand, ``wide`` the
    chords of two keys and more. ``played`` are (position, sample) of all notes.
    """

    def __init__(self, grid: Grid, seam: Seam | None = None) -> None:
        self.grid = grid
        self.seam = seam or Seam()
        measures = grid.source.measures
        self.placed: dict[int, Placed] = {}
        self.played: set[tuple[int, WavId]] = set()
        self.rows: list[list[int]] = [[] for _ in grid.lanes]
        self.holds: list[dict[int, Fraction]] = [{} for _ in grid.lanes]
        self.masks = [0] * len(grid.beats)
        self.chords: list[int] = []
        self.totals, self.key_counts = [0] * measures, [0] * measures
        self.lefts, self.rights = [0] * measures, [0] * measures
        self.wide = [0] * measures

    def put(self, note: Placed) -> None:
        """Let a note stand, legal or not; ValueError if its spot is taken."""
        grid, event = self.grid, note.event
        lane, position = grid.number[note.lane], grid.position_of[event.index]
        if event.index in self.placed or self.has(position, lane):
            raise ValueError(f"there is a note at {event.place} on {note.lane} already")
        insort(self.rows[lane], position)
        self.placed[event.index] = note
        self.played.add((position, event.wav_id))
        if note.end is not None:
            self.holds[lane][position] = grid.beat_of(note.end)
        self.totals[event.place.measure] += 1
        if lane < grid.keys:
            self._count(position, lane, 1)

    def remember(self, position: int, lane: int) -> None:
        """Let a lane keep its distance from a note that is not this range's to move."""
        if not self.has(position, lane):
            insort(self.rows[lane], position)

    def take(self, note: Placed) -> None:
        """Take a standing note away."""
        grid, event = self.grid, note.event
        lane, position = grid.number[note.lane], grid.position_of[event.index]
        del self.placed[event.index]
        row = self.rows[lane]
        del row[bisect_left(row, position)]
        self.played.discard((position, event.wav_id))
        self.holds[lane].pop(position, None)
        self.totals[event.place.measure] -= 1
        if lane < grid.keys:
            self._count(position, lane, -1)

    def _count(self, position: int, lane: int, sign: int) -> None:
        grid, bit = self.grid, 1 << lane
        measure = grid.measure_of[position]
        before = self.masks[position]
        after = before ^ bit
        self.masks[position] = after
        if not before:
            insort(self.chords, position)
        elif not after:
            self.chords.pop(bisect_left(self.chords, position))
        self.wide[measure] += (after & (after - 1) != 0) - (before & (before - 1) != 0)
        self.key_counts[measure] += sign
        self.lefts[measure] += sign if grid.left & bit else 0
        self.rights[measure] += sign if grid.right & bit else 0

    def has(self, position: int, lane: int) -> bool:
        """Whether a note stands on a spot."""
        row = self.rows[lane]
        slot = bisect_left(row, position)
        return slot < len(row) and row[slot] == position

    def around(self, position: int, lane: int) -> tuple[int | None, int | None]:
        """The positions of a lane's notes before and after a position, not counting it."""
        row = self.rows[lane]
        low, high = bisect_left(row, position), bisect_right(row, position)
        return row[low - 1] if low else None, row[high] if high < len(row) else None

    def held_before(self, position: int, lane: int) -> Fraction | None:
        """The beat on which the lane's note before a position is let go, if that is a hold."""
        if not self.holds[lane]:
            return None
        before, _ = self.around(position, lane)
        return None if before is None else self.holds[lane].get(before)

    def hand_of(self, mask: int) -> Hand | None:
        """The one hand that plays a chord alone; None if both may or nothing is played."""
        if not mask:
            return None
        if not mask & ~self.grid.left:
            return Hand.LEFT
        return Hand.RIGHT if not mask & ~self.grid.right else None

    def runs_at(self, position: int) -> tuple[int, int]:
        """Where chords before and after a position lie in ``chords``: last before, first after."""
        return bisect_left(self.chords, position) - 1, bisect_right(self.chords, position)

    def beside(self, position: int) -> int:
        """The keys, as bits, of the chords before and after a position: whose runs go on there."""
        before, after = self.runs_at(position)
        keys = sum(1 << key for key, _ in self.seam.lanes) if before < 0 else 0
        if before >= 0:
            keys |= self.masks[self.chords[before]]
        return keys | (self.masks[self.chords[after]] if after < len(self.chords) else 0)

    def lane_run(self, lane: int, index: int, step: int) -> int:
        """How many chords on end, from one on in a direction, have a key in them."""
        bit, chords, masks, run = 1 << lane, self.chords, self.masks, 0
        while 0 <= index < len(chords):
            if not masks[chords[index]] & bit:
                return run
            run += 1
            index += step
        return run + (next((n for key, n in self.seam.lanes if key == lane), 0) if step < 0 else 0)

    def hand_run(self, hand: Hand, index: int, step: int) -> int:
        """How many chords on end, from one on in a direction, one hand plays alone."""
        chords, run = self.chords, 0
        while 0 <= index < len(chords):
            if self.hand_of(self.masks[chords[index]]) is not hand:
                return run
            run += 1
            index += step
        return run + (self.seam.hand_run if step < 0 and self.seam.hand is hand else 0)
