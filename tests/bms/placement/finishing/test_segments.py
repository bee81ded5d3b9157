"""How the weight of a chart lies against its source's."""

from __future__ import annotations

from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automapper.bms.model import Lane
from automapper.bms.placement.finishing.segments import _wish, parts_of, segment_starts, segments_of
from automapper.bms.placement.levels import tuning
from automapper.bms.placement.model import Placed, Source

from ..raw import Case, cases, key
from ..scene import onset, source_of_onsets

FIVE = tuning(5, 5)


def song(*played: int) -> Source:
    """A measure for each number: 16 sounds, of which the source plays so many."""
    return source_of_onsets(
        [
            onset(measure, f"{i}/16", f"{i:02d}", key(1 + i % 7) if i < count else None)
            for measure, count in enumerate(played)
            for i in range(16)
        ]
    )


def placed(source: Source, *counts: int) -> list[Placed]:
    """So many notes in each measure."""
    return [
        Placed(event, key(1 + event.index % 7))
        for event in source.events
        if event.index % 16 < counts[event.place.measure]
    ]


def test_parts_are_equal_between_the_first_sound_and_the_last() -> None:
    source = source_of_onsets([onset(1, 0, "01"), onset(3, 0, "02"), onset(4, "1/2", "03")])
    starts = segment_starts(source, 4)
    assert starts == (4, Fraction(15, 2), 11, Fraction(29, 2))
    assert parts_of(source, starts) == [0, 2, 3]


def test_without_sounds_there_are_no_parts() -> None:
    source = source_of_onsets([])
    assert segments_of(source, FIVE, []) == ()


def test_the_target_is_the_charts_own_count_spread_as_the_source_plays() -> None:
    source = song(4, 8, 12, 16)
    parts = segments_of(source, FIVE, placed(source, 10, 10, 10, 10))
    assert [part.target for part in parts] == pytest.approx([4, 8, 12, 16])
    assert [part.notes for part in parts] == [10, 10, 10, 10]
    assert [part.wish for part in parts] == [-2, -1, 1, 3]


def test_a_chart_like_its_source_wishes_nothing() -> None:
    source = song(4, 8, 12, 16)
    assert all(part.wish == 0 for part in segments_of(source, FIVE, placed(source, 2, 4, 6, 8)))


def test_scratches_do_not_count() -> None:
    source = song(8, 8, 8, 8)
    notes = placed(source, 4, 4, 4, 4)
    turned = [Placed(event, Lane(0, 0)) for event in source.events if event.index % 16 == 15]
    assert segments_of(source, FIVE, notes + turned) == segments_of(source, FIVE, notes)


def test_a_source_that_plays_nothing_is_measured_by_what_sounds() -> None:
    source = song(0, 0, 0, 0)
    parts = segments_of(source, FIVE, placed(source, 4, 4, 4, 4))
    assert [part.target for part in parts] == pytest.approx([4, 4, 4, 4])


COUNTS = st.integers(0, 5000)
SHARES = st.sampled_from([0.05, 0.1, 0.211, 0.3])


@given(COUNTS, st.floats(0, 5000), SHARES)
def test_the_target_is_never_crossed_and_no_part_is_emptied(
    notes: int, target: float, most: float
) -> None:
    wish = _wish(notes, target, most)
    assert abs(wish) <= most * max(notes, target)
    assert wish * (target - notes) >= 0
    assert abs(wish) <= 0.65 * abs(target - notes)
    assert notes == 0 or notes + wish > 0


@given(st.integers(100, 5000), SHARES)
def test_the_knee_is_soft(notes: int, most: float) -> None:
    near = abs(_wish(notes, notes * (1 + most / 10), most))
    assert near <= 0.02 * most * notes
    far = _wish(notes, notes / 3, most)
    assert -far >= floor(0.85 * most * notes)


@given(cases())
def test_the_targets_add_up_to_the_notes(case: Case) -> None:
    parts = segments_of(case.source, case.tuning, case.raw.placed)
    keys = sum(not one.lane.is_scratch for one in case.raw.placed)
    assert sum(part.notes for part in parts) == keys
    assert sum(part.target for part in parts) == pytest.approx(keys)
