"""Which events of a chart people play: scores of rules, of simple guesses, and of the ranker."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import TypeAlias

import numpy as np

from automapper.bms.learning.columns import POOL
from automapper.bms.learning.context import Window, token_rows
from automapper.bms.learning.evaluation.cases import Case
from automapper.bms.learning.evaluation.metrics import Floats
from automapper.bms.learning.view import View
from automapper.bms.placement.aims import worths
from automapper.bms.placement.levels import tuning
from automapper.bms.placement.reorder import ordered
from automapper.bms.placement.selection.pool import pool_of
from automapper.bms.placement.selection.whitelist import select
from automapper.bms.placement.state.grid import Grid
from automapper.models.run import Net

Scorer: TypeAlias = Callable[[Case], Floats]
_COLUMN = {column.name: number for number, column in enumerate(POOL)}


def by_file_order(case: Case) -> Floats:
    """The first events of a measure before the later ones, chords in the order of ids."""
    ranks = {index: -rank for one in case.measures for rank, index in enumerate(one.measure.events)}
    return np.array([ranks[index] for index in case.asked], dtype=np.float64)


def by_attack(case: Case) -> Floats:
    """The attack percentile of the keysound: the rule's order of candidates."""
    return _of_tokens(case, case.view.pool[:, _COLUMN["intensity_origin"]])


def by_rule(case: Case) -> Floats:
    """What the rules think an event is worth, below all if level 5 would not let it be played."""
    constants, grid = tuning(), Grid(case.seen)
    pool = pool_of(case.seen, case.sounds)
    selection = select(pool, case.sounds, constants)
    scores = np.full(len(case.seen.events), -1000.0)
    allowed = [event for event in case.seen.events if selection.allows(event)]
    for _, chord in groupby(allowed, key=lambda event: grid.position_of[event.index]):
        order = ordered(tuple(chord), pool, {}, constants)
        for event, worth in zip(order, worths(order, grid, pool), strict=True):
            scores[event.index] = worth
    return scores[list(case.asked)]


def by_source_share(case: Case) -> Floats:
    """The share of a keysound's events that the source has on keys."""
    pool = case.view.pool
    keys = pool[:, _COLUMN["key_count"]]
    everything = keys + pool[:, _COLUMN["scratch_count"]] + pool[:, _COLUMN["bgm_count"]]
    return _of_tokens(case, keys / np.maximum(everything, 1))


def by_source(case: Case) -> Floats:
    """1 for exactly the events that the source has on keys."""
    lanes = [case.seen.events[index].source for index in case.asked]
    return np.array([lane is not None and lane.key > 0 for lane in lanes], dtype=np.float64)


def ranker_fed(net: Net, view: Callable[[Case], View] = lambda case: case.view) -> Scorer:
    """The ranker, told what people played in the measures before."""

    def scorer(case: Case) -> Floats:
        scores = np.zeros(len(case.seen.events))
        pool = view(case).pool
        for one, past in case.pasts():
            measure = one.measure
            rows = token_rows(measure, measure.tokens, pool, past)
            scores[list(measure.events)] = net({"rows": rows})["scores"][:, 0]
        return scores[list(case.asked)]

    return scorer


def ranker_alone(net: Net) -> Scorer:
    """The ranker, told of the measures before only what it would itself have played there."""

    def scorer(case: Case) -> Floats:
        scores = np.zeros(len(case.seen.events))
        past: list[Window] = []
        for one in case.measures:
            measure = one.measure
            rows = token_rows(measure, measure.tokens, case.view.pool, past)
            answers = net({"rows": rows})["scores"][:, 0]
            scores[list(measure.events)] = answers
            chosen = [
                (token, 1)
                for token, answer in zip(measure.tokens, answers, strict=True)
                if answer > 0
            ]
            past.append(Window(measure.tick, tuple(chosen)))
        return scores[list(case.asked)]

    return scorer


def _of_tokens(case: Case, values: Floats) -> Floats:
    number = case.view.number
    return np.array([values[number[case.seen.events[i].wav_id]] for i in case.asked])
