"""What a hand may play next, as masks over its tokens: nothing illegal is ever weighed.

Parity and double-directionals are asked of the state machine (:mod:`swings`), faults between notes
of :mod:`collisions`; this file only turns their answers into arrays.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from automapper.beatsaber.collisions import CODES, Limits, faults_at, note_code, relation
from automapper.beatsaber.model import Cut, Hand, Note
from automapper.beatsaber.patterns.frame import (
    TOKENS,
    cell_and_cut,
    cut_mask,
    token_for,
)
from automapper.beatsaber.swings import REST_S, HandState, Pose, Strain, advance, is_free, judge

EDGE_S = 0.001  # a gap so close to a limit counts as on its wrong side
STRAIN_NATS = 1.2  # what a strained swing costs beyond its rarity in the table


@dataclass(frozen=True, slots=True)
class Hit:
    """A placed note as others collide with it: seconds and its code of :mod:`collisions`."""

    seconds: float
    code: int


def hit_of(note: Note, seconds: float) -> Hit:
    """A note of the model as a hit; its cell lies inside the grid."""
    return Hit(seconds, note_code(note.hand, note.x, note.y, note.cut))


def surely(state: HandState, seconds: float) -> float:
    """A note's time as it is judged: a rest that is only just long enough does not count.

    The level's own clock rounds otherwise than the song's, and a hand is free or it is not.
    """
    rest = seconds - state.start
    return seconds - 2 * EDGE_S if REST_S <= rest < REST_S + EDGE_S else seconds


def swung(state: HandState, note: Note, seconds: float) -> HandState:
    """The hand after a note, see :func:`surely`."""
    after = advance(state, note, surely(state, seconds), float(note.beat))
    start = after.start if after.start == state.start else seconds
    return replace(after, start=start, end=seconds)


def swing_weights(state: HandState, seconds: float) -> NDArray[np.float64]:
    """Log weight of each token by its swing: 0 free, a cost when strained, -inf when forbidden.

    The note is a swing of its own: it comes later than :data:`swings.SLIDER_GAP_S` after the last.
    """
    if is_free(state, surely(state, seconds)):
        return _no_weights()
    return _swing_weights(state.hand, state.poses, state.cut)


@cache
def _no_weights() -> NDArray[np.float64]:
    return np.zeros(TOKENS)


@lru_cache(maxsize=65536)
def _swing_weights(hand: Hand, poses: tuple[Pose, ...], last: Cut) -> NDArray[np.float64]:
    state = HandState(hand, poses, (), 0.0, 0.0, 0.0, last, last)
    weights = np.full(TOKENS, -np.inf)
    for cut in Cut:
        # Half a second later: beyond any slider, and before the hand counts as rested.
        verdict = judge(state, 0.5, 100.0, cut)
        if verdict.double_directional or verdict.strain == Strain.BREAK:
            continue
        weights[cut_mask(hand, (cut,))] = -STRAIN_NATS if verdict.strain else 0.0
    weights.flags.writeable = False
    return weights


def clear_of(
    hand: Hand, seconds: float, hits: Iterable[Hit], bounds: Limits
) -> NDArray[np.bool_] | None:
    """Which tokens of a hand at ``seconds`` collide with none of the hits; None: all of them."""
    result: NDArray[np.bool_] | None = None
    for hit in hits:
        gap = seconds - hit.seconds
        wanted = 0
        for near in (abs(gap), abs(gap - EDGE_S), abs(gap + EDGE_S)):
            wanted |= faults_at(near, bounds)
        if wanted:
            clear = _clear(int(hand), hit.code, wanted, gap >= 0)
            result = clear if result is None else result & clear
    return result


@cache
def _relations() -> NDArray[np.uint8]:
    """collisions.relation as an array, (first, second)."""
    pairs = [[relation(first, second) for second in range(CODES)] for first in range(CODES)]
    return np.array(pairs, dtype=np.uint8)


@cache
def codes_of(hand: int) -> NDArray[np.int64]:
    """Collision code of each token of a hand's frame, (108,)."""
    cells = [cell_and_cut(token_for(Hand(hand), token)) for token in range(TOKENS)]
    return np.array([note_code(hand, x, y, cut) for x, y, cut in cells])


@lru_cache(maxsize=65536)
def _clear(hand: int, code: int, wanted: int, later: bool) -> NDArray[np.bool_]:
    table, own = _relations(), codes_of(hand)
    faults = table[code, own] if later else table[own, code]
    return np.asarray((faults & wanted) == 0)
