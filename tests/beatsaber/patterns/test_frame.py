import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from automapper.beatsaber.model import Cut, Hand, Note
from automapper.beatsaber.patterns.frame import (
    NOTHING,
    TOKENS,
    absolute_token,
    cell_and_cut,
    cut_mask,
    leads_out,
    mirror_token,
    swing_angle,
    token_for,
)

tokens = st.integers(0, TOKENS)


@given(tokens)
def test_mirror_of_the_mirror(token):
    assert mirror_token(mirror_token(token)) == token


@given(st.sampled_from(Hand), tokens)
def test_frame_and_back(hand, token):
    assert token_for(hand, token_for(hand, token)) == token


def test_left_hand_is_seen_mirrored():
    left = absolute_token(Note(0, 1, 2, Hand.LEFT, Cut.DOWN_LEFT))
    right = absolute_token(Note(0, 2, 2, Hand.RIGHT, Cut.DOWN_RIGHT))
    assert token_for(Hand.LEFT, left) == token_for(Hand.RIGHT, right) == right
    assert cell_and_cut(left) == (1, 2, Cut.DOWN_LEFT)


def test_mask_of_cuts_is_in_the_hands_frame():
    assert np.array_equal(cut_mask(Hand.LEFT, (Cut.LEFT,)), cut_mask(Hand.RIGHT, (Cut.RIGHT,)))
    assert cut_mask(Hand.RIGHT, (Cut.UP, Cut.DOT)).sum() == 24


def test_nothing_and_dots_have_no_angle():
    assert swing_angle(NOTHING, 0) is None
    assert swing_angle(0, int(Cut.DOT)) is None
    assert swing_angle(int(Cut.UP), int(Cut.DOWN)) == 180


@pytest.mark.parametrize(
    ("y", "cut", "out"),
    [(2, Cut.UP_LEFT, True), (2, Cut.LEFT, False), (0, Cut.DOWN, True), (1, Cut.UP, False)],
)
def test_leading_out_of_the_grid(y, cut, out):
    assert leads_out(y * 9 + cut) is out
