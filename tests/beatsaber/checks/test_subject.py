"""A chart made ready for the rules."""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction

import pytest

from automapper.beatsaber.checks.subject import first_and_last, part_of, prepare_chart
from automapper.beatsaber.collisions import Fault
from automapper.beatsaber.model import Bomb, Cut
from automapper.timing import TempoMap, TempoPoint

from .good import GOOD, blue, chain, chart, only, red, wall


def test_seconds_follow_the_tempo_map() -> None:
    tempo = TempoMap(
        (TempoPoint(Fraction(0), Fraction(120)), TempoPoint(Fraction(4), Fraction(60)))
    )
    ready = prepare_chart(replace(GOOD, notes=(red(4, Cut.DOWN), blue(6, Cut.DOWN))), tempo)
    assert ready.seconds == (2.0, 4.0)
    assert ready.bpm == 120.0
    assert ready.time(Fraction(5)) == 3.0


def test_each_swing_knows_the_seconds_of_its_notes() -> None:
    ready = only(
        red(4, Cut.DOWN, 1, 2), red("4.0625", Cut.DOWN, 1, 1), blue("4.5", Cut.UP), red(6, Cut.UP)
    )
    assert ready.swing_times == (((2.0, 2.03125), (3.0,)), ((2.25,),))
    assert [len(swing.notes) for swing in ready.swings[0]] == [2, 1]


def test_clashes_name_both_notes_and_the_fault() -> None:
    ready = only(red(4, Cut.RIGHT, 1, 0), blue(4, Cut.LEFT, 2, 0), blue(8, Cut.DOWN, 7, 0))
    (clash,) = ready.clashes
    assert (clash.first, clash.second) == (0, 1)
    assert clash.faults & Fault.HANDCLAP


def test_the_played_part_is_what_one_must_react_to() -> None:
    note = red(20, Cut.DOWN)
    assert first_and_last(only(note)) == (10.0, 10.0)
    side, duck = wall(2, 1, 0, 0, 1, 5), wall(6, 4, 0, 2, 4, 3)
    assert first_and_last(only(note, walls=(side,))) == (10.0, 10.0)
    assert first_and_last(only(note, walls=(side, duck))) == (3.0, 10.0)
    assert first_and_last(only(note, bombs=(Bomb(Fraction(30), 0, 0),))) == (10.0, 15.0)
    assert first_and_last(only(note, chains=(chain(tail_beat=Fraction(21)),)))[1] == 10.5
    assert first_and_last(chart(notes=())) == (math.inf, -math.inf)


@pytest.mark.parametrize(
    ("characteristic", "name"), [("Standard", "Expert"), ("OneSaber", "OneSaber Expert")]
)
def test_names_of_charts(characteristic: str, name: str) -> None:
    assert part_of(replace(GOOD, characteristic=characteristic)) == name
