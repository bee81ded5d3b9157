"""Numbers, places and lanes of states in JSON."""

from __future__ import annotations

import time
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automapper.bms.model import Lane
from automapper.bms.placement.resume.json_values import (
    fraction_of_text,
    lane_of_text,
    lane_text,
    number,
    share_of_text,
    tkey_of,
    whole,
)


@given(st.fractions(0))
def test_fractions_survive_their_text(fraction: Fraction) -> None:
    assert fraction_of_text(str(fraction)) == fraction


@pytest.mark.parametrize("key", range(9))
@pytest.mark.parametrize("side", [0, 1])
def test_lanes_survive_their_text(side: int, key: int) -> None:
    assert lane_of_text(lane_text(Lane(side, key))) == Lane(side, key)


@pytest.mark.parametrize(
    "text",
    ["1e999999999", "1e5", "-1/2", "1.5", "1_0", " 1/2", "", "inf", "٣", "9" * 301, 1, 0.5, None],
)
def test_what_is_no_plain_fraction_is_refused_at_once(text: object) -> None:
    started = time.process_time()
    with pytest.raises(ValueError, match="is no fraction such as 1/28"):
        fraction_of_text(text)
    assert time.process_time() - started < 1


def test_the_longest_fraction_is_a_float_still() -> None:
    assert float(fraction_of_text("9" * 300)) == pytest.approx(1e300)


@pytest.mark.parametrize("text", ["1", "3/2"])
def test_a_share_lies_inside_its_measure(text: str) -> None:
    with pytest.raises(ValueError, match="lies behind its measure"):
        share_of_text(text)


@pytest.mark.parametrize("text", ["2.1", "0.9", "0.1.2", "0", "", "0.1 ", "٠.1", "-0.1"])
def test_what_is_no_lane_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no lane such as"):
        lane_of_text(text)


@pytest.mark.parametrize("value", [True, 1.0, "1", None])
def test_what_is_no_whole_number_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="is no whole number"):
        whole(value)


def test_whole_numbers_have_a_least() -> None:
    assert whole(0) == 0
    assert whole(-3, least=None) == -3
    with pytest.raises(ValueError, match="-1 is less than 0"):
        whole(-1)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -1, 10**400, 1e13, True, "1", None])
def test_what_is_no_usual_number_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="is no number from 0 to"):
        number(value)


def test_ticks_are_rounded() -> None:
    assert tkey_of(2, Fraction(1, 28)) == 2 * 192 + 7
    assert number(1) == 1.0
