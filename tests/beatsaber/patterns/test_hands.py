import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from automapper.beatsaber.model import Hand
from automapper.beatsaber.patterns.hands import (
    HandTrack,
    HandWish,
    Turn,
    advance_hands,
    first_biases,
    hands_of,
    possible_turns,
    turn_of,
    turn_scores,
)
from automapper.beatsaber.patterns.transitions import load_transitions

LEFT, RIGHT = Hand.LEFT, Hand.RIGHT
WISH = HandWish(0.2, 0.75, 0.15, 0.2)
INF = float("inf")
plays = st.sampled_from([(LEFT,), (RIGHT,), (LEFT, RIGHT)])


def played(*rows, wish=WISH, gap=0.5):
    track = HandTrack()
    for index, hands in enumerate(rows):
        track = advance_hands(track, hands, index * gap, wish)
    return track


@given(st.lists(plays, max_size=6), st.sampled_from([Turn.SAME, Turn.OTHER, Turn.BOTH]))
def test_turns_and_hands_say_the_same(rows, turn):
    track = played(*rows)
    assert turn_of(track, hands_of(track, turn)) == turn


def test_a_double_starts_with_the_rested_hand():
    assert hands_of(played((LEFT,)), Turn.BOTH) == (RIGHT, LEFT)


def test_a_busy_hand_rests():
    track = played((LEFT,))
    assert possible_turns(track, 0.1, INF, WISH) == [Turn.OTHER]
    assert possible_turns(track, 0.16, INF, WISH) == [Turn.SAME, Turn.OTHER]
    assert Turn.BOTH in possible_turns(track, 0.25, INF, WISH)
    assert Turn.BOTH not in possible_turns(track, 0.25, 0.1, WISH)
    both = played((LEFT, RIGHT))
    assert possible_turns(both, 0.1, INF, WISH) == []


def test_doubles_end_before_they_are_too_many():
    track = played()
    doubles = 0
    for index in range(200):
        turn = possible_turns(track, index * 0.5, INF, WISH)[-1]
        doubles += turn == Turn.BOTH
        track = advance_hands(track, hands_of(track, turn), index * 0.5, WISH)
        swings = index + 1 + doubles
        assert index < 20 or 2 * doubles / swings <= 0.6


def scores(track, both=0.0):
    return turn_scores(load_transitions().hands, track, 0.3, 0.3, both)


def test_missing_doubles_become_likelier():
    few = played(*[(LEFT,), (RIGHT,)] * 10)
    many = played(*[(LEFT, RIGHT)] * 20)
    assert few.double_bias > 0 > many.double_bias
    assert scores(few, 1.0)[Turn.BOTH] == scores(few)[Turn.BOTH] + 1.0


def test_the_hand_that_lags_is_preferred():
    # One past, two leads: the left hand played last, and leads or lags.
    ahead = HandTrack(past=(1, 1, 1), last=LEFT, lead=8)
    behind = HandTrack(past=(1, 1, 1), last=LEFT, lead=-8)
    assert np.diff(scores(ahead)[:2]) > np.diff(scores(behind)[:2])


def test_first_biases_follow_the_wish():
    assert first_biases(HandWish(0.4, 0.9, 0, 0)) > (0, 0)
    double, alternate = first_biases(HandWish(0.02, 0.3, 0, 0))
    assert double < 0 and alternate < 0
