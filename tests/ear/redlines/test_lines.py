from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from automapper.ear.redlines.lines import Sums, fit, line_through

NUMBERS = np.arange(-3, 60)


def test_a_line_through_even_beats_strays_nowhere() -> None:
    line = fit(NUMBERS, 7.5 + 0.4 * NUMBERS)
    assert (line.start, line.gap) == pytest.approx((7.5, 0.4))
    assert line.stray == pytest.approx(0, abs=1e-9)


@given(st.lists(st.floats(-0.05, 0.05), min_size=3, max_size=40))
def test_a_line_is_the_best_by_least_squares(offs: list[float]) -> None:
    numbers = 4 + np.arange(len(offs))
    times = 2.0 + 0.5 * numbers + np.array(offs)
    line = fit(numbers, times)
    gap, start = np.polyfit(numbers, times, 1)
    off = times - start - gap * numbers
    assert (line.gap, line.start) == pytest.approx((gap, start), abs=1e-9)
    assert line.stray == pytest.approx(np.abs(off).max(), abs=1e-9)
    assert line.squares == pytest.approx(off @ off, abs=1e-9)


@given(st.lists(st.floats(-0.05, 0.05), min_size=4, max_size=40), st.data())
def test_running_sums_tell_the_error_of_any_piece(offs: list[float], data: st.DataObject) -> None:
    numbers = np.delete(np.arange(len(offs) + 2), [2, 3])  # two beats rest
    times = 100.0 + 0.5 * numbers + np.array(offs)
    start = data.draw(st.integers(0, len(offs) - 1))
    ends = np.arange(start + 1, len(offs) + 1)
    found = Sums.of(numbers, times).squares(start, ends)
    known = [fit(numbers[start:end], times[start:end]).squares for end in ends]
    assert found == pytest.approx(known, abs=1e-9)


@pytest.mark.parametrize(
    ("bpm", "known", "said"),
    [
        (128.004, [], 128.0),
        (128.48, [], 128.5),
        (128.47, [], 128.47),
        (128.2, [], 128.2),
        (128.2, [128.21], 128.21),
        (128.0, [131.0], 128.0),
    ],
)
def test_a_tempo_is_known_or_round_if_no_beat_moves_far(
    bpm: float, known: list[float], said: float
) -> None:
    numbers = np.arange(33)
    times = 1.0 + 60 / bpm * numbers
    line = line_through(numbers, times, known)
    assert 60 / line.gap == pytest.approx(said, abs=1e-9)
    assert np.abs(line.start + line.gap * numbers - times).max() <= 0.0015
    assert line.start + line.gap * 16 == pytest.approx(times[16])  # the middle stays
