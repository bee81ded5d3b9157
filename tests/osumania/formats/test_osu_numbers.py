from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automapper.osumania.formats.osu_numbers import (
    decimal,
    decimal_text,
    integer,
    reciprocal,
    rounded,
)

MINUTE = 60000


@pytest.mark.parametrize(
    "text",
    ["", "nan", "NaN", "inf", "-Infinity", "1e99999999", "0x10", "1_0", "--1", "1.2.3", "1e", "٣"],
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no number"):
        decimal(text)
    with pytest.raises(ValueError, match="is no whole number"):
        integer(text)


def test_numbers_beyond_the_games_limits_are_refused() -> None:
    assert integer("2147483647") == decimal("2147483647") == 2**31 - 1
    with pytest.raises(ValueError, match="out of range"):
        decimal("1e300")
    with pytest.raises(ValueError, match="out of range"):
        integer("-2147483648")


def test_decimals_are_read_exactly() -> None:
    assert decimal(" 12.50 ") == Fraction(25, 2)
    assert decimal("-.5") == Fraction(-1, 2)
    assert decimal("1E-3") == Fraction(1, 1000)


@pytest.mark.parametrize("text", ["352.941176470588", "352.94117647058823", "352.941176470588235"])
def test_a_rounded_beat_length_is_the_tempo_that_was_meant(text: str) -> None:
    assert reciprocal(text, MINUTE) == 170
    assert decimal_text(Fraction(6000, 17)) == "352.941176470588"


def test_a_beat_length_that_is_no_simple_tempo_is_taken_exactly() -> None:
    assert MINUTE / reciprocal("333.33", MINUTE) == Fraction("333.33")
    assert MINUTE / reciprocal("469.48356807511737", MINUTE) == Fraction(MINUTE, 1) / Fraction(
        "127.8"
    )
    assert MINUTE / reciprocal("469.48357901234567", MINUTE) == Fraction("469.48357901234567")
    with pytest.raises(ValueError, match="is zero"):
        reciprocal("0.000", MINUTE)


def test_velocities_are_read_as_they_were_meant() -> None:
    assert reciprocal("-133.333333333333", -100) == Fraction(3, 4)
    assert reciprocal("-250.000000000001", -100) == Fraction(2, 5)
    assert reciprocal("-100", -100) == 1


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(0), "0"),
        (Fraction(-7), "-7"),
        (Fraction(15, 2), "7.5"),
        (Fraction(1, 3), "0.333333333333333"),
        (Fraction(-200, 3), "-66.6666666666667"),
        (Fraction("469.48356807511737"), "469.48356807511737"),
        (Fraction(1, 10**297), "1E-297"),
        (Fraction(3 * 10**300), "3E300"),
        (Fraction(10**20 - 1), "1E20"),
        (Fraction(-(10**17) + 1), "-99999999999999999"),
    ],
)
def test_decimals_are_written_shortly(value: Fraction, text: str) -> None:
    assert decimal_text(value) == text


@given(st.integers(20_000, 400_000))
def test_every_tempo_of_three_decimals_comes_back(thousandths: int) -> None:
    bpm = Fraction(thousandths, 1000)
    assert reciprocal(decimal_text(MINUTE / bpm), MINUTE) == bpm


@given(st.decimals(-(10**9), 10**9, places=8).map(Fraction))
def test_every_short_decimal_comes_back(value: Fraction) -> None:
    assert decimal(decimal_text(value)) == value


def test_halves_round_up() -> None:
    assert [rounded(Fraction(n, 2)) for n in (-3, -1, 1, 3)] == [-1, 0, 1, 2]
