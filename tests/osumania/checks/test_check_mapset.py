"""Laws of checking whole charts and mapsets."""

from __future__ import annotations

import math
import time
from collections import Counter
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automapper.chart import Severity
from automapper.errors import ConfigError
from automapper.osumania.checks import check_chart, check_mapset
from automapper.osumania.model import Break, Chart, Greenline, Mapset, Note, Redline

from .good import GOOD, at, named, tap

times = st.fractions(-5000, 60_000, max_denominator=3)
columns = st.integers(-2, 9)
notes = st.builds(Note, times, columns, st.none() | times)
reds = st.builds(
    Redline,
    times,
    st.fractions(Fraction(1, 2), 5000, max_denominator=5)
    | st.sampled_from([Fraction(0), Fraction(-1), Fraction(1, 10**308), Fraction(10**308)]),
    st.integers(1, 9),
)
greens = st.builds(
    Greenline,
    times,
    st.fractions(Fraction(1, 100), 100, max_denominator=100)
    | st.sampled_from([Fraction(0), Fraction(-1), Fraction(1, 10**306), Fraction(10**306)]),
)
charts = st.builds(
    Chart,
    st.integers(0, 18),
    st.lists(notes, max_size=20).map(lambda them: tuple(sorted(them, key=lambda n: n.time))),
    st.lists(reds | greens, max_size=6).map(
        lambda them: tuple(sorted(them, key=lambda p: (p.time, isinstance(p, Greenline))))
    ),
    st.sampled_from(["Easy", "Normal", "Hard", "Insane", "Expert", "x"]).map(
        lambda name: named(name).words
    ),
    breaks=st.lists(st.builds(Break, times, times), max_size=2).map(tuple),
)


@settings(max_examples=60, deadline=None)
@given(charts, st.sampled_from(["ranking", "default", "play"]))
def test_any_chart_can_be_checked_and_issues_come_in_order(chart: Chart, preset: str) -> None:
    issues = check_chart(chart, preset)
    moments = [-math.inf if issue.seconds is None else issue.seconds for issue in issues]
    assert moments == sorted(moments)
    assert all(issue.severity > Severity.OFF for issue in issues)
    twice = check_mapset(Mapset((("a", chart), ("b", chart))), preset)
    parts = [f"{chart.words.version} (a)", f"{chart.words.version} (b)"]
    assert {one.part for one in twice} <= {"", *parts}


def tally(chart: Chart) -> Counter[tuple[str, float | None, str]]:
    return Counter((one.check, one.seconds, one.what) for one in check_chart(chart, "ranking"))


@settings(max_examples=40, deadline=None)
@given(charts)
def test_a_chart_seen_in_a_mirror_has_the_same_faults(chart: Chart) -> None:
    valid = tuple(note for note in chart.notes if 0 <= note.column < chart.keys)
    chart = replace(chart, notes=valid)
    mirrored = tuple(replace(note, column=chart.keys - 1 - note.column) for note in valid)
    assert tally(replace(chart, notes=mirrored)) == tally(chart)


@settings(max_examples=40, deadline=None)
@given(charts, st.randoms(use_true_random=False))
def test_the_order_of_notes_in_a_chart_changes_nothing(chart: Chart, random) -> None:
    mixed = replace(chart, notes=tuple(random.sample(chart.notes, len(chart.notes))))
    found = {(one.check, one.seconds, one.what) for one in check_chart(chart, "ranking")}
    again = {(one.check, one.seconds, one.what) for one in check_chart(mixed, "ranking")}
    assert found == again


@settings(max_examples=40, deadline=None)
@given(charts, st.integers(-3000, 3000))
def test_a_chart_moved_in_time_has_the_same_faults_later(chart: Chart, shift: int) -> None:
    moved = replace(
        chart,
        notes=tuple(
            replace(
                note, time=note.time + shift, end=None if note.end is None else note.end + shift
            )
            for note in chart.notes
        ),
        points=tuple(replace(point, time=point.time + shift) for point in chart.points),
        breaks=tuple(Break(one.start + shift, one.end + shift) for one in chart.breaks),
    )

    # Which tempo is the main one depends on the time before the first redline.
    def steady(chart: Chart) -> list[tuple[str, int | None, tuple[int, ...]]]:
        return [
            (one.check, None if one.seconds is None else round(one.seconds * 1e4), one.columns)
            for one in check_chart(chart, "ranking")
            if not one.check.startswith("scroll")
        ]

    later = [(name, None if t is None else t - shift * 10, c) for name, t, c in steady(moved)]
    assert sorted(map(str, later)) == sorted(map(str, steady(chart)))


def test_an_issue_says_where_what_why_and_in_which_chart() -> None:
    bad = replace(GOOD, notes=(*GOOD.notes, tap(10, 1)))
    (issue,) = check_chart(bad)
    assert issue.check == "column-busy" and issue.severity == Severity.ERROR
    assert (issue.seconds, issue.columns, issue.part) == (5.0, (1,), "Normal")
    assert issue.what == "pressed again before it is released"
    assert "one key" in issue.why


def test_stretches_are_told_once_with_their_full_length() -> None:
    hard = named("Hard", notes=tuple(tap(Fraction(i, 4), 3 * (i % 2)) for i in range(14)))
    told = {one.check: one for one in check_chart(hard) if one.check in ("trill", "anchor")}
    assert told["trill"].what == "14 rows take turns; 9 at most"
    assert told["trill"].seconds == float(at("9/4")) / 1000
    assert told["anchor"].what == "7 notes 1/2 beat or less apart; 4 at most"


def test_presets_weigh_one_fault_differently() -> None:
    bad = replace(GOOD, preview=-1)
    found = {
        preset: [one.severity for one in check_mapset(Mapset((("a.osu", bad),)), preset)]
        for preset in ("ranking", "default", "play")
    }
    assert found == {"ranking": [Severity.ERROR], "default": [Severity.WARNING], "play": []}
    with pytest.raises(ConfigError, match="no preset 'strict': choose one of ranking, default"):
        check_chart(bad, "strict")


def test_the_easiest_chart_of_each_number_of_keys_is_the_lowest() -> None:
    from automapper.osumania.checks import prepare_mapset

    charts = (named("Hard"), named("Normal"), named("7K Insane", keys=7))
    subject = prepare_mapset(Mapset(tuple((f"{i}", one) for i, one in enumerate(charts))))
    assert [(one.part, one.lowest) for one in subject.charts] == [
        ("Normal", True),
        ("Hard", False),
        ("7K Insane", True),
    ]


def test_a_wall_of_notes_costs_no_more_than_in_proportion() -> None:
    wall = tuple(Note(Fraction(i // 4), i % 4, Fraction(10**6 + i)) for i in range(8000))
    start = time.process_time()
    check_chart(replace(GOOD, notes=wall), "ranking")
    assert time.process_time() - start < 5
