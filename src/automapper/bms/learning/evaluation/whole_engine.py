"""What the whole engine decides, with and without rankers, where it has as many notes as people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from automapper.bms.learning.evaluation.cases import Case
from automapper.bms.learning.evaluation.metrics import Bools
from automapper.bms.placement.levels import HIGHEST_LEVEL, LOWEST_LEVEL, tuning
from automapper.bms.placement.loop import PlaceOptions, place_measures
from automapper.bms.placement.model import Adviser, Placed
from automapper.bms.placement.selection.pool import pool_of
from automapper.bms.placement.selection.whitelist import select


@dataclass(frozen=True, slots=True, eq=False)
class Decision:
    """The engine's notes on keys at ``level``; ``chosen`` says it of each asked event."""

    level: int
    placed: tuple[Placed, ...]
    chosen: Bools


def decide(case: Case, level: int, adviser: Adviser | None = None) -> Decision:
    """The engine on a chart in the hands of its reference, before its finish."""
    constants = tuning(level)
    pool = pool_of(case.seen, case.sounds)
    selection = select(pool, case.sounds, constants)
    options = PlaceOptions(adviser=adviser, pool=pool)
    raw = place_measures(case.seen, case.sounds, selection, constants, options)
    keys = tuple(note for note in raw.placed if not note.lane.is_scratch)
    there = {note.event.index for note in keys}
    chosen = np.array([index in there for index in case.asked], dtype=bool)
    return Decision(level, keys, chosen)


def at_peoples_level(case: Case) -> Decision:
    """The rules at the level whose number of notes comes nearest to people's."""
    wanted = int(case.played.sum())
    low, high = LOWEST_LEVEL, HIGHEST_LEVEL
    found = {level: decide(case, level) for level in (low, high)}
    while high - low > 1:
        middle = (low + high) // 2
        found[middle] = decide(case, middle)
        if len(found[middle].placed) < wanted:
            low = middle
        else:
            high = middle
    return min(found.values(), key=lambda one: (abs(len(one.placed) - wanted), one.level))


def same_lane(case: Case, placed: Sequence[Placed]) -> float | None:
    """Of the notes that people play too, the share on the lane that they use; None without any."""
    shared = [
        note.lane == case.truth.events[note.event.index].source
        for note in placed
        if case.truth.events[note.event.index].source is not None
    ]
    return float(np.mean(shared)) if shared else None
