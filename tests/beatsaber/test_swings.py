from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automapper.beatsaber.model import Bomb, Cut, Hand, Note
from automapper.beatsaber.swings import (
    HandState,
    Parity,
    Strain,
    advance,
    between,
    judge,
    trace,
    wrist_angles,
)

LEFT, RIGHT = Hand.LEFT, Hand.RIGHT
ARROWS = [cut for cut in Cut if cut != Cut.DOT]


def note(cut, hand=RIGHT, x=2, y=0):
    return Note(Fraction(0), x, y, hand, cut)


def swung(cuts, gap=0.3, hand=RIGHT, bombs=()):
    """Swings of one hand cutting ``cuts`` every ``gap`` seconds."""
    times = [index * gap for index in range(len(cuts))]
    notes = [note(cut, hand) for cut in cuts]
    return trace(notes, times, [time * 2 for time in times], hand, bombs)


def test_neutral_wrists():
    assert wrist_angles(RIGHT, Parity.FOREHAND, Cut.DOWN) == (0,)
    assert wrist_angles(RIGHT, Parity.BACKHAND, Cut.UP) == (0,)
    assert wrist_angles(RIGHT, Parity.FOREHAND, Cut.RIGHT) == (90,)
    assert wrist_angles(LEFT, Parity.FOREHAND, Cut.RIGHT) == (-90,)
    assert set(wrist_angles(LEFT, Parity.FOREHAND, Cut.UP)) == {180, -180}


@pytest.mark.parametrize("cut", ARROWS)
@pytest.mark.parametrize("parity", list(Parity))
def test_hands_mirror_each_other(cut, parity):
    mirror = {Cut.LEFT: Cut.RIGHT, Cut.UP_LEFT: Cut.UP_RIGHT, Cut.DOWN_LEFT: Cut.DOWN_RIGHT}
    mirror |= {value: key for key, value in mirror.items()}
    assert set(wrist_angles(LEFT, parity, mirror.get(cut, cut))) == set(
        wrist_angles(RIGHT, parity, cut)
    )


def test_up_and_down_in_turn_is_free():
    swings = swung([Cut.DOWN, Cut.UP] * 10)
    assert all(s.strain == Strain.FREE and not s.double_directional for s in swings)


def test_the_same_cut_twice_breaks_and_doubles():
    swings = swung([Cut.DOWN, Cut.DOWN])
    assert swings[1].strain == Strain.BREAK
    assert swings[1].double_directional


def test_rest_frees_the_hand():
    swings = swung([Cut.DOWN, Cut.DOWN], gap=1.0)
    assert swings[1].freed and swings[1].strain == Strain.FREE and not swings[1].double_directional


def test_a_bomb_in_the_hands_half_frees_it_and_one_in_the_other_does_not():
    own = [(0.2, Bomb(Fraction(0), 2, 0))]
    other = [(0.2, Bomb(Fraction(0), 1, 0))]
    assert swung([Cut.DOWN, Cut.DOWN], bombs=own)[1].freed
    assert swung([Cut.DOWN, Cut.DOWN], bombs=other)[1].strain == Strain.BREAK


def test_a_turn_of_135_is_a_break():
    # Forehand down (0) to backhand down-right (-135): inside the limit, too far a turn.
    assert swung([Cut.DOWN, Cut.DOWN_RIGHT])[1].strain == Strain.BREAK


def test_beyond_90_is_a_strain():
    # A forehand to the upper right bends the wrist by 135 degrees.
    swings = swung([Cut.UP, Cut.RIGHT, Cut.LEFT, Cut.UP_RIGHT])
    assert swings[3].strain == Strain.STRAINED


def test_close_notes_are_one_swing():
    notes = [note(Cut.DOWN, y=2), note(Cut.DOT, y=1), note(Cut.DOT, y=0), note(Cut.UP)]
    swings = trace(notes, [0.0, 0.04, 0.08, 0.4], [0.0, 0.08, 0.16, 0.8], RIGHT)
    assert [len(swing.notes) for swing in swings] == [3, 1]
    assert swings[1].strain == Strain.FREE


def test_dots_that_lead_upwards_are_cut_upwards():
    notes = [note(Cut.DOT, y=0), note(Cut.DOT, y=2)]
    (swing,) = trace(notes, [0.0, 0.04], [0.0, 0.08], RIGHT)
    assert swing.cut == Cut.UP


def test_between_is_symmetric_and_forgives_dots():
    assert between(Cut.UP, Cut.DOWN) == between(Cut.DOWN, Cut.UP) == 180
    assert between(Cut.UP, Cut.UP_LEFT) == 45
    assert between(Cut.DOT, Cut.UP) == 0


cuts = st.lists(st.sampled_from(list(Cut)), min_size=1, max_size=40)
cells = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2)), min_size=40, max_size=40)
gaps = st.lists(st.sampled_from([0.05, 0.09, 0.1, 0.2, 0.3, 0.6, 1.2]), min_size=40, max_size=40)


@settings(max_examples=300, deadline=None)
@given(cuts, gaps, cells, st.sampled_from(list(Hand)))
def test_generator_and_checks_judge_alike(sequence, steps, places, hand):
    """What judge calls legal, trace never faults, whatever follows: they are one machine."""
    state, time = HandState(hand), 0.0
    notes, times = [], []
    for cut, step, (x, y) in zip(sequence, steps, places, strict=False):
        time += step
        verdict = judge(state, time, time * 2, cut, cell=(x, y))
        if verdict.strain == Strain.BREAK or verdict.double_directional:
            continue
        candidate = note(cut, hand, x, y)
        state = advance(state, candidate, time, time * 2)
        notes.append(candidate)
        times.append(time)
    swings = trace(notes, times, [t * 2 for t in times], hand)
    assert not any(swing.strain == Strain.BREAK for swing in swings)
    assert not any(swing.double_directional for swing in swings)


def test_dots_that_lead_back_are_a_break():
    notes = [note(Cut.DOWN), note(Cut.DOT, y=2), note(Cut.DOT, y=0)]
    times, beats = [0.0, 0.25, 0.3125], [0.0, 0.5, 0.625]
    state = HandState(RIGHT)
    for one, time, beat in zip(notes[:2], times, beats, strict=False):
        state = advance(state, one, time, beat)
    verdict = judge(state, times[2], beats[2], Cut.DOT, cell=(2, 0))
    assert verdict.joins and verdict.strain == Strain.BREAK and verdict.double_directional
    assert trace(notes, times, beats, RIGHT)[1].strain == Strain.BREAK


@settings(max_examples=100, deadline=None)
@given(cuts, gaps, st.sampled_from(list(Hand)))
def test_every_note_belongs_to_one_swing(sequence, steps, hand):
    times = [sum(steps[: index + 1]) for index in range(len(sequence))]
    notes = [note(cut, hand) for cut in sequence]
    swings = trace(notes, times, [t * 2 for t in times], hand)
    assert [n for swing in swings for n in swing.notes] == notes
