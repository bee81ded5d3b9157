from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automapper.beatsaber import collisions as c
from automapper.beatsaber.collisions import Fault
from automapper.beatsaber.model import Cut, Hand
from automapper.chart import Difficulty

EXPERT = c.limits(Difficulty.EXPERT, 16.0, 0.6)
codes = st.integers(0, c.CODES - 1)
MIRROR = {
    Cut.UP: Cut.UP,
    Cut.DOWN: Cut.DOWN,
    Cut.LEFT: Cut.RIGHT,
    Cut.RIGHT: Cut.LEFT,
    Cut.UP_LEFT: Cut.UP_RIGHT,
    Cut.UP_RIGHT: Cut.UP_LEFT,
    Cut.DOWN_LEFT: Cut.DOWN_RIGHT,
    Cut.DOWN_RIGHT: Cut.DOWN_LEFT,
    Cut.DOT: Cut.DOT,
}


def red(x: int, y: int, cut: Cut) -> int:
    return c.note_code(Hand.LEFT, x, y, cut)


def blue(x: int, y: int, cut: Cut) -> int:
    return c.note_code(Hand.RIGHT, x, y, cut)


def mirrored(code: int) -> int:
    hand, x, y, cut = c._decode(code)
    return c.note_code(1 - hand, 3 - x, y, MIRROR[cut])


@pytest.mark.parametrize(
    ("first", "second", "gap", "fault"),
    [
        (red(1, 0, Cut.DOWN), blue(1, 0, Cut.UP), 0.0, Fault.SAME_CELL),
        (red(1, 1, Cut.DOWN), blue(0, 0, Cut.DOWN), 0.3, Fault.VISION_BLOCK),
        (blue(2, 1, Cut.UP), red(2, 1, Cut.UP), 0.3, Fault.VISION_BLOCK),
        (red(1, 0, Cut.RIGHT), blue(2, 0, Cut.LEFT), 0.0, Fault.HANDCLAP),
        (red(1, 0, Cut.RIGHT), blue(3, 0, Cut.LEFT), 0.0, Fault.HANDCLAP),
        (red(1, 0, Cut.UP_RIGHT), blue(2, 0, Cut.UP_LEFT), 0.0, Fault.HANDCLAP),
        (red(1, 0, Cut.DOWN), blue(1, 2, Cut.DOWN), 0.0, Fault.HITBOX_PATH),
        (red(1, 0, Cut.DOWN), blue(1, 1, Cut.UP), 0.0, Fault.HITBOX_PATH),
        (red(1, 0, Cut.DOWN), blue(1, 0, Cut.UP), 0.08, Fault.HITBOX_INLINE),
        (red(1, 1, Cut.RIGHT), blue(2, 1, Cut.UP), 0.09, Fault.HITBOX_STAIR),
        (red(0, 0, Cut.UP_RIGHT), blue(1, 1, Cut.UP), 0.14, Fault.HITBOX_STAIR),
        (red(0, 0, Cut.UP), red(0, 1, Cut.RIGHT), 0.0, Fault.BENT),
        (red(0, 0, Cut.DOWN), red(1, 0, Cut.DOWN), 0.0, Fault.STACKED),
    ],
)
def test_each_fault_is_found(first: int, second: int, gap: float, fault: Fault) -> None:
    assert c.forbidden_together(first, second, gap, EXPERT) & fault


@pytest.mark.parametrize(
    ("first", "second", "gap"),
    [
        (red(1, 0, Cut.DOWN), blue(2, 0, Cut.DOWN), 0.0),  # a plain double
        (red(1, 0, Cut.LEFT), blue(2, 0, Cut.RIGHT), 0.3),  # cutting apart
        (red(0, 0, Cut.DOWN), red(0, 1, Cut.DOWN), 0.0),  # a tower, one swing
        (red(0, 0, Cut.UP_RIGHT), red(1, 1, Cut.UP_RIGHT), 0.0),
        (red(1, 1, Cut.DOWN), blue(2, 0, Cut.DOWN), 0.3),  # the other half is seen
        (red(1, 1, Cut.DOWN), blue(0, 0, Cut.DOWN), 0.61),  # not yet spawned
        (red(1, 0, Cut.DOWN), blue(1, 0, Cut.UP), 0.1),  # the saber has left
        (red(1, 1, Cut.RIGHT), blue(2, 1, Cut.UP), 0.15),
        (red(1, 0, Cut.DOT), blue(2, 0, Cut.DOT), 0.0),
        (red(0, 0, Cut.RIGHT), blue(3, 0, Cut.LEFT), 0.0),  # three cells apart
    ],
)
def test_good_pairs_are_left_alone(first: int, second: int, gap: float) -> None:
    assert c.forbidden_together(first, second, gap, EXPERT) == Fault.NONE


@given(codes, codes, st.floats(0, 1.5))
def test_mirroring_a_pair_changes_nothing(first: int, second: int, gap: float) -> None:
    found = c.forbidden_together(first, second, gap, EXPERT)
    assert c.forbidden_together(mirrored(first), mirrored(second), gap, EXPERT) == found


@given(codes, codes)
def test_order_does_not_matter_at_one_time(first: int, second: int) -> None:
    found = c.forbidden_together(first, second, 0.0, EXPERT)
    assert c.forbidden_together(second, first, 0.0, EXPERT) == found


@given(codes, codes, st.floats(0, 5))
def test_nothing_collides_beyond_the_horizon(first: int, second: int, more: float) -> None:
    gap = math.nextafter(EXPERT.horizon, 9) + more
    assert c.forbidden_together(first, second, gap, EXPERT) == 0


@given(codes)
def test_codes_are_one_to_one(code: int) -> None:
    hand, x, y, cut = c._decode(code)
    assert c.note_code(hand, x, y, cut) == code


@pytest.mark.parametrize("cell", [(4, 0), (-1, 0), (0, 3), (0, -1)])
def test_cells_outside_the_grid_have_no_code(cell: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="no cell"):
        c.note_code(0, *cell, 0)


def test_the_half_jump_limits_what_can_be_hidden() -> None:
    assert c.limits(Difficulty.EASY, 10.0).vision == (0.025, 1.2)
    assert c.limits(Difficulty.EASY, 10.0, 0.9).vision == (0.025, 0.9)
    assert c.limits(Difficulty.EASY, 0.0).inline == pytest.approx(0.1425)


@pytest.mark.parametrize(
    ("cell", "gap", "hit"),
    [
        ((1, 0), 0.07, True),  # in the cell
        ((1, 1), -0.12, True),  # where the saber comes from
        ((1, 2), 0.0, True),
        ((1, 1), -0.13, False),
        ((1, 1), 0.08, False),
        ((2, 0), 0.0, False),  # beside the cut
        ((0, 1), 0.0, False),
    ],
)
def test_bombs_in_the_way_of_a_cut(cell: tuple[int, int], gap: float, hit: bool) -> None:
    assert c.hammer_hit(red(1, 0, Cut.DOWN), *cell, gap) is hit
    assert c.hammer_hit(red(1, 0, Cut.UP), *cell, gap) is hit


def test_a_dot_fears_bombs_in_its_own_cell_only() -> None:
    assert c.hammer_hit(red(1, 0, Cut.DOT), 1, 0, 0.0)
    assert not c.hammer_hit(red(1, 0, Cut.DOT), 1, 1, 0.0)


@pytest.mark.parametrize(
    ("fastest", "beats"), [(350, math.inf), (351, 8), (380, 8), (400, 6), (425, 2), (426, 0)]
)
def test_the_faster_the_shorter_a_run(fastest: float, beats: float) -> None:
    assert c.burst_beats(fastest) == beats


def test_effective_bpm_counts_half_beats() -> None:
    assert c.effective_bpm(0.3) == pytest.approx(100)
    assert c.effective_bpm(0.0) == math.inf


@pytest.mark.parametrize(
    ("wall", "asks"),
    [
        ((0, 0, 1, 5), 0),  # beside the head
        ((0, 0, 2, 5), 1),
        ((2, 0, 2, 5), 2),
        ((1, 0, 2, 5), 3),  # no way out
        ((0, 2, 4, 3), 7),  # duck
        ((0, 0, 4, 2), 0),  # below the head
        ((0, 3, 4, 3), 0),  # above it
        ((-3, 0, 3, 5), 0),
    ],
)
def test_what_a_wall_asks_of_the_head(wall: tuple[int, int, int, int], asks: int) -> None:
    x, y, width, height = wall
    assert c.dodge(x, y, width, height) == asks


def test_a_wall_covers_its_cells() -> None:
    assert c.covers(0, 0, 1, 5, (0, 2))
    assert not c.covers(0, 0, 1, 5, (1, 2))
    assert not c.covers(0, 2, 4, 3, (1, 1))
