"""Which pieces of a song are drawn."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automapper.bms.render.listening.options import ListeningOptions
from automapper.bms.render.listening.segments import Segment, choose_segments
from automapper.bms.render.plays import RENDER_RATE
from automapper.errors import ConfigError

SECOND = RENDER_RATE
BARS = [2 * SECOND * measure for measure in range(51)]
NOTES = [range(0, BARS[-1], SECOND // 2)]


def test_segments_are_spread_over_the_song_on_measure_lines() -> None:
    options = ListeningOptions(segments=5, seconds=4.0)
    segments = choose_segments(BARS, NOTES, options)
    assert len(segments) == 5
    for share, segment in enumerate(segments):
        assert segment.start == BARS[segment.measure] and segment.end - segment.start == 4 * SECOND
        assert 10 * share <= segment.measure < 10 * (share + 1)
    assert choose_segments(BARS, NOTES, options) == segments
    assert choose_segments(BARS, NOTES, ListeningOptions(5, 4.0, seed=1)) != segments


def test_a_segment_ends_on_a_measure_line_unless_measures_are_long() -> None:
    (even,) = choose_segments(BARS, NOTES, ListeningOptions(1, 5.0))
    assert even.end - even.start == 6 * SECOND
    slow = [20 * SECOND * measure for measure in range(6)]
    (uneven,) = choose_segments(slow, NOTES, ListeningOptions(1, 12.0))
    assert uneven.end - uneven.start == 12 * SECOND


def test_only_where_every_chart_plays_is_there_something_to_judge() -> None:
    sparse = range(60 * SECOND, 80 * SECOND, SECOND)
    segments = choose_segments(BARS, [*NOTES, sparse], ListeningOptions(4, 4.0))
    assert all(58 * SECOND <= segment.start < 80 * SECOND for segment in segments)
    with pytest.raises(ConfigError, match="only 0 places"):
        choose_segments(BARS, [*NOTES, []], ListeningOptions(4, 4.0))


@given(st.integers(0, 2**40), st.integers(1, 12))
def test_segments_are_sorted_and_none_comes_twice(seed: int, count: int) -> None:
    segments = choose_segments(BARS, NOTES, ListeningOptions(count, 4.0, seed))
    assert list(segments) == sorted(set(segments)) and len(segments) == count


def test_measures_without_length_are_passed_over() -> None:
    bars = [0, 0, 0, 4 * SECOND, 4 * SECOND]
    segments = choose_segments(bars, NOTES, ListeningOptions(1, 4.0))
    assert segments == (Segment(0, 4 * SECOND, 2),)
