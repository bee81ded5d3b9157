"""Five difficulties from one plan: each holds every onset of the next easier one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from automapper.chart import Difficulty
from automapper.generation.beat_patterns import BeatPatterns
from automapper.generation.rhythm_model import Heard
from automapper.generation.rhythm_search import Phrase, RhythmSearch, Wish
from automapper.generation.rhythm_tables import RhythmTables

Flags = NDArray[np.bool_]
Floats = NDArray[np.float32]
Drawer = Callable[[Difficulty, int], np.random.Generator]

# Expert is drawn first, because it is what the tables know best; the others follow from it.
CLIMB = (
    (Difficulty.EXPERT, None),
    (Difficulty.EXPERT_PLUS, Difficulty.EXPERT),
    (Difficulty.HARD, Difficulty.EXPERT),
    (Difficulty.NORMAL, Difficulty.HARD),
    (Difficulty.EASY, Difficulty.NORMAL),
)
_RUNG = {
    Difficulty.EASY: "lower",
    Difficulty.NORMAL: "lower",
    Difficulty.HARD: "middle",
    Difficulty.EXPERT: "upper",
    Difficulty.EXPERT_PLUS: "upper",
}
# Least seconds between onsets: no bursts for beginners, and at the top no stream that one could
# not swing by turns (350 swings a minute and hand are sustainable).
LEAST_GAP = {
    Difficulty.EASY: 0.28,
    Difficulty.NORMAL: 0.19,
    Difficulty.HARD: 0.12,
    Difficulty.EXPERT: 0.085,
    Difficulty.EXPERT_PLUS: 0.068,
}
_MAKE_UP = 0.15  # of a phrase's count
_FEWER, _MORE = 0.93, 1.07  # a difficulty has at least so many fewer or more than its parent


@dataclass(frozen=True, slots=True, eq=False)
class LadderPlan:
    """What all five have in common. ``edges``: phrase borders, rows, one more than phrases.

    ``counts``: planned onsets per phrase of each difficulty. ``density``: log onsets a beat of
    each, (beats,). ``may``: slots inside the playable time, (beats, 6). ``lean``: added to slot
    scores, (beats, 6). ``sameness``: how strongly echoes bind.
    """

    edges: tuple[int, ...]
    counts: Mapping[Difficulty, NDArray[np.float64]]
    density: Mapping[Difficulty, Floats]
    may: Flags
    lean: Floats
    sameness: float


@dataclass(frozen=True, slots=True, eq=False)
class Keep:
    """What a re-roll leaves alone: outside ``inside`` (beats, 6) everything is as ``before``."""

    inside: Flags
    before: Mapping[Difficulty, Flags]


class Ladder:
    """Draws all difficulties of a song, or a stretch of them again."""

    def __init__(self, heard: Heard, seconds: NDArray[np.float64], tables: RhythmTables) -> None:
        self._heard, self._seconds, self._tables = heard, seconds, tables
        self._patterns = BeatPatterns.of(tables.bits)

    def draw(
        self, plan: LadderPlan, drawer: Drawer, keep: Keep | None = None
    ) -> dict[Difficulty, Flags]:
        """Slots played by each difficulty, (beats, 6); ``drawer(difficulty, phrase)`` is chance."""
        found: dict[Difficulty, Flags] = {}
        for difficulty, parent in CLIMB:
            other = found[parent] if parent is not None else None
            found[difficulty] = self._one(plan, drawer, keep, difficulty, other)
        return found

    def _one(
        self,
        plan: LadderPlan,
        drawer: Drawer,
        keep: Keep | None,
        difficulty: Difficulty,
        parent: Flags | None,
    ) -> Flags:
        may, must = self._limits(plan.may, difficulty, parent)
        played = np.zeros_like(may)
        if keep is not None:
            played = keep.before[difficulty].copy()
            outside = played & ~keep.inside
            may = np.where(keep.inside, may & ~self._near(outside, difficulty), outside)
            must = np.where(keep.inside, must, outside)
        wish = Wish(
            plan.density[difficulty],
            plan.lean,
            may,
            must,
            LEAST_GAP[difficulty],
            plan.sameness,
        )
        table = self._tables.rungs[_RUNG[difficulty]]
        search = RhythmSearch(table, self._patterns, self._heard, wish)
        owed = 0.0
        for index, (first, end) in enumerate(pairwise(plan.edges)):
            rows = slice(first, end)
            if keep is not None and not keep.inside[rows].any():
                search.follow(self._patterns.nearest(played[rows]), first)
                continue
            planned = float(plan.counts[difficulty][index])
            # What earlier phrases had too many or too few of is made up for, a little at a time.
            made_up = planned + float(np.clip(owed, -_MAKE_UP * planned, _MAKE_UP * planned))
            count = _fit(made_up, difficulty, parent, rows)
            chosen = search.draw(Phrase(first, end, count), drawer(difficulty, index))
            new = self._patterns.bits[chosen] > 0
            played[rows] = new if keep is None else np.where(keep.inside[rows], new, played[rows])
            owed += planned - float(played[rows].sum())
        if parent is not None:
            played = played | parent if difficulty is Difficulty.EXPERT_PLUS else played & parent
        return played

    def _limits(
        self, may: Flags, difficulty: Difficulty, parent: Flags | None
    ) -> tuple[Flags, Flags]:
        """(may, must) of a difficulty whose parent's slots are given."""
        if parent is None:
            return may, np.zeros_like(may)
        if difficulty is Difficulty.EXPERT_PLUS:
            return may & ~self._near(parent, difficulty) | parent, parent
        return parent, np.zeros_like(parent)

    def _near(self, played: Flags, difficulty: Difficulty) -> Flags:
        """Slots closer than the difficulty's least gap to a played one, themselves included."""
        times = self._seconds[played]
        if not len(times):
            return np.zeros_like(played)
        right = np.clip(np.searchsorted(times, self._seconds), 0, len(times) - 1)
        left = np.maximum(right - 1, 0)
        away = np.minimum(np.abs(times[right] - self._seconds), np.abs(times[left] - self._seconds))
        return np.asarray(away < LEAST_GAP[difficulty] - 1e-6)


def _fit(count: float, difficulty: Difficulty, parent: Flags | None, rows: slice) -> float:
    if parent is None:
        return count
    have = float(parent[rows].sum())
    if difficulty is Difficulty.EXPERT_PLUS:
        return max(count, have * _MORE)
    return min(count, have * _FEWER)
