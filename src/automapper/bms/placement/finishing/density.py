"""Notes go from the parts of a chart that are too busy to those that are too bare."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

from automapper.bms.lanes import key_lanes
from automapper.bms.model import Lane, WavId
from automapper.bms.placement.finishing.segments import Segment, parts_of, segments_of
from automapper.bms.placement.model import Adviser, Event, Placed, Reason, Residual
from automapper.bms.placement.selection.whitelist import Selection
from automapper.bms.placement.state.board import Board

# What may come back: sounds that a gate or a quota kept out. Never effects and unknown samples,
# nor what this or an earlier step of the finish took away.
PULLABLE = frozenset(
    {
        Reason.BAND_QUOTA,
        Reason.MEASURE_CAP,
        Reason.COLLISION,
        Reason.CHORD_SIZE_CAP,
        Reason.NO_LANE,
        Reason.JACK,
        Reason.HAND_BALANCE,
    }
)


@dataclass(frozen=True, slots=True)
class Rebalanced:
    """What moved: events pulled back from the background, and events shed into it, as they went.

    As many of one as of the other, so that a level's number of notes stays what it is.
    ``before`` and ``after`` are the parts of the chart.
    """

    pulled: tuple[Placed, ...]
    shed: tuple[Placed, ...]
    before: tuple[Segment, ...]
    after: tuple[Segment, ...]


def rebalance(
    board: Board,
    residual: Sequence[Residual],
    selection: Selection,
    intensity: Mapping[WavId, float],
    adviser: Adviser | None = None,
) -> Rebalanced:
    """Moves weight between the parts of a chart, on the board, a note at a time.

    Each time the busiest part (against its target) sheds its softest note that may go, and the
    barest takes back the event that comes first among those that a key is free for: whitelisted
    ones, then by the adviser's score, then the samples least used so far, the measures with fewest
    notes, the hardest attack. It ends when no part wishes more, or nothing legal is left to do.
    ``intensity`` is the attack percentile of each sample.
    """
    before = segments_of(board.source, board.tuning, board.notes())
    mover = _Mover(board, before, intensity)
    shed: list[Placed] = []
    pulled: list[Placed] = []
    candidates = _ranked(mover, residual, selection, adviser)
    bare = {
        part: _Waiting(mover, candidates[part])
        for part, segment in enumerate(before)
        if segment.wish > 0
    }
    busy = {part: mover.softest(part) for part, segment in enumerate(before) if segment.wish < 0}
    while (one := mover.take_away(busy)) is not None:
        back = mover.give_back(bare)
        if back is None:
            board.add(one)
            break
        shed.append(one)
        pulled.append(back)
    after = segments_of(board.source, board.tuning, board.notes())
    return Rebalanced(tuple(pulled), tuple(shed), before, after)


class _Mover:
    """The board, with how much each part still wishes and how often each sample is used."""

    def __init__(
        self, board: Board, segments: Sequence[Segment], intensity: Mapping[WavId, float]
    ) -> None:
        self.board, self.intensity = board, intensity
        self.parts = parts_of(board.source, [segment.start for segment in segments])
        self.wishes = [segment.wish for segment in segments]
        self.usage: dict[WavId, int] = {}
        self.in_measure: dict[int, int] = {}
        self.on_lane: dict[tuple[int, Lane], int] = {}
        for one in board.notes():
            self._count(one, 1)

    def _count(self, one: Placed, step: int) -> None:
        event = one.event
        self.usage[event.wav_id] = self.usage.get(event.wav_id, 0) + step
        measure, spot = event.place.measure, (self.parts[event.index], one.lane)
        self.in_measure[measure] = self.in_measure.get(measure, 0) + step
        self.on_lane[spot] = self.on_lane.get(spot, 0) + step

    def softest(self, part: int) -> list[Placed]:
        """A part's keys, the hardest first, so that the softest is at the end; ties by index."""
        keys = [
            one
            for one in self.board.notes()
            if not one.lane.is_scratch and self.parts[one.event.index] == part
        ]
        return sorted(
            keys,
            key=lambda one: (self.intensity.get(one.event.wav_id, 0.0), one.event.index),
            reverse=True,
        )

    def take_away(self, busy: Mapping[int, list[Placed]]) -> Placed | None:
        """Takes one note from the part that most wishes to lose some; None if none can."""
        for part in sorted(busy, key=lambda part: (self.wishes[part], part)):
            notes = busy[part]
            while self.wishes[part] < 0 and notes:
                one = notes.pop()
                if self.board.removal_refusal(one.event) is None:
                    self.board.remove(one)
                    self._count(one, -1)
                    self.wishes[part] += 1
                    return one
        return None

    def give_back(self, bare: Mapping[int, _Waiting]) -> Placed | None:
        """Gives one event to the part that most wishes some; None if no event has a place."""
        for part in sorted(bare, key=lambda part: (-self.wishes[part], part)):
            if self.wishes[part] <= 0:
                continue
            for event in bare[part].events():
                lane = self.lane_for(event)
                if lane is not None:
                    one = Placed(event, lane)
                    self.board.add(one)
                    self._count(one, 1)
                    self.wishes[part] -= 1
                    return one
        return None

    def lane_for(self, event: Event) -> Lane | None:
        """The key on which an event comes back: the source's own where it is free.

        Else one apart from its chord where there is any, the least used of its part, leftmost.
        """
        free = self.board.free_lanes(event)
        if event.source in free:
            return event.source
        keys = key_lanes(self.board.source.mode)
        chord = [keys.index(lane) for lane in self.board.chord(event)]
        gap = self.board.tuning.chord_mate_spread_min_gap
        apart = [lane for lane in free if all(abs(keys.index(lane) - k) >= gap for k in chord)]
        part = self.parts[event.index]
        return min(
            apart or free,
            key=lambda lane: (self.on_lane.get((part, lane), 0), keys.index(lane)),
            default=None,
        )


# Whether the whitelist lacks it, and what the adviser thinks of it (lower comes first).
_Rank = tuple[bool, float]


def _ranked(
    mover: _Mover, residual: Sequence[Residual], selection: Selection, adviser: Adviser | None
) -> dict[int, list[tuple[_Rank, Event]]]:
    """By part, the events that may come back with the part of their rank that stays."""
    parts: dict[int, list[Event]] = {part: [] for part in range(len(mover.wishes))}
    for one in residual:
        if one.reason in PULLABLE and one.event.wav_id not in selection.reasons:
            parts[mover.parts[one.event.index]].append(one.event)
    bare = [part for part, wish in enumerate(mover.wishes) if wish > 0]
    scores = _advice(mover, [event for part in bare for event in parts[part]], adviser)
    return {
        part: [
            ((not selection.allows(event), -scores.get(event.index, 0.0)), event)
            for event in parts[part]
        ]
        for part in bare
    }


def _advice(mover: _Mover, events: Sequence[Event], adviser: Adviser | None) -> dict[int, float]:
    """The adviser's score of each event, by index, a measure at a time; none where it is silent."""
    scores: dict[int, float] = {}
    if adviser is None:
        return scores
    notes = mover.board.notes()
    for measure in sorted({event.place.measure for event in events}):
        asked = [event for event in events if event.place.measure == measure]
        before = [one for one in notes if one.event.place.measure < measure]
        advised = adviser.tokens(measure, asked, before)
        if advised is not None and len(advised) == len(asked):
            scores |= {
                event.index: float(score) for event, score in zip(asked, advised, strict=True)
            }
    return scores


class _Waiting:
    """The events that may come back to a part, the first first, as usage changes."""

    def __init__(self, mover: _Mover, candidates: Sequence[tuple[_Rank, Event]]) -> None:
        self._mover = mover
        self._heap = [(self._key(rank, event), rank, event) for rank, event in candidates]
        heapify(self._heap)

    def _key(self, rank: _Rank, event: Event) -> tuple[bool, float, int, int, float, int]:
        mover, wav_id = self._mover, event.wav_id
        return (
            *rank,
            mover.usage.get(wav_id, 0),
            mover.in_measure.get(event.place.measure, 0),
            -mover.intensity.get(wav_id, 0.0),
            event.index,
        )

    def events(self) -> Iterator[Event]:
        """Each waiting event once, in order; what was asked for does not wait any more."""
        while self._heap:
            key, rank, event = heappop(self._heap)
            now = self._key(rank, event)
            if now > key:  # its sample or measure has been used since
                heappush(self._heap, (now, rank, event))
            else:
                yield event
