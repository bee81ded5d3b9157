"""One measure: its events pass the gates from left to right, and what passes gets a lane."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from random import Random

from automapper.bms.lanes import is_double
from automapper.bms.placement.aims import first_choices, worths
from automapper.bms.placement.hands_load import (
    keeps_kind,
    keeps_way_out,
    lightens,
    narrowed,
    rests,
    spares_middle,
    spares_next,
    spares_turner,
    spread,
)
from automapper.bms.placement.lane_choice import DRAWS, Draws, Step, Trail, choose
from automapper.bms.placement.model import Event, Placed, Reason
from automapper.bms.placement.reorder import ordered
from automapper.bms.placement.resume.lookahead import Border
from automapper.bms.placement.scene import Progress, Scene
from automapper.bms.placement.scratch import (
    ScratchMode,
    further_scratches,
    most_scratches,
    own_scratches,
)

# Reordering compares every chord-mate with every other: of more than this many (no lane is left for
# them anyway) the softest stay in order of hardness.
WEIGHED_MATES = 32


def place_measure(
    scene: Scene,
    progress: Progress,
    measure: int,
    events: Sequence[Event],
    border: Border | None = None,
) -> None:
    """Place one measure's events (all that sound in it, in order) on the scene's board.

    ``progress`` moves on: its notes and reasons gain one entry for every event. The measure's last
    chord regards ``border``, if something is known to stand behind it.
    """
    _Measure(scene, progress, measure, events, border).run()


class _Measure:
    """The work on one measure."""

    def __init__(
        self,
        scene: Scene,
        progress: Progress,
        measure: int,
        events: Sequence[Event],
        border: Border | None,
    ) -> None:
        self.scene, self.progress, self.measure = scene, progress, measure
        self.events, self.border = events, border
        self.board, self.grid = scene.board, scene.board.grid
        self.tuning = scene.board.tuning
        rng = Random(scene.seed * 10**6 + measure)
        # Every event draws, played or not: what becomes of one leaves the others' draws alone.
        self.random = [rng.random() for _ in range(DRAWS * len(events))]
        positions = [self.grid.position_of[e.index] for e in events if scene.selection.allows(e)]
        self.last_position = max(positions, default=-1)
        self.double = is_double(self.grid.source.mode)
        self.trail = Trail(progress.step)
        self.new: list[Placed] = []
        self.all_keys = tuple(range(self.grid.keys))
        self.turntables = tuple(range(self.grid.keys, len(self.grid.lanes)))
        self.scratches = 0

    def run(self) -> None:
        progress, scene = self.progress, self.scene
        wanted = most_scratches(
            progress.turning, scene.scratches, self.tuning, self.measure, scene.turned
        )
        if scene.scratches.mode is ScratchMode.PRIMARY:
            self.turn(own_scratches(self.events, scene.pool, scene.selection), wanted)
        self.place_keys()
        if self.scratches < wanted:
            left = [event for event in self.events if self.board.note(event) is None]
            self.turn(
                further_scratches(
                    left, scene.scratches, scene.sounds, scene.selection, self.tuning, scene.pool
                ),
                wanted,
            )
        progress.turning = progress.turning.after(self.scratches, scene.scratches, self.tuning)
        progress.step = self.trail.last()
        progress.notes.extend(sorted(self.new, key=lambda note: note.event.index))
        for note in self.new:
            progress.reasons.pop(note.event.index, None)

    def turn(self, candidates: Iterable[Event], wanted: int) -> None:
        """Make scratches of candidates until there are as many as wanted."""
        for event in candidates:
            if self.scratches >= wanted:
                return
            lanes = self.board.narrow(event, self.turntables)
            if isinstance(lanes, Reason):
                self.progress.reasons.setdefault(event.index, lanes)
                continue
            own = [i for i in lanes if self.grid.lanes[i] == event.source]
            self.put(event, own[0] if own else self.idle(event, lanes))
            self.scratches += 1

    def idle(self, event: Event, turntables: Sequence[int]) -> int:
        """The turntable that has stood still longest before an event."""
        position = self.grid.position_of[event.index]

        def last(number: int) -> int:
            before, _ = self.board.standing.around(position, number)
            return -1 if before is None else before

        return min(turntables, key=lambda number: (last(number), number))

    def place_keys(self) -> None:
        reasons, selection = self.progress.reasons, self.scene.selection
        candidates: list[Event] = []
        for event in self.events:
            if self.board.note(event) is not None:
                continue
            if selection.allows(event):
                candidates.append(event)
            else:
                reasons[event.index] = selection.reason(event)
        scores = self.advised(candidates)
        order = self.in_order(candidates, scores)
        worth = (
            worths(order, self.grid, self.scene.pool)
            if scores is None
            else [scores[event.index] for event in order]
        )
        room = self.scene.aims[self.measure] - self.scratches
        room, refused = self.try_all(first_choices(order, worth, room), room)
        # What stands by now may have ended the streak that refused a note.
        self.try_all(refused, room)

    def try_all(self, order: Sequence[Event], room: int) -> tuple[int, list[Event]]:
        """Let the events that pass become keys while there is room; what is left of it, and who.

        Those left are the ones that other notes might still make way for.
        """
        reasons, refused = self.progress.reasons, []
        for event in order:
            free = self.board.narrow(event, self.all_keys) if room > 0 else Reason.MEASURE_CAP
            if not isinstance(free, Reason):
                self.put(event, self.advised_lane(event, free))
                room -= 1
                continue
            reasons.setdefault(event.index, free)
            if free in (Reason.NO_LANE, Reason.JACK, Reason.HAND_BALANCE):
                refused.append(event)
        return room, refused

    def advised(self, candidates: Sequence[Event]) -> dict[int, float] | None:
        """The adviser's score of each candidate, by index; None where it has no opinion."""
        adviser = self.scene.adviser
        if adviser is None or not candidates:
            return None
        scores = adviser.tokens(self.measure, candidates, self.progress.notes)
        if scores is None or len(scores) != len(candidates):
            return None
        return {e.index: float(score) for e, score in zip(candidates, scores, strict=True)}

    def in_order(
        self, candidates: Sequence[Event], scores: Mapping[int, float] | None
    ) -> list[Event]:
        """From left to right; on one position as it is reordered, or by the adviser's scores."""
        order: list[Event] = []
        position_of = self.grid.position_of
        for _, chord in groupby(candidates, key=lambda event: position_of[event.index]):
            if scores is not None:
                order += sorted(chord, key=lambda event: (-scores[event.index], event.index))
            else:
                order += self.reordered(list(chord))
        return order

    def reordered(self, chord: list[Event]) -> list[Event]:
        """Chord-mates in the order of trying; of very many only the hardest are weighed."""
        scene = self.scene
        if len(chord) > WEIGHED_MATES:
            hardness = scene.pool.percentiles
            chord.sort(key=lambda event: (-hardness.get(event.wav_id, -1.0), event.index))
        first = ordered(chord[:WEIGHED_MATES], scene.pool, self.progress.usage, self.tuning)
        return [*first, *chord[WEIGHED_MATES:]]

    def advised_lane(self, event: Event, free: tuple[int, ...]) -> int:
        """The adviser's choice among lanes that suit the chart; the rule's where it has none."""
        adviser, grid = self.scene.adviser, self.grid
        suited = self.suited(event, free)
        if adviser is not None:
            lanes = tuple(grid.lanes[number] for number in suited)
            here = grid.position_of[event.index]
            before = [n for n in self.new if grid.position_of[n.event.index] <= here]
            before.sort(key=lambda note: note.event.index)
            lane = adviser.lane(event, lanes, [*self.progress.notes, *before])
            if lane in lanes:
                return grid.number[lane]
        return self.lane_of(event, suited)

    def draws(self, index: int) -> Draws:
        """The random numbers of an event of this measure, by its index."""
        first = DRAWS * (index - self.events[0].index)
        return Draws(*self.random[first : first + DRAWS])

    def suited(self, event: Event, free: tuple[int, ...]) -> tuple[int, ...]:
        """Of the legal lanes those that leave room for what follows, and for the hands."""
        scene, standing, tuning = self.scene, self.board.standing, self.tuning
        position = self.grid.position_of[event.index]
        chord = standing.masks[position]
        left = narrowed(
            sum(1 << lane for lane in free), keeps_way_out(standing, self.measure, tuning)
        )
        if scene.rests is not None:
            left = narrowed(left, rests(standing, position, free, scene.rests))
        if chord:
            # One draw for all mates: a chord is of one kind.
            leader = self.draws(self.grid.first_event[position])
            kind = scene.chords.wanted(position, leader.chord)
            if kind is not None:
                left = narrowed(left, keeps_kind(standing, chord, kind))
            left = narrowed(left, spread(chord, tuning.chord_mate_spread_min_gap))
        left = narrowed(
            left,
            spares_turner(standing, position),
            spares_middle(standing, self.measure),
            lightens(standing, self.measure, tuning, double=self.double),
        )
        if self.border is not None and position == self.last_position:
            left = narrowed(left, spares_next(standing, position, self.border.hand, tuning))
        return tuple(lane for lane in free if left >> lane & 1)

    def lane_of(self, event: Event, suited: tuple[int, ...]) -> int:
        """The rule's choice: where brightness leads, or by a draw."""
        position = self.grid.position_of[event.index]
        before, after = self.trail.around(position)
        if self.border is not None and position == self.last_position:
            after = after or self.border.step
        centroid = self.scene.pool.centroids.get(event.wav_id)
        draws = self.draws(event.index)
        return choose(suited, centroid, (before, after), draws, self.scene.curve)

    def put(self, event: Event, lane: int) -> None:
        note = Placed(event, self.grid.lanes[lane])
        self.board.add(note)
        self.new.append(note)
        self.progress.usage[event.wav_id] += 1
        self.progress.log.append(event.wav_id)
        centroid = self.scene.pool.centroids.get(event.wav_id)
        if lane < self.grid.keys and centroid is not None:
            self.trail.add(self.grid.position_of[event.index], Step(lane, centroid))
