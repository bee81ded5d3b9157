"""Steering: small weights on features of the next note that pull a level towards its style.

For every feature the level has a wanted share. After each bar the weights move by what the bar
missed (Robbins and Monro 1951); at the share itself they rest, so the transition table alone
decides what a note is and the style only how often.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from automapper.beatsaber.model import Cut
from automapper.beatsaber.patterns.frame import (
    CUTS,
    NOTHING,
    TOKEN_CELL,
    TOKEN_CUT,
    TOKEN_X,
    TOKEN_Y,
    TOKENS,
    leads_out,
    swing_angle,
)
from automapper.beatsaber.patterns.style import LevelStyle, median_style

Weights = NDArray[np.float64]

# Features by what they look at. The names are those of LevelStyle.
STATIC = (
    "diagonal",
    "sideways",
    "dots",
    "middle",
    "top",
    "outer",
    "centre",
    "crosshalf",
    "crossfar",
)
LEADING = ("top_up", "bottom_down")
MOVING = ("stay", "leap", "straight_angle", "bent_angle", "right_angle")
PAIRED = ("same_cut", "same_row", "crossed")
FEATURES = STATIC + LEADING + MOVING + PAIRED

_RATE = 0.06  # nats a note: about twenty notes of deficit double the odds of a feature
_LIMIT = 3.0
_FIRST = 0.5  # of the log odds between style and median, before anything was observed


@dataclass(frozen=True, slots=True)
class Move:
    """A placed note as the steering sees it, in its hand's frame.

    ``before``: the hand's last token (NOTHING: none), ``other``: the token of the other hand at the
    same moment (NOTHING: plays alone).
    """

    token: int
    before: int
    other: int


@dataclass(frozen=True, slots=True, eq=False)
class Lean:
    """Added log weights: ``alone`` (108,) by token, ``moved`` and ``paired`` (109, 108)."""

    alone: NDArray[np.float64]
    moved: NDArray[np.float64]
    paired: NDArray[np.float64]


@cache
def _static() -> NDArray[np.float64]:
    """Features of a token alone, (108, static + leading)."""
    diagonal = np.isin(TOKEN_CUT, [4, 5, 6, 7])
    leading = np.array([leads_out(token) for token in range(TOKENS)])
    columns = [
        diagonal,
        np.isin(TOKEN_CUT, [2, 3]),
        TOKEN_CUT == Cut.DOT,
        TOKEN_Y == 1,
        TOKEN_Y == 2,
        (TOKEN_X == 0) | (TOKEN_X == 3),
        (TOKEN_Y == 1) & ((TOKEN_X == 1) | (TOKEN_X == 2)),
        TOKEN_X <= 1,
        TOKEN_X == 0,
        leading & (TOKEN_Y == 2),
        leading & (TOKEN_Y == 0),
    ]
    return np.stack(columns, axis=1).astype(np.float64)


@cache
def _moving() -> NDArray[np.float64]:
    """Features of a token after another of its hand, (109, 108, moving)."""
    table = np.zeros((TOKENS + 1, TOKENS, len(MOVING)))
    cells = np.stack([TOKEN_X, TOKEN_Y], axis=1)
    far = np.hypot(*(cells[:, None] - cells[None]).transpose(2, 0, 1))
    table[:TOKENS, :, 0] = TOKEN_CELL[:, None] == TOKEN_CELL[None]
    table[:TOKENS, :, 1] = far >= 2.0
    for first in range(TOKENS):
        for second in range(TOKENS):
            angle = swing_angle(first, second)
            if angle in (180, 135, 90):
                table[first, second, 2 + (180, 135, 90).index(angle)] = 1.0
    return table


@cache
def _paired() -> NDArray[np.float64]:
    """Features of a token beside the other hand's, (109, 108, paired)."""
    table = np.zeros((TOKENS + 1, TOKENS, len(PAIRED)))
    arrows = (TOKEN_CUT != Cut.DOT)[:, None] & (TOKEN_CUT != Cut.DOT)[None]
    table[:TOKENS, :, 0] = (TOKEN_CUT[:, None] == TOKEN_CUT[None]) & arrows
    table[:TOKENS, :, 1] = TOKEN_Y[:, None] == TOKEN_Y[None]
    # In its own frame a hand belongs right of the other.
    table[:TOKENS, :, 2] = TOKEN_X[:, None] > TOKEN_X[None]
    return table


def targets(style: LevelStyle) -> Weights:
    """Wanted shares in the order of FEATURES."""
    return np.array([getattr(style, name) for name in FEATURES])


def first_weights(style: LevelStyle) -> Weights:
    """Weights before the first note."""
    wanted, usual = targets(style), targets(median_style())
    return np.array([_FIRST * (_logit(a) - _logit(b)) for a, b in zip(wanted, usual, strict=True)])


def _logit(share: float) -> float:
    inside = min(max(share, 0.004), 0.996)
    return math.log(inside / (1.0 - inside))


def lean(weights: Weights) -> Lean:
    """The weights spread over tokens."""
    single, moving = len(STATIC) + len(LEADING), len(MOVING)
    return Lean(
        _static() @ weights[:single],
        _moving() @ weights[single : single + moving],
        _paired() @ weights[single + moving :],
    )


def learn(weights: Weights, style: Weights, moves: Iterable[Move]) -> Weights:
    """Weights after a bar's notes; ``style`` as :func:`targets` gives it."""
    moved = weights.copy()
    for move in moves:
        seen, asked = _observed(move)
        moved += _RATE * asked * (style - seen)
    return np.clip(moved, -_LIMIT, _LIMIT)


@lru_cache(maxsize=65536)
def _observed(move: Move) -> tuple[Weights, Weights]:
    """Features of a move, and which of them it could have had."""
    seen = np.concatenate(
        [
            _static()[move.token],
            _moving()[move.before, move.token],
            _paired()[move.other, move.token],
        ]
    )
    asked = np.ones(len(FEATURES))
    y, arrow = move.token // CUTS % 3, move.token % CUTS != Cut.DOT
    asked[len(STATIC)] = float(y == 2 and arrow)
    asked[len(STATIC) + 1] = float(y == 0 and arrow)
    moving = len(STATIC) + len(LEADING)
    asked[moving : moving + 2] = float(move.before != NOTHING)
    turned = swing_angle(move.before, move.token) is not None
    asked[moving + 2 : moving + len(MOVING)] = float(turned)
    asked[moving + len(MOVING) :] = float(move.other != NOTHING)
    return seen, asked
