"""Fractions as the decimal numbers that headers take."""

from __future__ import annotations

from fractions import Fraction

# As many digits as are read back.
MAX_DIGITS = 40


def decimal_text(number: Fraction) -> tuple[str, bool]:
    """A number as a plain decimal, and whether it is exact; else it is rounded to 40 places."""
    twos, fives, rest = 0, 0, number.denominator
    while rest % 2 == 0:
        twos, rest = twos + 1, rest // 2
    while rest % 5 == 0:
        fives, rest = fives + 1, rest // 5
    places = max(twos, fives) if rest == 1 else MAX_DIGITS
    exact = rest == 1 and places <= MAX_DIGITS
    places = min(places, MAX_DIGITS)
    scaled = round(abs(number) * 10**places)
    digits = f"{scaled:0{places + 1}d}"
    sign = "-" if number < 0 else ""
    whole, part = digits[: len(digits) - places], digits[len(digits) - places :]
    return f"{sign}{whole}.{part}" if part else f"{sign}{whole}", exact
