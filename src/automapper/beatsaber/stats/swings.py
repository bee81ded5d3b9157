"""How the sabers move: turns, parity, speed, reach and the change of hands."""

from __future__ import annotations

import math
from collections import Counter
from itertools import pairwise

import numpy as np

from automapper.beatsaber.model import Cut
from automapper.beatsaber.stats.notes import Played
from automapper.beatsaber.swings import REST_S, Strain, Swing, between

_LEAST_SWINGS = 5  # a hand with fewer is left out
_FAST_S, _LEAST_FAST = 0.5, 30
_LEAST_SINGLES = 20


def swing_statistics(played: Played) -> dict[str, float]:
    """Breaks per 100 swings, shares of turns by angle, effective BPM, hand travel in cells."""
    kept = [swings for swings in played.swings if len(swings) >= _LEAST_SWINGS]
    multi = sum(len(s.notes) for hand in played.swings for s in hand if len(s.notes) > 1)
    out = {"notes_in_samehand_multi": multi / played.count}
    pairs = [pair for swings in kept for pair in pairwise(swings)]
    if not pairs:
        return out
    total = sum(len(swings) for swings in kept)
    alone = [hand for hand in played.swings_without_bombs if len(hand) >= _LEAST_SWINGS]
    out["parity_break/100sw"] = 100 * _breaks(kept) / total
    out["parity_break_nobomb/100sw"] = 100 * _breaks(alone) / total
    if played.span > 0:
        out["swings/s"] = total / played.span
    ebpm = [30 / (b.start - a.start) for a, b in pairs if b.start > a.start]
    for name, level in (("median", 50), ("p95", 95), ("p99", 99)):
        out[f"ebpm_{name}"] = float(np.percentile(ebpm, level))
    return out | _turns(pairs) | _travel(pairs)


def _breaks(hands: list[tuple[Swing, ...]]) -> int:
    return sum(swing.strain == Strain.BREAK for swings in hands for swing in swings)


def _turns(pairs: list[tuple[Swing, Swing]]) -> dict[str, float]:
    """Angles between successive arrows of a hand, within a second and within half of one."""
    near: Counter[int] = Counter()
    fast: Counter[int] = Counter()
    for before, swing in pairs:
        if Cut.DOT in (before.cut, swing.cut):
            continue
        angle, gap = between(before.cut, swing.cut), swing.start - before.start
        near[angle] += gap < REST_S
        fast[angle] += gap < _FAST_S
    out = {}
    total, quick = near.total(), fast.total()
    if total:
        out = {f"swingangle_{angle}": near[angle] / total for angle in (0, 45, 90, 135, 180)}
        out["DD(<=45)"] = (near[0] + near[45]) / total
    if quick >= _LEAST_FAST:
        out["DD(<=45)_gap<0.5s"] = (fast[0] + fast[45]) / quick
    return out


def _travel(pairs: list[tuple[Swing, Swing]]) -> dict[str, float]:
    """Cells between the end of a swing and the start of the next of the same hand."""
    moves = np.array(
        [
            math.hypot(swing.notes[0].x - before.notes[-1].x, swing.notes[0].y - before.notes[-1].y)
            for before, swing in pairs
        ]
    )
    return {
        "hand_move_mean": float(moves.mean()),
        "hand_move_0": float((moves == 0).mean()),
        "hand_move>=2": float((moves >= 2).mean()),
    }


def alternation(played: Played) -> dict[str, float]:
    """How often the hand changes from one onset of a single hand to the next such."""
    hands = [{played.kinds[i][0] for i in onset} for onset in played.onsets]
    single = [next(iter(hand)) for hand in hands if len(hand) == 1]
    if len(single) <= _LEAST_SINGLES:
        return {}
    changed = sum(a != b for a, b in pairwise(single))
    return {"single_alternate_hand": changed / (len(single) - 1)}
