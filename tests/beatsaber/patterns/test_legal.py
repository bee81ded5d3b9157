from fractions import Fraction

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from automapper.beatsaber.collisions import forbidden_together, limits, note_code
from automapper.beatsaber.model import Cut, Hand, Note
from automapper.beatsaber.patterns.frame import TOKENS, cell_and_cut, token_for
from automapper.beatsaber.patterns.legal import (
    Hit,
    clear_of,
    hit_of,
    surely,
    swing_weights,
    swung,
)
from automapper.beatsaber.swings import HandState, Strain, advance, judge
from automapper.chart import Difficulty

BOUNDS = limits(Difficulty.EXPERT, 14.0)
hands, cuts = st.sampled_from(Hand), st.sampled_from(Cut)


@settings(max_examples=60)
@given(hands, st.lists(st.tuples(cuts, st.sampled_from([0.2, 0.4, 1.5])), max_size=8))
def test_weights_say_what_the_state_machine_says(hand, swings):
    state, time = HandState(hand), 0.0
    for cut, gap in swings:
        time += gap
        state = advance(state, Note(Fraction(0), 1, 1, hand, cut), time, time)
    weights = swing_weights(state, time + 0.3)
    for token in range(0, TOKENS, 5):
        cut = cell_and_cut(token_for(hand, token))[2]
        verdict = judge(state, time + 0.3, time + 0.3, cut)
        bad = verdict.strain == Strain.BREAK or verdict.double_directional
        assert np.isneginf(weights[token]) == bad
        assert (weights[token] < 0) == (bad or verdict.strain == Strain.STRAINED)


@settings(max_examples=60)
@given(hands, hands, st.integers(0, 107), st.sampled_from([-0.5, -0.12, 0.0, 0.05, 0.12, 0.3, 0.6]))
def test_clear_says_what_the_collisions_say(hand, other, token, gap):
    hit = Hit(10.0, note_code(other, *cell_and_cut(token)))
    clear = clear_of(hand, 10.0 + gap, [hit], BOUNDS)
    for own in range(0, TOKENS, 7):
        code = note_code(hand, *cell_and_cut(token_for(hand, own)))
        pair = (hit.code, code) if gap >= 0 else (code, hit.code)
        faults = forbidden_together(*pair, abs(gap), BOUNDS)
        assert (clear is None or bool(clear[own])) == (faults == 0)


def test_far_notes_bind_nothing():
    hit = hit_of(Note(Fraction(0), 1, 1, Hand.LEFT, Cut.UP), 0.0)
    assert clear_of(Hand.RIGHT, 2.0, [hit], BOUNDS) is None


def test_a_rest_on_the_edge_does_not_free_the_hand():
    """Two beats at 120 are one second, on one clock a hair more and on another a hair less."""
    down = Note(Fraction(4), 2, 0, Hand.RIGHT, Cut.DOWN)
    state = swung(HandState(Hand.RIGHT), down, 2.0)
    for rest, free in ((0.9999, False), (1.0, False), (1.0005, False), (1.002, True)):
        assert np.isfinite(swing_weights(state, 2.0 + rest)).all() == free
    up = Note(Fraction(6), 2, 2, Hand.RIGHT, Cut.UP)
    edge, below = swung(state, up, 3.0), swung(state, up, 2.99)
    assert edge.poses == below.poses and edge.start == edge.end == 3.0
    assert surely(state, 2.5) == 2.5


def test_a_gap_on_the_edge_of_a_window_is_inside():
    """Expert hides for .1-.625 s behind a centre note."""
    hit = hit_of(Note(Fraction(0), 1, 1, Hand.LEFT, Cut.DOWN), 0.0)
    inside = clear_of(Hand.LEFT, 0.6, [hit], BOUNDS)
    edge = clear_of(Hand.LEFT, 0.6255, [hit], BOUNDS)
    assert inside is not None and edge is not None
    assert np.array_equal(inside, edge)
    assert clear_of(Hand.LEFT, 0.627, [hit], BOUNDS) is None
