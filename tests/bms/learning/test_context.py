from __future__ import annotations

import numpy as np
import pytest

from automapper.bms.learning.columns import LANE_COLUMNS, POOL, TOKEN_COLUMNS, Column
from automapper.bms.learning.context import Measure, Window, histogram, lane_rows, token_rows

MEASURE = Measure(
    index=9,
    tick=1920,
    density=0.5,
    phase=-1,
    sounding=4,
    events=(20, 21, 22),
    tokens=(0, 2, 0),
    positions=(0.0, 0.25, 0.5),
    together=(1, 2, 1),
)
RAW = np.arange(3 * len(POOL), dtype=np.float64).reshape(3, -1)
PAST = (Window(1536, ((0, 1), (0, 7), (2, 3))), Window(1728, ((1, 5),)))


def value(rows: np.ndarray, columns: tuple[Column, ...], row: int, name: str) -> float:
    """A column with its scale taken off again."""
    number = [column.name for column in columns].index(name)
    column = columns[number]
    scaled = float(rows[row, number]) * column.unit
    return float(np.expm1(scaled)) if column.log else scaled


def test_token_rows_tell_the_measure_the_sound_and_the_past() -> None:
    rows = token_rows(MEASURE, MEASURE.tokens, RAW, PAST)
    assert rows.shape == (3, 30) and rows.dtype == np.float32

    def has(row: int, name: str) -> float:
        return value(rows, TOKEN_COLUMNS, row, name)

    assert has(0, "measure_index") == pytest.approx(9)
    assert has(0, "phase") == -1
    assert has(1, "attack_rms") == RAW[2, 1]
    assert has(0, "tkey_delta[-2]") == pytest.approx(384, rel=1e-4)
    assert has(0, "placed_count[-2]") == pytest.approx(3, rel=1e-4)
    assert has(0, "token_played[-2]") == pytest.approx(2, rel=1e-4)
    assert has(1, "token_played[-2]") == pytest.approx(1, rel=1e-4)
    assert has(0, "token_played[-1]") == 0
    np.testing.assert_array_equal(rows[0], rows[2])  # the same sound, the same answer


def test_the_start_of_a_chart_is_zeros_and_the_oldest_comes_first() -> None:
    rows = token_rows(MEASURE, [1], RAW, PAST)
    assert (rows[0, 18:24] == 0).all() and (rows[0, 24:26] > 0).all()
    assert (token_rows(MEASURE, [1], RAW, ())[0, 18:] == 0).all()


def test_only_four_measures_back_count() -> None:
    old = tuple(Window(tick, ((1, 1),) * 5) for tick in (0, 192))
    four = tuple(Window(tick, ((0, 2),)) for tick in (384, 576, 768, 960))
    for build in (token_rows, lane_rows):
        with_old = build(MEASURE, (0, 1), RAW, (*old, *four))
        np.testing.assert_array_equal(with_old, build(MEASURE, (0, 1), RAW, four))


def test_lane_rows_tell_the_event_and_the_hands() -> None:
    rows = lane_rows(MEASURE, (1, 2), RAW, PAST)
    assert rows.shape == (2, 56)

    def has(row: int, name: str) -> float:
        return value(rows, LANE_COLUMNS, row, name)

    assert has(0, "position") == 0.25 and has(1, "position") == 0.5
    assert has(0, "together") == pytest.approx(2)
    assert [round(has(0, f"on_lane_{key}[-2]"), 3) for key in range(1, 8)] == [1, 0, 1, 0, 0, 0, 1]
    assert has(0, "token_lane[-2]") == pytest.approx(3)
    assert has(1, "token_lane[-2]") == pytest.approx(7)  # the later of two
    assert has(1, "token_lane[-1]") == 0


def test_no_events_are_no_rows() -> None:
    assert token_rows(MEASURE, [], RAW, PAST).shape == (0, 30)
    assert lane_rows(MEASURE, [], RAW, PAST).shape == (0, 56)


def test_a_histogram_counts_keys() -> None:
    assert histogram(((5, 1), (5, 1), (6, 7))).tolist() == [2, 0, 0, 0, 0, 0, 1]
    assert histogram(()).tolist() == [0] * 7
