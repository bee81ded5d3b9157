from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from automapper.beatsaber.rework.moved import moved
from beatsaber.first_light import first_light


@settings(max_examples=20, deadline=None)
@given(st.fractions(-8, 8, max_denominator=48))
def test_there_and_back_is_the_same_chart(beats):
    chart = first_light().level.charts[0]
    assert moved(moved(chart, beats), -beats) == chart


def test_tails_move_along():
    chart = first_light().level.charts[4]
    later = moved(chart, Fraction(1, 3))
    for was, now in zip(chart.arcs, later.arcs, strict=True):
        assert now.tail_beat - now.beat == was.tail_beat - was.beat
        assert now.beat - was.beat == Fraction(1, 3)
