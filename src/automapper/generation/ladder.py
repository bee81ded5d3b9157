"""Five difficulties from one plan: each holds every onset of the next easier one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from automapper.chart import Difficulty
from automapper.generation.beat_patterns import BeatPatterns
from automapper.generation.rhythm_model import USUAL_BEAT_S, Music
from automapper.generation.rhythm_search import Phrase, RhythmSearch, RungWish
from automapper.generation.rhythm_tables import RhythmTables
from automapper.generation.slots import SLOTS

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
# Log odds that each slot loses, so that beginners get the main beat; not where a beat is so long
# that half beats are its pulse.
_PLAIN = {
    Difficulty.EASY: (0.0, -3.5, -3.5, -2.0, -3.5, -3.5),
    Difficulty.NORMAL: (0.0, -2.0, -2.0, -1.0, -2.0, -2.0),
}
_LONG_BEAT_S = 0.7
_MAKE_UP = 0.15  # of a phrase's count
# What a phrase may hold of its parent's onsets, so that steps stay within 10-40 %.
_FEWER, _MORE = (0.64, 0.93), (1.07, 1.5)


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

    def __init__(self, music: Music, seconds: NDArray[np.float64], tables: RhythmTables) -> None:
        self._music, self._seconds, self._tables = music, seconds, tables
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
        played = np.zeros_like(plan.may) if keep is None else keep.before[difficulty].copy()
        wish = self._wish(plan, keep, difficulty, parent)
        table = self._tables.rungs[_RUNG[difficulty]]
        search = RhythmSearch(table, self._patterns, self._music, wish)
        owed = 0.0
        least, most = _share_of_parent(plan, difficulty)
        for index, (first, end) in enumerate(pairwise(plan.edges)):
            rows = slice(first, end)
            if keep is not None and not keep.inside[rows].any():
                search.follow(self._patterns.nearest(played[rows]), first)
                continue
            planned = float(plan.counts[difficulty][index])
            # What earlier phrases had too many or too few of is made up for, a little at a time.
            made_up = planned + float(np.clip(owed, -_MAKE_UP * planned, _MAKE_UP * planned))
            have = float(parent[rows].sum()) if parent is not None else made_up
            count = float(np.clip(made_up, have * least, have * most))
            chosen = search.draw(Phrase(first, end, count), drawer(difficulty, index))
            new = self._patterns.bits[chosen] > 0
            played[rows] = new if keep is None else np.where(keep.inside[rows], new, played[rows])
            owed += planned - float(played[rows].sum())
        if parent is not None:
            played = played | parent if difficulty is Difficulty.EXPERT_PLUS else played & parent
        return played

    def _wish(
        self, plan: LadderPlan, keep: Keep | None, difficulty: Difficulty, parent: Flags | None
    ) -> RungWish:
        may, must = self._limits(plan.may, difficulty, parent)
        if keep is not None:
            outside = keep.before[difficulty] & ~keep.inside
            may = np.where(keep.inside, may & ~self._near(outside, difficulty), outside)
            must = np.where(keep.inside, must, outside)
        return RungWish(
            density=plan.density[difficulty],
            lean=plan.lean + self._plainness(difficulty),
            may=may,
            must=must,
            least_gap=LEAST_GAP[difficulty],
            sameness=plan.sameness,
            lively=_RUNG[difficulty] == "upper",
        )

    def _plainness(self, difficulty: Difficulty) -> Floats:
        """What the slots between beats lose in an easy difficulty, (beats, 6)."""
        lean = np.zeros(self._seconds.shape, dtype=np.float32)
        short = np.exp(self._music.beat_length) * USUAL_BEAT_S < _LONG_BEAT_S
        lean[short] = _PLAIN.get(difficulty, (0.0,) * SLOTS)
        return lean

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


def _share_of_parent(plan: LadderPlan, difficulty: Difficulty) -> tuple[float, float]:
    """Least and most onsets of a phrase as a share of the parent's; wishes widen the usual."""
    parent = dict(CLIMB)[difficulty]
    if parent is None:
        return 0.0, np.inf
    wanted = float(plan.counts[difficulty].sum() / plan.counts[parent].sum())
    low, high = _MORE if difficulty is Difficulty.EXPERT_PLUS else _FEWER
    return min(low, 0.95 * wanted), max(high, min(1.05 * wanted, 1.0) if high < 1 else wanted)
