"""How full a level makes each measure: a share of what could be played there at all.

The gates alone make a level depend on how much a song has in its background: of one song level 5
would be harder than all charts that people made of it, of another easier. A share of what is there
makes levels mean the same, and more notes at a higher level.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from automapper.bms.model import WavId
from automapper.bms.placement.levels import HIGHEST_LEVEL, LevelCurve, Tuning, tuning
from automapper.bms.placement.model import Event
from automapper.bms.placement.selection.pool import Pool
from automapper.bms.placement.selection.whitelist import Selection
from automapper.bms.placement.state.grid import Grid

# The share at levels 1, 10 and 20. Level 5 (.417) lies inside the range of the charts that people
# made of every package measured; benchmarks/bms_levels.py measures it.
FULLNESS = LevelCurve(("0.15", "0.75", "1"))

# What makes an event worth its place in a measure that cannot hold all, in points of attack
# percentile: a place on the beat or half beat, and that the source's player plays it; a chord-mate
# is worth less for every mate before it.
ON_BEAT, ON_HALF_BEAT, PLAYED, MATE = 30.0, 15.0, 25.0, -25.0


def room(grid: Grid, selection: Selection) -> tuple[int, ...]:
    """By measure, how many notes could be played at the highest level at most.

    Events that no filter keeps out for good, a sample once on a position, as many as a chord may
    have.
    """
    source = grid.source
    most = min(tuning(HIGHEST_LEVEL).max_chord_size, grid.keys)
    barred = set(selection.reasons)
    counts = [0] * source.measures
    last, played = -1, set[WavId]()
    for event in source.events:
        position = grid.position_of[event.index]
        if position != last:
            last, played = position, set()
        if event.wav_id not in barred and event.wav_id not in played and len(played) < most:
            played.add(event.wav_id)
            counts[event.place.measure] += 1
    return tuple(counts)


def aims(grid: Grid, selection: Selection, constants: Tuning) -> tuple[int, ...]:
    """By measure, how many notes (scratches too) the level places at most."""
    share = FULLNESS.at(constants.intensity)
    return tuple(
        min(constants.measure_note_cap, ceil(share * count)) for count in room(grid, selection)
    )


def worths(order: Sequence[Event], grid: Grid, pool: Pool) -> list[float]:
    """How much each event is worth placing, in points.

    ``order`` is from left to right, chord-mates in the order in which they are tried.
    """
    found: list[float] = []
    position, mates = -1, 0
    for event in order:
        here = grid.position_of[event.index]
        mates, position = (mates + 1 if here == position else 0), here
        beats = event.beat.denominator
        found.append(
            pool.percentiles.get(event.wav_id, 0.0)
            + (ON_BEAT if beats == 1 else ON_HALF_BEAT if beats == 2 else 0.0)
            + (PLAYED if event.source is not None else 0.0)
            + MATE * mates
        )
    return found


def first_choices(order: Sequence[Event], worth: Sequence[float], most: int) -> list[Event]:
    """The worthiest so many events, then the rest, each in the order given; ties to the earlier."""
    if len(order) <= most:
        return list(order)
    ranks = sorted(range(len(order)), key=lambda rank: (-worth[rank], rank))
    best = set(ranks[: max(most, 0)])
    chosen = [event for rank, event in enumerate(order) if rank in best]
    return chosen + [event for rank, event in enumerate(order) if rank not in best]
