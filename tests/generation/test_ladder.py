from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from automapper.chart import Difficulty
from automapper.ear.pulse import Pulse
from automapper.generation.ladder import (
    CLIMB,
    LEAST_GAP,
    Drawer,
    Flags,
    Keep,
    Ladder,
    LadderPlan,
)
from automapper.generation.rhythm_model import Music
from automapper.generation.rhythm_tables import load_tables
from automapper.generation.seeds import part_rng
from automapper.generation.slots import SlotGrid, slot_grid

# Onsets a beat, 120 bpm; from each to the next by about a fifth.
RATES = dict(zip(Difficulty, (0.9, 1.1, 1.4, 1.7, 2.1), strict=True))
PHRASE = 32  # beats


@pytest.fixture(scope="module")
def grid(pulse: Pulse) -> SlotGrid:
    return slot_grid(pulse)


@pytest.fixture(scope="module")
def ladder(grid: SlotGrid) -> Ladder:
    return Ladder(Music.of(grid), grid.seconds, load_tables())


@pytest.fixture(scope="module")
def plan(grid: SlotGrid) -> LadderPlan:
    """Evenly dense; nothing may be played on the first two and last two beats."""
    beats = len(grid)
    edges = (*range(0, beats - PHRASE // 2, PHRASE), beats)
    may = np.ones(grid.seconds.shape, dtype=bool)
    may[:2] = may[-2:] = False
    return LadderPlan(
        edges=edges,
        counts={d: np.diff(edges) * rate for d, rate in RATES.items()},
        density={d: np.full(beats, np.log(rate), np.float32) for d, rate in RATES.items()},
        may=may,
        lean=np.zeros(may.shape, np.float32),
        sameness=1.0,
    )


@pytest.fixture(scope="module")
def played(ladder: Ladder, plan: LadderPlan) -> Mapping[Difficulty, Flags]:
    return ladder.draw(plan, drawer(1))


def drawer(seed: int) -> Drawer:
    return lambda difficulty, phrase: part_rng(seed, difficulty.name, phrase)


def closest(grid: SlotGrid, flags: Flags) -> float:
    return float(np.diff(grid.seconds[flags]).min())


def test_a_parent_is_drawn_before_its_child() -> None:
    drawn = [difficulty for difficulty, _ in CLIMB]
    assert set(drawn) == set(Difficulty)
    for index, (_, parent) in enumerate(CLIMB):
        assert parent is None or parent in drawn[:index]


def test_each_rung_holds_the_one_below(played: Mapping[Difficulty, Flags]) -> None:
    for easier, harder in pairwise(Difficulty):
        assert not (played[easier] & ~played[harder]).any()
        assert played[easier].sum() < played[harder].sum()


def test_nothing_is_played_where_nothing_may_be(
    plan: LadderPlan, played: Mapping[Difficulty, Flags]
) -> None:
    for flags in played.values():
        assert flags.shape == plan.may.shape and not (flags & ~plan.may).any()


def test_onsets_keep_the_gap_of_their_difficulty(
    grid: SlotGrid, played: Mapping[Difficulty, Flags]
) -> None:
    for difficulty, flags in played.items():
        assert closest(grid, flags) >= LEAST_GAP[difficulty] - 1e-6


def test_counts_are_about_as_planned(plan: LadderPlan, played: Mapping[Difficulty, Flags]) -> None:
    for difficulty, flags in played.items():
        assert flags.sum() == pytest.approx(plan.counts[difficulty].sum(), rel=0.15)


def test_a_wish_for_the_parent_itself_is_more_than_the_usual_share(
    ladder: Ladder, plan: LadderPlan, played: Mapping[Difficulty, Flags]
) -> None:
    hard, expert = Difficulty.HARD, Difficulty.EXPERT
    same = {**plan.counts, hard: plan.counts[expert]}
    dense = {**plan.density, hard: plan.density[expert]}
    found = ladder.draw(replace(plan, counts=same, density=dense), drawer(1))
    np.testing.assert_array_equal(found[expert], played[expert])
    usual = played[hard].sum() / played[expert].sum()
    assert found[hard].sum() / found[expert].sum() > max(usual, 0.9)


def test_chance_decides_and_nothing_else(
    ladder: Ladder, plan: LadderPlan, played: Mapping[Difficulty, Flags]
) -> None:
    again, other = ladder.draw(plan, drawer(1)), ladder.draw(plan, drawer(2))
    for difficulty, flags in played.items():
        np.testing.assert_array_equal(again[difficulty], flags)
        assert (other[difficulty] != flags).any()


def test_a_reroll_leaves_the_rest_alone(
    ladder: Ladder, plan: LadderPlan, grid: SlotGrid, played: Mapping[Difficulty, Flags]
) -> None:
    inside = np.zeros_like(plan.may)
    inside[PHRASE + 5 : PHRASE + 17] = True
    found = ladder.draw(plan, drawer(9), Keep(inside, played))
    for difficulty, flags in found.items():
        np.testing.assert_array_equal(flags[~inside], played[difficulty][~inside])
        assert closest(grid, flags) >= LEAST_GAP[difficulty] - 1e-6
    assert any((found[difficulty] != played[difficulty]).any() for difficulty in Difficulty)
    for easier, harder in pairwise(Difficulty):
        assert not (found[easier] & ~found[harder]).any()
