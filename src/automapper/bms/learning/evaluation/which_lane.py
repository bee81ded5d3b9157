"""On which key people play a note: choices of the rule, of simple guesses, and of the ranker.

Each is asked for every note whose lane is taught, knows the notes before it as people play them,
and may choose among the lanes that the gates leave.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeAlias

import numpy as np

from automapper.bms.lanes import key_lanes
from automapper.bms.learning.columns import LANES
from automapper.bms.learning.context import Window, lane_rows
from automapper.bms.learning.evaluation.cases import Case
from automapper.bms.learning.examples import Past
from automapper.bms.learning.labels import Labelled
from automapper.bms.placement.lane_choice import Curve, Draws, Step, choose, step_unit
from automapper.bms.placement.levels import tuning
from automapper.bms.placement.model import Event
from automapper.bms.placement.selection.pool import pool_of
from automapper.bms.placement.selection.whitelist import select
from automapper.models.run import Net

_SEED = 42


@dataclass(frozen=True, slots=True)
class Question:
    """A note: its ``event`` (as the source has it), the free keys 1-7, and the key people took."""

    event: Event
    free: tuple[int, ...]
    key: int


Answers: TypeAlias = list[int]
Chooser: TypeAlias = Callable[[Case], Answers]


def questions(case: Case) -> list[Question]:
    """Every note whose lane is taught, in order."""
    return [
        Question(
            case.seen.events[index], tuple(key for key in range(1, 8) if mask >> key - 1 & 1), key
        )
        for one in case.measures
        for index, key, mask in zip(one.measure.events, one.keys, one.free, strict=True)
        if mask
    ]


def commonest(frequency: np.ndarray) -> Chooser:
    """The commonest lane, by how often each key is played elsewhere (7,)."""

    def chooser(case: Case) -> Answers:
        return [max(q.free, key=lambda key: (frequency[key - 1], -key)) for q in questions(case)]

    return chooser


def dealt(case: Case) -> Answers:
    """The notes of the file dealt to the keys in turn; to the next free one where one is taken."""
    keys = len(key_lanes(case.truth.mode))
    return [
        min(q.free, key=lambda key: (key - 1 - number) % keys)
        for number, q in enumerate(questions(case))
    ]


def as_before(fallback: Chooser) -> Chooser:
    """The key that the same keysound was last played on, if it is free."""

    def chooser(case: Case) -> Answers:
        last: dict[str, int] = {}
        answers = []
        for q, other in zip(questions(case), fallback(case), strict=True):
            before = last.get(q.event.wav_id)
            answers.append(before if before in q.free else other)
            last[q.event.wav_id] = q.key
        return [int(answer or 0) for answer in answers]

    return chooser


def as_source(fallback: Chooser) -> Chooser:
    """The key that the source plays this very event on, if it does and that key is free."""

    def chooser(case: Case) -> Answers:
        return [
            q.event.source.key if q.event.source and q.event.source.key in q.free else other
            for q, other in zip(questions(case), fallback(case), strict=True)
        ]

    return chooser


def by_centroid(stray: float) -> Chooser:
    """The rule: follow the brightness; ``stray`` is the share of lanes that it draws."""

    def chooser(case: Case) -> Answers:
        return list(_followed(case, stray))

    return chooser


def _followed(case: Case, stray: float) -> Iterator[int]:
    constants = tuning()
    pool = pool_of(case.seen, case.sounds)
    selection = select(pool, case.sounds, constants)
    heard = [e for e in case.seen.events if e.wav_id not in selection.reasons]
    unit = step_unit(heard or case.seen.events, pool, constants)
    curve = Curve(unit, constants.lane_step_max, len(key_lanes(case.truth.mode)), stray)
    step: Step | None = None
    for one in case.measures:
        rng = Random(_SEED * 10**6 + one.measure.index)
        for index, key, mask in zip(one.measure.events, one.keys, one.free, strict=True):
            draws = Draws(rng.random(), rng.random(), rng.random())
            if not key:
                continue
            centroid = pool.centroids.get(case.seen.events[index].wav_id)
            if mask:
                free = tuple(lane for lane in range(LANES) if mask >> lane & 1)
                yield choose(free, centroid, (step, None), draws, curve) + 1
            if centroid is not None:
                step = Step(key - 1, centroid)


def ranker_fed(net: Net, whose: Past = Past.PEOPLE) -> Chooser:
    """The ranker, told what people, or the source, played in the measures before."""

    def chooser(case: Case) -> Answers:
        answers: Answers = []
        past: list[Window] = []
        for one in case.measures:
            answers += _ranked(net, case, one, past)
            played = one.history if whose is Past.PEOPLE else one.source_history
            past.append(Window(one.measure.tick, played))
        return answers

    return chooser


def ranker_alone(net: Net) -> Chooser:
    """The ranker, told on which keys it would itself have put people's notes before."""

    def chooser(case: Case) -> Answers:
        answers: Answers = []
        past: list[Window] = []
        for one in case.measures:
            mine = _ranked(net, case, one, past)
            answers += mine
            left = iter(mine)
            keys = [
                next(left) if mask else key for key, mask in zip(one.keys, one.free, strict=True)
            ]
            pairs = zip(one.measure.tokens, keys, strict=True)
            played = tuple((token, key) for token, key in pairs if key)
            past.append(Window(one.measure.tick, played))
        return answers

    return chooser


def _ranked(net: Net, case: Case, one: Labelled, past: Sequence[Window]) -> Answers:
    which = [number for number, mask in enumerate(one.free) if mask]
    if not which:
        return []
    rows = lane_rows(one.measure, which, case.view.pool, past)
    scores = net({"rows": rows})["scores"]
    masks = np.array([one.free[number] for number in which])[:, None] >> np.arange(LANES)
    found: Answers = (np.where(masks & 1, scores, -np.inf).argmax(axis=1) + 1).tolist()
    return found


def top1(chooser: Chooser, case: Case) -> float | None:
    """The share of lanes that are as people chose them; None for a chart that teaches none."""
    asked = questions(case)
    if not asked:
        return None
    return float(np.mean([a == q.key for a, q in zip(chooser(case), asked, strict=True)]))
