"""Laws of checking whole charts."""

from __future__ import annotations

import math
import time
from collections import Counter
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automapper.beatsaber.checks import AudioFacts, check_chart
from automapper.beatsaber.model import Arc, Bomb, Chain, Chart, Cut, Hand, Note, Wall
from automapper.chart import Difficulty, Severity
from automapper.errors import ConfigError
from automapper.timing import TempoMap

from .good import BPM, GOOD, blue, red

TEMPO = TempoMap.constant(BPM)
beats = st.fractions(-4, 40, max_denominator=48) | st.integers(10**6, 10**9).map(Fraction)
xs, ys = st.integers(-2, 5), st.integers(-1, 4)
hands, cuts = st.sampled_from(Hand), st.sampled_from(Cut)
floats = st.floats(-5, 5)
charts = st.builds(
    Chart,
    st.sampled_from(Difficulty),
    njs=st.floats(-1, 40),
    jump_offset=floats,
    notes=st.lists(st.builds(Note, beats, xs, ys, hands, cuts), max_size=12).map(tuple),
    bombs=st.lists(st.builds(Bomb, beats, xs, ys), max_size=6).map(tuple),
    walls=st.lists(
        st.builds(Wall, beats, beats, xs, ys, st.integers(-2, 6), st.integers(-2, 6)), max_size=6
    ).map(tuple),
    arcs=st.lists(
        st.builds(Arc, beats, xs, ys, hands, cuts, floats, beats, xs, ys, cuts, floats), max_size=3
    ).map(tuple),
    chains=st.lists(
        st.builds(Chain, beats, xs, ys, hands, cuts, beats, xs, ys, st.integers(-1, 9), floats),
        max_size=3,
    ).map(tuple),
)

# From left to right, in the order of the directions' numbers.
MIRROR = [Cut(number) for number in (0, 1, 3, 2, 5, 4, 7, 6, 8)]


def tally(chart: Chart) -> Counter[tuple[str, float | None]]:
    """How often each rule is broken at each time."""
    return Counter((issue.check, issue.seconds) for issue in check_chart(chart, TEMPO))


@settings(max_examples=80, deadline=None)
@given(charts, st.sampled_from(["scoresaber", "beatleader", "default"]))
def test_any_chart_can_be_checked_and_issues_come_in_order(chart: Chart, preset: str) -> None:
    issues = check_chart(chart, TEMPO, preset, audio=AudioFacts(30.0))
    times = [-math.inf if issue.seconds is None else issue.seconds for issue in issues]
    assert times == sorted(times)
    assert all(issue.severity > Severity.OFF for issue in issues)


@settings(max_examples=60, deadline=None)
@given(charts, st.randoms(use_true_random=False))
def test_the_order_of_objects_in_a_chart_changes_nothing(chart: Chart, random) -> None:
    mixed = replace(
        chart,
        notes=tuple(random.sample(chart.notes, len(chart.notes))),
        walls=tuple(random.sample(chart.walls, len(chart.walls))),
        bombs=tuple(random.sample(chart.bombs, len(chart.bombs))),
    )
    assert check_chart(mixed, TEMPO) == check_chart(chart, TEMPO)


def test_an_issue_says_where_what_why_and_in_which_chart() -> None:
    bad = replace(GOOD, notes=(*GOOD.notes, blue("5.5", Cut.DOWN, 3)))
    (issue,) = [one for one in check_chart(bad, TEMPO) if one.check == "double-directional"]
    assert issue.severity == Severity.ERROR
    assert (issue.seconds, issue.beat, issue.part) == (2.75, Fraction(11, 2), "Expert")
    assert issue.what.startswith("right hand, down")
    assert "swing back" in issue.why


def test_swings_of_one_hand_tell_the_time_between_them() -> None:
    chart = replace(GOOD, notes=(blue(4, Cut.DOWN), blue("36/7", Cut.DOWN)))
    whats = {issue.check: issue.what for issue in check_chart(chart, TEMPO)}
    assert whats["parity-break"] == "right hand, down: a reset 571 ms after its last swing"
    assert whats["double-directional"] == "right hand, down: the same direction again after 571 ms"


def test_the_characteristic_is_named_where_it_is_not_standard() -> None:
    bad = replace(GOOD, characteristic="Lawless", label="x" * 40)
    assert [issue.part for issue in check_chart(bad, TEMPO)] == ["Lawless Expert"]


def test_presets_weigh_one_fault_differently() -> None:
    bad = replace(GOOD, notes=(red(4, Cut.RIGHT), blue(4, Cut.LEFT)))
    found = {
        preset: [one.severity for one in check_chart(bad, TEMPO, preset) if one.check == "handclap"]
        for preset in ("scoresaber", "default")
    }
    assert found == {"scoresaber": [Severity.ERROR], "default": [Severity.WARNING]}
    with pytest.raises(ConfigError, match="no preset 'strict'"):
        check_chart(bad, TEMPO, "strict")


def test_a_cloud_of_notes_costs_no_more_than_in_proportion() -> None:
    cloud = tuple(red(str(4 + i / 10**6), Cut.DOWN) for i in range(3000))
    start = time.process_time()
    check_chart(replace(GOOD, notes=cloud), TEMPO)
    assert time.process_time() - start < 3


@settings(max_examples=60, deadline=None)
@given(charts)
def test_a_chart_seen_in_a_mirror_has_the_same_faults(chart: Chart) -> None:
    # Of a hand's notes on one beat the leftmost leads the swing, so only one each is fair.
    single = {(note.beat, note.hand): note for note in chart.notes}
    chart = replace(chart, notes=tuple(single.values()))
    mirrored = replace(
        chart,
        notes=tuple(
            replace(note, x=3 - note.x, hand=Hand(1 - note.hand), cut=MIRROR[note.cut])
            for note in chart.notes
        ),
        bombs=tuple(replace(bomb, x=3 - bomb.x) for bomb in chart.bombs),
        walls=tuple(replace(wall, x=4 - wall.x - wall.width) for wall in chart.walls),
        arcs=(),
        chains=(),
    )
    plain = replace(chart, arcs=(), chains=())
    assert tally(mirrored) == tally(plain)
