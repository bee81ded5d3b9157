from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automapper.bms.formats.numbers import decimal


@pytest.mark.parametrize(
    ("text", "number"),
    (
        ("150", 150),
        (" 2.07812", Fraction(207812, 100000)),
        (".5", Fraction(1, 2)),
        ("3.", 3),
        ("-12", -12),
        ("1e-3", Fraction(1, 1000)),
        ("1E2", 100),
        ("150 (main)", 150),
        ("150bpm", 150),
    ),
)
def test_numbers_are_exact(text: str, number: Fraction) -> None:
    assert decimal(text) == number


@pytest.mark.parametrize(
    "text", ("", "-", "abc", "nan", "inf", "1e999999999", "9" * 99, "1.2.3", "１５０")
)
def test_no_numbers(text: str) -> None:
    assert decimal(text) is None


@given(st.text())
def test_any_text_is_a_number_or_none(text: str) -> None:
    assert decimal(text) is None or isinstance(decimal(text), Fraction)
