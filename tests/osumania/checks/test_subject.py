"""A chart made ready for the rules."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from automapper.osumania.checks.subject import (
    density,
    difficulty_of,
    rows_of,
    unique_parts,
)
from automapper.osumania.difficulty import Difficulty
from automapper.osumania.limits import Fault
from automapper.osumania.model import Chart, Note, Redline

from .good import GOOD, named, only, tap


def notes(*times_and_columns: tuple[float, int]) -> tuple[Note, ...]:
    return tuple(Note(Fraction(time), column) for time, column in times_and_columns)


def test_notes_of_one_tick_make_one_row_however_they_were_rounded() -> None:
    chart = Chart(notes=notes((1000, 0), (1001, 2), (1002, 1), (1003, 3)))
    assert [one.columns for one in rows_of(chart)] == [(0, 1, 2), (3,)]


def test_notes_outside_the_columns_are_left_out_of_rows() -> None:
    assert rows_of(Chart(notes=notes((0, 4), (5, -1)))) == ()
    assert rows_of(Chart(notes=(Note(Fraction(5), 0, Fraction(5)),))) == ()


def test_rows_know_the_beat_of_their_redline_as_rules_count_it() -> None:
    lines = (Redline(Fraction(0), Fraction(800)), Redline(Fraction(1000), Fraction(300)))
    chart = Chart(notes=notes((500, 0), (1000, 1)), points=lines)
    assert [one.beat for one in rows_of(chart)] == [400.0, 300.0]
    assert [one.beat for one in rows_of(replace(chart, points=()))] == [500.0, 500.0]


def test_a_chart_is_what_its_name_says_then_its_stars_then_its_density() -> None:
    assert difficulty_of(named("Hard"), 1.0) is Difficulty.HARD
    assert difficulty_of(named("Ultra"), 5.0) is Difficulty.INSANE
    assert difficulty_of(named("Ultra")) is Difficulty.EASY  # 2.5 notes a second
    assert density(GOOD) == pytest.approx(150 / 59.6)
    assert density(Chart(notes=notes((7, 0), (7, 1)))) == 0.0


def test_steps_carry_the_faults_of_the_difficulty() -> None:
    hard, easy = (
        only(level, tap(0, 0), tap("1/4", 1)) for level in (Difficulty.HARD, Difficulty.EASY)
    )
    assert [step.faults for step in hard.steps] == [Fault(0), Fault(0)]
    assert [step.faults for step in easy.steps] == [Fault(0), Fault.SNAP]


def test_charts_of_one_name_are_told_apart_by_their_files() -> None:
    charts = [
        ("a.osu", named("Hard")),
        ("b.osu", named("Hard")),
        ("c.osu", named("")),
        ("d.osu", named("Easy")),
    ]
    assert unique_parts(charts) == ["Hard (a.osu)", "Hard (b.osu)", "(c.osu)", "Easy"]
