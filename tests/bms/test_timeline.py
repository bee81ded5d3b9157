from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automapper.bms.model import Halt, Lane, Note, Place, TempoChange
from automapper.bms.timeline import beat_of, measure_bars, place_of, tempo_map
from bms.charts import chart

fractions = st.fractions(0, 1, max_denominator=1000).filter(lambda part: part < 1)
places = st.builds(Place, st.integers(0, 12), fractions)
lengths = st.dictionaries(
    st.integers(0, 9), st.fractions("1/192", 8, max_denominator=192), max_size=5
).map(lambda found: tuple(sorted(found.items())))
EMPTY = chart([])


def at(measure: int, fraction: str = "0") -> Place:
    return Place(measure, Fraction(fraction))


@given(lengths, places)
def test_places_and_beats_are_one_to_one(
    scales: tuple[tuple[int, Fraction], ...], p: Place
) -> None:
    bars = measure_bars(replace(EMPTY, lengths=scales))
    assert place_of(bars, beat_of(bars, p)) == p


@given(lengths, st.lists(places, min_size=2, max_size=2))
def test_beats_keep_the_order_of_places(
    scales: tuple[tuple[int, Fraction], ...], pair: list[Place]
) -> None:
    bars = measure_bars(replace(EMPTY, lengths=scales))
    one, other = (beat_of(bars, place) for place in pair)
    assert (one < other) == (pair[0] < pair[1])


def test_bars_hold_everything_that_is_placed() -> None:
    assert measure_bars(EMPTY) == (0, 4)
    assert measure_bars(replace(EMPTY, lengths=((2, Fraction(3, 4)),))) == (0, 4, 8, 11)
    held = Note(at(0), Lane(0, 1), "01", at(2), "01")
    assert measure_bars(replace(EMPTY, notes=(held,))) == (0, 4, 8, 12)
    assert measure_bars(replace(EMPTY, tempo=(TempoChange(at(1), Fraction(9)),))) == (0, 4, 8)


def test_beats_before_the_chart_have_no_place() -> None:
    with pytest.raises(ValueError, match="before the chart"):
        place_of((Fraction(0), Fraction(4)), Fraction(-1))


def test_the_last_tempo_of_a_place_counts_and_stops_add_up() -> None:
    timed = replace(
        EMPTY,
        tempo=(
            TempoChange(at(0), Fraction(60)),
            TempoChange(at(1), Fraction(90)),
            TempoChange(at(1), Fraction(240)),
        ),
        halts=(
            Halt(at(1), Fraction(2)),
            Halt(at(1), Fraction(0), Fraction(3)),
            Halt(at(1, "1/2"), Fraction(1)),
        ),
        lengths=((1, Fraction(1, 2)),),
        notes=(Note(at(2), Lane(0, 1), "01"),),
    )
    seconds = tempo_map(timed)
    # Four beats at 60, then a stop of two beats at 240 and three seconds more.
    assert seconds.seconds(Fraction(4)) == 4
    assert seconds.seconds(Fraction(5)) == 4 + Fraction(1, 2) + 3 + Fraction(1, 4)
    assert seconds.seconds(Fraction(6)) == 4 + Fraction(1, 2) + 3 + Fraction(3, 4)
    assert seconds.bpm_at(Fraction(3)) == 60


def test_the_first_tempo_holds_from_the_start() -> None:
    assert tempo_map(EMPTY).seconds(Fraction(4)) == 2
