"""The order in which the events of one position are tried."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from automapper.bms.model import WavId
from automapper.bms.placement.levels import Tuning
from automapper.bms.placement.model import Event
from automapper.bms.placement.selection.pool import Pool


def ordered(
    events: Sequence[Event], pool: Pool, usage: Mapping[WavId, int], tuning: Tuning
) -> tuple[Event, ...]:
    """The events of one position, the one to be played first first.

    The first strikes hardest: its attack percentile less ``usage_penalty_first`` points for every
    time its sample has been placed before (``usage``). Each next one is the furthest in centroid
    from its nearest mate chosen so far, less ``usage_weight_spread`` Hz a use. Unknown samples
    come last; ties go to the lower id, then to the source's order.
    """
    if len(events) < 2:
        return tuple(events)

    def first(event: Event) -> tuple[float, WavId, int]:
        wav_id = event.wav_id
        percentile = pool.percentiles.get(wav_id, -1.0)
        penalty = tuning.usage_penalty_first * usage.get(wav_id, 0)
        return (penalty - percentile, wav_id, event.index)

    known = [event for event in events if event.wav_id in pool.centroids]
    unknown = [event for event in events if event.wav_id not in pool.centroids]
    chosen = sorted(known, key=first)[:1]
    left = sorted((e for e in known if e not in chosen), key=lambda e: (e.wav_id, e.index))
    while left:
        mates = [pool.centroids[mate.wav_id] for mate in chosen]

        def spread(event: Event, mates: Sequence[float] = mates) -> float:
            centroid = pool.centroids[event.wav_id]
            nearest = min(abs(mate - centroid) for mate in mates)
            return nearest - tuning.usage_weight_spread * usage.get(event.wav_id, 0)

        # The first of equals, hence the lower id.
        best = max(left, key=spread)
        left.remove(best)
        chosen.append(best)
    return (*chosen, *sorted(unknown, key=lambda event: (event.wav_id, event.index)))
