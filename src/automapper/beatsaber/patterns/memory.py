"""What a level remembers of itself: its running shares, its habits, and its bars.

People repeat themselves within a level more than any table of all levels says. The memory keeps
what followed what in this level and mixes it into the next choice; how much follows the style.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from automapper.beatsaber.patterns.branch import Placed, Token
from automapper.beatsaber.patterns.frame import TOKENS
from automapper.beatsaber.patterns.steer import (
    FEATURES,
    Lean,
    Weights,
    first_weights,
    lean,
    learn,
    targets,
)
from automapper.beatsaber.patterns.style import LevelStyle

_HABIT_LIMIT = 0.9
# Nats a note under the transition table above which a level is brought back to what people do: its
# style leans less, its own habits count less.
_STRANGE, _RESTRAINT = 1.9, 3.0
_RECENT = 300  # notes over which the level's surprise is averaged
# Bits of pattern entropy that the table alone gives, and the share of habit per bit below it
# (fitted: benchmarks of generated levels against the style they drew).
_FREE_BITS, _HABIT_PER_BIT = 7.3, 0.5
_RICHEST_BITS = 6.2  # a level that aims higher overshoots what people do


@dataclass(slots=True)
class Habit:
    """What this level's hands played after one context: counts by token."""

    counts: NDArray[np.float64] = field(default_factory=lambda: np.zeros(TOKENS))
    total: int = 0
    kinds: int = 0


@dataclass(slots=True)
class Memory:
    """Grows bar by bar while a level is written; the only thing in the search that changes.

    ``surprise`` is the running mean surprise of the human table, nats a note, over ``heard`` notes.
    """

    style: LevelStyle
    weights: Weights
    wanted: Weights
    leaning: Lean
    habit: float
    surprise: float = 0.0
    heard: int = 0
    habits: dict[tuple[int, int], Habit] = field(default_factory=dict)
    bars: dict[int, dict[int, tuple[Token, ...]]] = field(default_factory=dict)

    @property
    def alike(self) -> float:
        """How much the level misses doubles with one direction, nats (negative: has too many)."""
        return float(self.weights[FEATURES.index("same_cut")])

    @classmethod
    def fresh(cls, style: LevelStyle) -> Memory:
        """The memory of a level without notes."""
        weights = first_weights(style)
        habit = min(
            max((_FREE_BITS - min(style.entropy, _RICHEST_BITS)) * _HABIT_PER_BIT, 0.0),
            _HABIT_LIMIT,
        )
        return cls(style, weights, targets(style), lean(weights), habit)

    def learn(self, placed: Iterable[Placed]) -> None:
        """Remember a bar's notes."""
        notes = tuple(placed)
        moves = [one.move for one in notes]
        for one in notes:
            if one.nats is not None:
                self.heard += 1
                self.surprise += (one.nats - self.surprise) / min(self.heard, _RECENT)
        for move in moves:
            habit = self.habits.setdefault((move.before, move.other), Habit())
            habit.kinds += int(habit.counts[move.token] == 0)
            habit.counts[move.token] += 1
            habit.total += 1
        self.weights = learn(self.weights, self.wanted, moves)
        self.leaning = lean(self.weights * self._restraint)

    @property
    def _restraint(self) -> float:
        """1, and less the stranger than people's the level's notes have become."""
        return math.exp(-_RESTRAINT * max(0.0, self.surprise - _STRANGE))

    def mixed(self, table: NDArray[np.float64], before: int, other: int) -> NDArray[np.float64]:
        """The table's distribution, (108,), with this level's habits mixed in."""
        habit = self.habits.get((before, other))
        if habit is None:
            return table
        share = self.habit * self._restraint * habit.total / (habit.total + habit.kinds + 1)
        return table * (1.0 - share) + habit.counts * (share / habit.total)

    def keep_bar(self, number: int, first: int, placed: Sequence[Placed]) -> None:
        """Keep a bar for later copies; ``first`` is the index of its first onset."""
        tokens: dict[int, tuple[Token, ...]] = {}
        for one in placed:
            place = one.onset - first
            tokens[place] = (*tokens.get(place, ()), (one.hand, one.token))
        self.bars[number] = tokens
