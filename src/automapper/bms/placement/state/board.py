"""The state machine of placement: which note may stand where, given all others.

Placement, its finish, re-rolls and checks ask the same board, so an illegal note cannot be placed
and a legal one cannot be flagged. It knows the notes before and after, in whatever order they came.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction

from automapper.bms.lanes import Hand
from automapper.bms.model import Lane, Place
from automapper.bms.placement.levels import Tuning
from automapper.bms.placement.model import Event, Placed, Reason, Source
from automapper.bms.placement.state import gates
from automapper.bms.placement.state.floors import jack_floors, spacing
from automapper.bms.placement.state.gates import TICKS_PER_BEAT
from automapper.bms.placement.state.grid import Grid
from automapper.bms.placement.state.standing import Seam, Standing


class Board:
    """The lanes of a chart under the constants of one level.

    ``scratch_interval`` are the beats that must lie between two notes of a turntable (the level's
    own by default). ``grid`` spares numbering the source again, ``seam`` is what a resumed range
    has before it. Notes are added whatever the gates say: ask ``refusal`` before.
    """

    def __init__(
        self,
        source: Source,
        tuning: Tuning,
        scratch_interval: Fraction | None = None,
        grid: Grid | None = None,
        seam: Seam | None = None,
    ) -> None:
        self.source, self.tuning = source, tuning
        self.grid = grid or Grid(source)
        self.standing = Standing(self.grid, seam)
        floors = jack_floors(self.grid, tuning)
        if scratch_interval is None:
            scratch_interval = Fraction(tuning.scratch_min_interval, TICKS_PER_BEAT)
        self.scratch_interval = scratch_interval
        self._jacks = spacing(self.grid, floors)
        self._scratches = spacing(self.grid, [scratch_interval] * len(floors))
        self._unplayable = frozenset(source.unplayable)

    def add(self, note: Placed) -> None:
        """Let a note stand; ValueError where its spot is taken or its event is placed already."""
        self.standing.put(note)

    def remove(self, note: Placed) -> None:
        """Take a standing note away (an equal one, or the one of the same event)."""
        self.standing.take(self.standing.placed[note.event.index])

    def note(self, event: Event) -> Placed | None:
        """The note that an event became, if it did."""
        return self.standing.placed.get(event.index)

    def notes(self) -> tuple[Placed, ...]:
        """All notes, in the order of their events."""
        return tuple(self.standing.placed[index] for index in sorted(self.standing.placed))

    def chord(self, event: Event) -> tuple[Lane, ...]:
        """The keys that stand on an event's position, from left to right, without turntables."""
        mask = self.standing.masks[self.grid.position_of[event.index]]
        return tuple(self.grid.lanes[i] for i in range(self.grid.keys) if mask >> i & 1)

    def event_refusal(self, event: Event) -> Reason | None:
        """The first of gates 1 and 2 that keeps an event off every lane."""
        if event.wav_id in self._unplayable:
            return Reason.UNPLAYABLE
        if not gates.within_measure_cap(self.standing, event.place.measure, self.tuning):
            return Reason.MEASURE_CAP
        if (self.grid.position_of[event.index], event.wav_id) in self.standing.played:
            return Reason.COLLISION
        return None

    def refusal(self, event: Event, lane: Lane) -> Reason | None:
        """Why an event may not become a note on a lane; None if it may.

        The event must not stand already (see ``fault``). The first gate that refuses names it.
        """
        lanes = self.narrow(event, (self.grid.number[lane],))
        return lanes if isinstance(lanes, Reason) else None

    def free_lanes(self, event: Event) -> tuple[Lane, ...]:
        """The keys on which an event may become a note, from left to right."""
        lanes = self.narrow(event, tuple(range(self.grid.keys)))
        return () if isinstance(lanes, Reason) else tuple(self.grid.lanes[i] for i in lanes)

    def narrow(self, event: Event, lanes: Iterable[int]) -> tuple[int, ...] | Reason:
        """Of some lanes (numbers, all keys or all turntables) those an event may stand on.

        If none is left: the reason of the gate that refused the last of them.
        """
        reason = self.event_refusal(event)
        if reason is not None:
            return reason
        position = self.grid.position_of[event.index]
        wanted = tuple(lanes)
        if wanted and wanted[0] >= self.grid.keys:
            return self._narrow_turntables(position, wanted)
        return self._narrow_keys(position, wanted)

    def _narrow_keys(self, position: int, wanted: tuple[int, ...]) -> tuple[int, ...] | Reason:
        standing, tuning, jacks = self.standing, self.tuning, self._jacks
        if not gates.within_chord_ratio(standing, position, tuning):
            return Reason.NO_LANE
        if not gates.within_chord_size(standing, position, tuning):
            return Reason.CHORD_SIZE_CAP
        mask = standing.masks[position]
        left = [i for i in wanted if gates.is_open(standing, position, i)]
        if not left:
            return Reason.COLLISION
        left = [i for i in left if gates.keeps_distance(standing, position, i, jacks)]
        beside = standing.beside(position)
        left = [
            i
            for i in left
            if not beside >> i & 1 or gates.within_lane_streak(standing, position, i, tuning)
        ]
        if not left:
            return Reason.JACK
        left = self._of_hands(left, lambda i: gates.keeps_balance(standing, position, i, tuning))
        if not left:
            return Reason.HAND_BALANCE
        left = self._of_hands(
            left, lambda i: gates.within_hand_streak(standing, position, mask | 1 << i, tuning)
        )
        return tuple(left) if left else Reason.NO_LANE

    def _of_hands(self, lanes: list[int], passes: Callable[[int], bool]) -> list[int]:
        """The lanes whose hand passes a gate that tells lanes of one hand not apart."""
        hands: dict[Hand, bool] = {}
        of = self.grid.hands
        for lane in lanes:
            hand = of[lane]
            if hand not in hands:
                hands[hand] = passes(lane)
        return [lane for lane in lanes if hands[of[lane]]]

    def _narrow_turntables(
        self, position: int, wanted: tuple[int, ...]
    ) -> tuple[int, ...] | Reason:
        standing = self.standing
        left = [i for i in wanted if gates.is_open(standing, position, i)]
        if not left:
            return Reason.COLLISION
        left = [i for i in left if gates.keeps_distance(standing, position, i, self._scratches)]
        return tuple(left) if left else Reason.JACK

    def runs_before(self, position: int) -> tuple[tuple[tuple[Lane, int], ...], Hand | None, int]:
        """The last chord before a position: its keys with their repeats, its one hand, its run."""
        standing, grid = self.standing, self.grid
        before, _ = standing.runs_at(position)
        if before < 0:
            seam = standing.seam
            keys = tuple(sorted((grid.lanes[key], run - 1) for key, run in seam.lanes))
            return keys, seam.hand, seam.hand_run
        mask = standing.masks[standing.chords[before]]
        keys = tuple(
            (grid.lanes[key], standing.lane_run(key, before, -1) - 1)
            for key in range(grid.keys)
            if mask >> key & 1
        )
        hand = standing.hand_of(mask)
        return keys, hand, 0 if hand is None else standing.hand_run(hand, before, -1)

    def removal_refusal(self, event: Event) -> Reason | None:
        """Why a standing note may not be taken away: what would follow each other then is illegal.

        A measure may lose its balance, two chords that it kept apart may make a streak too long.
        """
        note = self.standing.placed[event.index]
        lane, position = self.grid.number[note.lane], self.grid.position_of[event.index]
        if lane >= self.grid.keys:
            return None
        standing, tuning, grid = self.standing, self.tuning, self.grid
        measure = grid.measure_of[position]
        left = standing.lefts[measure] - (grid.left >> lane & 1)
        right = standing.rights[measure] - (grid.right >> lane & 1)
        if not gates.balanced(left, right, standing.key_counts[measure] - 1, tuning):
            return Reason.HAND_BALANCE
        mask = standing.masks[position] & ~(1 << lane)
        if mask:
            legal = gates.within_hand_streak(standing, position, mask, tuning)
            return None if legal else Reason.NO_LANE
        return None if gates.neighbours_join(standing, position, tuning) else Reason.JACK

    def fault(self, event: Event) -> Reason | None:
        """Which gate a standing note breaks, given all others; None if it is legal."""
        note = self.standing.placed[event.index]
        self.standing.take(note)
        reason = self.refusal(event, note.lane)
        if reason is None and note.end is not None and not self.hold_fits(note, note.end):
            reason = Reason.COLLISION
        self.standing.put(note)
        return reason

    def hold_fits(self, note: Placed, end: Place) -> bool:
        """Whether a note may be held until ``end``: later than its head, and its lane is free.

        A jack floor stays free before the lane's next note.
        """
        beat = self.grid.beat_of(end)
        if beat <= note.event.beat:
            return False
        lane, position = self.grid.number[note.lane], self.grid.position_of[note.event.index]
        _, after = self.standing.around(position, lane)
        spaces = self._jacks if lane < self.grid.keys else self._scratches
        clear = after is None or self.grid.beats[after] - beat >= spaces.floors[after]
        return clear and not any(
            spot == note.lane and note.event.beat < mine <= beat
            for spot, mine in self.source.obstacles
        )

    def hold(self, event: Event, end: Place | None) -> Placed:
        """Make a standing note a hold until ``end``, or a tap (None); the note as it stands now."""
        note = self.standing.placed[event.index]
        changed = Placed(event, note.lane, end)
        self.standing.take(note)
        self.standing.put(changed)
        return changed
