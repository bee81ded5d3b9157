"""The state machine of lanes: what each row asks for, step by step."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automapper.osumania.lanes import EIGHTH, HALF, QUARTER, SIXTH, Lanes, Meaning, Press, Row

BEAT = 400.0


def row(time: float, *columns: int, end: float | None = None) -> Row:
    return Row(BEAT, tuple(Press(column, time, end or time) for column in columns))


def walked(*rows: Row, keys: int = 4) -> list[Meaning]:
    lanes, found = Lanes.empty(keys), []
    for one in rows:
        lanes, meaning = lanes.step(one)
        found.append(meaning)
    return found


def test_the_first_row_asks_for_nothing_special() -> None:
    (first,) = walked(row(0, 0, 2))
    assert first == Meaning(anchors=(1, 1), jacks=(1, 1))


def test_columns_meet_their_own_past_only() -> None:
    hold = row(1000, 1, end=2000)
    assert walked(hold, row(2000, 1))[1].busy == (1,)
    assert walked(hold, row(2030, 1))[1].close == (1,)
    assert walked(hold, row(2031, 1))[1].close == ()
    assert walked(hold, row(1500, 0))[1] == Meaning(held=(1,), anchors=(1,), jacks=(1,))


def test_a_column_pressed_twice_at_once_is_busy() -> None:
    assert walked(Row(BEAT, (Press(0, 0, 0), Press(0, 0, 0))))[0].busy == (0,)


def test_a_short_note_within_a_hold_does_not_end_it() -> None:
    meanings = walked(row(0, 0, end=1000), row(400, 0), row(800, 0))
    assert [one.busy for one in meanings] == [(), (0,), (0,)]


def test_what_is_released_or_begun_at_a_row_is_not_held() -> None:
    hold = row(0, 0, end=400)
    assert walked(hold, row(400, 1))[1].held == ()
    assert walked(hold, row(399, 1))[1].held == ()  # 1 ms is rounding
    assert walked(hold, row(397, 1))[1].held == (0,)
    assert walked(Row(BEAT, (Press(0, 0, 400), Press(1, 0, 0))))[0].held == ()


def test_runs_count_rows_within_each_snap_and_begin_anew() -> None:
    last = walked(row(0, 0), row(100, 1), row(200, 2), row(400, 3), row(450, 0))[-1]
    assert [last.runs[snap] for snap in (HALF, QUARTER, SIXTH, EIGHTH)] == [5, 2, 2, 2]
    assert last.lasting[HALF] == pytest.approx(450 / BEAT)
    assert last.lasting[EIGHTH] == pytest.approx(1 / 8)


@pytest.mark.parametrize(("gap", "snap"), [(202, HALF), (102, QUARTER), (68, SIXTH), (52, EIGHTH)])
def test_rounding_does_not_change_a_snap(gap: float, snap: int) -> None:
    near, far = walked(row(0, 0), row(gap, 1))[1], walked(row(0, 0), row(gap + 1, 1))[1]
    assert (near.runs[snap], far.runs[snap]) == (2, 1)


def test_anchors_and_jacks_count_presses_of_a_column() -> None:
    meanings = walked(row(0, 0), row(100, 1), row(200, 0), row(300, 0, 2), row(700, 0))
    assert [one.anchors for one in meanings] == [(1,), (1,), (2,), (3, 1), (1,)]
    assert [one.jacks for one in meanings] == [(1,), (1,), (1,), (2, 1), (1,)]


def test_trills_are_two_groups_that_take_turns() -> None:
    times = [100 * index for index in range(6)]
    assert [one.trill for one in walked(*(row(t, i % 2) for i, t in enumerate(times)))] == [
        1,
        2,
        3,
        4,
        5,
        6,
    ]
    stairs = walked(row(0, 0), row(100, 1), row(200, 2), row(300, 1), row(400, 2))
    assert [one.trill for one in stairs] == [1, 2, 2, 3, 4]
    jumps = walked(row(0, 0, 1), row(100, 2, 3), row(200, 0, 1), row(300, 1, 2), row(500, 0, 3))
    assert [one.trill for one in jumps] == [1, 2, 3, 1, 1]


def test_holds_tell_their_length_and_the_nearest_other_release() -> None:
    first, second = walked(row(0, 0, end=800), row(400, 1, end=1000))
    assert (first.hold, first.release) == (2.0, math.inf)
    assert (second.hold, second.release) == (1.5, 0.5)
    together = walked(row(0, 0, 1, end=800))[0]
    assert together.release == math.inf
    assert walked(row(0, 0, end=800), row(900, 1, end=1000))[1].release == 0.5


rows = st.lists(
    st.tuples(
        st.integers(0, 500),
        st.lists(st.integers(0, 3), min_size=1, max_size=4, unique=True),
        st.integers(0, 900),
    ),
    min_size=1,
    max_size=25,
)


def build(
    steps: list[tuple[int, list[int], int]], shift: float = 0.0, mirror: bool = False
) -> list[Row]:
    time, found = shift, []
    for gap, columns, length in steps:
        time += gap + 3
        chosen = sorted(3 - column if mirror else column for column in columns)
        found.append(row(time, *chosen, end=time + length if length else None))
    return found


@settings(max_examples=80, deadline=None)
@given(rows)
def test_a_mirrored_chart_asks_the_same(steps) -> None:
    for one, other in zip(walked(*build(steps)), walked(*build(steps, mirror=True)), strict=True):
        assert (one.runs, one.trill, one.hold, one.release) == (
            other.runs,
            other.trill,
            other.hold,
            other.release,
        )
        assert one.anchors == other.anchors[::-1] and one.jacks == other.jacks[::-1]
        assert one.busy == tuple(sorted(3 - column for column in other.busy))


@settings(max_examples=80, deadline=None)
@given(rows)
def test_only_differences_of_time_count(steps) -> None:
    assert walked(*build(steps)) == walked(*build(steps, shift=4096.0))


@settings(max_examples=80, deadline=None)
@given(rows)
def test_counts_grow_by_one_or_begin_anew(steps) -> None:
    before = Meaning(runs=(0,) * 4, trill=0)
    for one in walked(*build(steps)):
        for new, old in zip(one.runs, before.runs, strict=True):
            assert new in (1, old + 1)
        assert one.trill in (1, 2, before.trill + 1)
        assert list(one.runs) == sorted(one.runs, reverse=True)
        before = one


def test_steps_leave_the_lanes_as_they_were() -> None:
    lanes = Lanes.empty(4)
    taken, _ = lanes.step(row(0, 0))
    again, _ = lanes.step(row(0, 0))
    assert taken == again and lanes == Lanes.empty(4)
