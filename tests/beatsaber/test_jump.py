import pytest
from hypothesis import given
from hypothesis import strategies as st

from automapper.beatsaber.jump import (
    LEAST_REACTION_S,
    NJS,
    choose_offset,
    half_jump_beats,
    jump_distance,
    reaction_time,
)
from automapper.chart import Difficulty


@pytest.mark.parametrize(
    ("bpm", "njs", "offset", "beats"),
    [
        (120.0, 10.0, 0.0, 2.0),  # 4 beats are 20 m: halved once to 10 m
        (120.0, 18.0, 0.0, 1.0),  # 36 m, 18 m are too far, 9 m is not
        (200.0, 10.0, 0.0, 4.0),  # 12 m fit at once
        (120.0, 10.0, -5.0, 0.25),  # never less than a quarter beat
        (120.0, 0.0, 0.0, 2.0),  # a missing speed counts as 10
    ],
)
def test_half_jump_follows_the_games_rule(bpm, njs, offset, beats):
    assert half_jump_beats(bpm, njs, offset) == beats


@given(
    st.floats(40, 320),
    st.floats(3, 23),
    st.sampled_from(list(Difficulty)),
)
def test_chosen_offset_always_leaves_time_to_react(bpm, njs, difficulty):
    offset = choose_offset(bpm, njs, difficulty)
    assert reaction_time(bpm, njs, offset) >= LEAST_REACTION_S
    assert 17.5 <= jump_distance(bpm, njs, offset) <= 36.5


def test_usual_speeds_react_as_players_know_them():
    times = [reaction_time(128, NJS[d], choose_offset(128, NJS[d], d)) for d in Difficulty]
    assert times == sorted(times, reverse=True)
    assert 0.6 < times[-1] < 0.7 and 1.0 < times[0] < 1.3
