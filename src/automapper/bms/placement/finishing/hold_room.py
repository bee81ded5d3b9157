"""Where a note could be let go: how far its lane stays free, and which moments lie before that."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from automapper.bms.lanes import hand_of
from automapper.bms.model import Lane, Place
from automapper.bms.placement.levels import Tuning
from automapper.bms.placement.model import Event, Placed, Source
from automapper.bms.placement.scratch import ScratchPlan
from automapper.bms.placement.state.gates import jack_floor
from automapper.bms.timeline import place_of

# A hold shorter than this reads as a tap: a sixteenth, and 100 ms where sixteenths are faster.
LEAST_BEATS = Fraction(1, 4)
LEAST_SECONDS = Fraction(1, 10)
# An onset this near before the limit is where a hold is let go; else the measure's sixteenths.
_NEAR = Fraction(1, 2)
_SIXTEENTHS = 16


@dataclass(frozen=True, slots=True)
class HoldRoom:
    """What stands in the way of holds: by lane the sorted beats that are taken, and the moments.

    ``heads`` are the beats of notes, ``blocks`` of mines; ``turns`` of a lane are the scratches of
    the hand that plays it. ``onsets`` are the beats on which anything sounds.
    """

    source: Source
    tuning: Tuning
    turn_gap: Fraction
    heads: dict[Lane, list[Fraction]]
    blocks: dict[Lane, list[Fraction]]
    turns: dict[Lane, list[Fraction]]
    onsets: tuple[Fraction, ...]

    @classmethod
    def of(cls, source: Source, tuning: Tuning, placed: Sequence[Placed]) -> HoldRoom:
        """The room between the notes of a chart, whatever they hold now."""
        heads = _by_lane((one.lane, one.event.beat) for one in placed)
        turns: dict[Lane, list[Fraction]] = {}
        for lane in heads:
            hand = hand_of(source.mode, lane)
            turned = [
                beat
                for other, beats in heads.items()
                if other.is_scratch and other != lane and hand_of(source.mode, other) == hand
                for beat in beats
            ]
            turns[lane] = sorted(turned)
        onsets = tuple(sorted({event.beat for event in source.events}))
        turn_gap = ScratchPlan.of(source, tuning).floor
        return cls(source, tuning, turn_gap, heads, _by_lane(source.obstacles), turns, onsets)

    def free_until(self, lane: Lane, beat: Fraction, *, turning: bool) -> Fraction:
        """The last beat to which a note at ``beat`` could be held.

        The lane rests before its next note or mine (a jack floor, on keys), with ``turning`` also
        before the next scratch of the same hand. Never beyond the chart's last measure.
        """
        ways = [self.heads, self.blocks] + ([self.turns] if turning else [])
        found = [after for way in ways for after in _next(way.get(lane, []), beat)]
        return min([self.source.bars[-1], *(after - self._gap(lane, after) for after in found)])

    def _gap(self, lane: Lane, beat: Fraction) -> Fraction:
        """What a lane rests before its next note, at that note's tempo."""
        if lane.is_scratch:
            return self.turn_gap
        return jack_floor(self.tuning, self.source.tempo_map.bpm_at(beat))

    def end_by(self, event: Event, limit: Fraction) -> Place | None:
        """The last good moment to let a note go by ``limit``; None when that would be too soon.

        An onset within half a beat before the limit, else a sixteenth of its measure.
        """
        bars, tempo = self.source.bars, self.source.tempo_map
        soonest = max(
            event.beat + LEAST_BEATS, tempo.beat(tempo.seconds(event.beat) + LEAST_SECONDS)
        )
        if limit < soonest:
            return None
        onset = self.onsets[bisect_right(self.onsets, limit) - 1]
        end = onset if limit - onset <= _NEAR and onset < bars[-1] else self._sixteenth(limit)
        if end < soonest:
            end = self._sixteenth(limit)
        return place_of(bars, end) if end >= soonest else None

    def _sixteenth(self, limit: Fraction) -> Fraction:
        """The last sixteenth of a measure at or before a beat, inside the chart."""
        bars = self.source.bars
        measure = min(bisect_right(bars, limit) - 1, len(bars) - 2)
        unit = (bars[measure + 1] - bars[measure]) / _SIXTEENTHS
        steps = min((limit - bars[measure]) // unit, _SIXTEENTHS - 1)
        return bars[measure] + steps * unit


def _by_lane(pairs: Iterable[tuple[Lane, Fraction]]) -> dict[Lane, list[Fraction]]:
    lanes: dict[Lane, list[Fraction]] = {}
    for lane, beat in pairs:
        lanes.setdefault(lane, []).append(beat)
    return {lane: sorted(lanes[lane]) for lane in sorted(lanes)}


def _next(beats: list[Fraction], beat: Fraction) -> list[Fraction]:
    """The first of sorted beats after one, as a list of none or one."""
    index = bisect_right(beats, beat)
    return beats[index : index + 1]
