"""How a chart's notes are spread over four parts of its length, against how the source spreads its.

The target of a part is the chart's own number of notes, divided as the source divides the notes it
plays: a re-charting should be busy where the song's author made it busy. So a level changes how
much there is to play and never where the weight lies.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import exp, floor

from automapper.bms.placement.levels import Tuning
from automapper.bms.placement.model import Event, Placed, Source


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of the chart from beat ``start``: its notes, how many it should have, what to change.

    ``wish`` is how many notes to add, or (negative) to take away.
    """

    start: Fraction
    notes: int
    target: float
    wish: int


def segment_starts(source: Source, segments: int) -> tuple[Fraction, ...]:
    """The beats on which equal parts begin, between the first and the last sounding event."""
    if not source.events:
        return ()
    first, last = source.events[0].beat, source.events[-1].beat
    return tuple(first + (last - first) * part / segments for part in range(segments))


def parts_of(source: Source, starts: Sequence[Fraction]) -> list[int]:
    """Which part each event lies in, by its index."""
    parts: list[int] = []
    part = 0
    for event in source.events:
        while part + 1 < len(starts) and event.beat >= starts[part + 1]:
            part += 1
        parts.append(part)
    return parts


def segments_of(source: Source, tuning: Tuning, placed: Sequence[Placed]) -> tuple[Segment, ...]:
    """The parts of a chart with what each should change, in order.

    Keys only: scratches mirror the source by themselves. A source that plays nothing is measured
    by all that sounds. No part loses more than ``density_rebalance_max_delta`` of its notes.
    """
    starts = segment_starts(source, tuning.density_segments)
    parts = parts_of(source, starts)
    ours = [0] * len(starts)
    for one in placed:
        ours[parts[one.event.index]] += not one.lane.is_scratch
    theirs = [0] * len(starts)
    played = [event for event in source.events if _is_key(event)] or source.events
    for event in played:
        theirs[parts[event.index]] += 1
    targets = [sum(ours) * count / len(played) for count in theirs]
    return tuple(
        Segment(start, notes, target, _wish(notes, target, tuning.density_rebalance_max_delta))
        for start, notes, target in zip(starts, ours, targets, strict=True)
    )


def _is_key(event: Event) -> bool:
    return event.source is not None and not event.source.is_scratch


def _wish(notes: int, target: float, most: float) -> int:
    """How many notes to add or take away, by a soft knee.

    Of a part that is off by a share d (of the larger of what it has and should have), the share
    most x (1 - exp(-(d / most)^2)) changes: hardly anything near the target, towards ``most`` far
    from it, and never so much that the target is crossed (at most .64 d).
    """
    larger = max(notes, target)
    if not larger or most <= 0:
        return 0
    off = (target - notes) / larger
    share = most * (1 - exp(-((off / most) ** 2)))
    change = floor(share * larger)
    return change if off > 0 else -change
