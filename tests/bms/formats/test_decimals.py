from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automapper.bms.formats.decimals import decimal_text
from automapper.bms.formats.numbers import decimal


@given(st.integers(-(10**12), 10**12), st.integers(0, 20), st.integers(0, 20))
def test_decimal_numbers_read_back(numerator: int, twos: int, fives: int) -> None:
    number = Fraction(numerator, 2**twos * 5**fives)
    text, exact = decimal_text(number)
    assert exact
    assert decimal(text) == number


@pytest.mark.parametrize(
    ("number", "text"),
    [("120", "120"), ("0", "0"), ("265/2", "132.5"), ("-1/4", "-0.25"), ("1/1000", "0.001")],
)
def test_plain_words(number: str, text: str) -> None:
    assert decimal_text(Fraction(number)) == (text, True)


def test_others_are_rounded() -> None:
    text, exact = decimal_text(Fraction(6000, 17))
    assert not exact
    assert text.startswith("352.941176470588")
    assert decimal(text) == pytest.approx(Fraction(6000, 17))
    assert not decimal_text(Fraction(1, 2**41))[1]
