"""Numbers of .osu files: read with the game's limits, exactly, and written shortly."""

from __future__ import annotations

import math
import re
from fractions import Fraction

# lazer's Parsing.MAX_PARSE_VALUE and MAX_COORDINATE_VALUE: what lies beyond, the game refuses.
LARGEST = 2**31 - 1
LARGEST_COORDINATE = 131072
# Stable takes any double for a beat length, and maps that play with the scroll use that.
LARGEST_DOUBLE = 10**308
_INTEGER = re.compile(r"[+-]?\d{1,12}", re.ASCII)
_DECIMAL = re.compile(r"[+-]?(\d{1,40}(\.\d{0,60})?|\.\d{1,60})([eE][+-]?\d{1,3})?", re.ASCII)
# Stable writes 15 significant digits, lazer as many as bring the same double back (17 at most).
_STABLE_DIGITS, _EXACT_DIGITS = 15, 17
# Tempi and velocities people type have at most three decimals: such values are meant exactly.
_SIMPLEST = 1000


def integer(text: str, largest: int = LARGEST) -> int:
    """A whole number of magnitude <= ``largest``; ValueError for anything else."""
    text = text.strip()
    if not _INTEGER.fullmatch(text):
        raise ValueError("is no whole number")
    value = int(text)
    if abs(value) > largest:
        raise ValueError("is out of range")
    return value


def decimal(text: str, largest: int = LARGEST) -> Fraction:
    """The exact value of a decimal of magnitude <= ``largest``; NaN and infinity: ValueError."""
    text = text.strip()
    if _INTEGER.fullmatch(text):  # nearly every number of a file, and the fast way
        return Fraction(integer(text, largest))
    if not _DECIMAL.fullmatch(text):
        raise ValueError("is no number")
    value = Fraction(text)
    if abs(value) > largest:
        raise ValueError("is out of range")
    return value


def reciprocal(text: str, numerator: int) -> Fraction:
    """``numerator / x`` for a written x, 0 < |x| <= 1E308: the simple fraction that was meant.

    352.941176470588 ms a beat is 170 BPM: where x lies within two units in its 15th digit of
    numerator / (p/q), q <= 1000, the answer is p/q. Chance alone does that to one random number
    of so many digits in a million. Any other x is taken exactly, as far as it can be written.
    """
    value = decimal(text, LARGEST_DOUBLE)
    if not value:
        raise ValueError("is zero")
    value = _writable(value)
    exact = numerator / value
    simple = exact.limit_denominator(_SIMPLEST)
    last_place = Fraction(10) ** (_magnitude(value) - _STABLE_DIGITS)
    near = simple and abs(numerator / simple - value) <= 2 * last_place
    return simple if near else exact


def decimal_text(value: Fraction) -> str:
    """A decimal as the file wants it: exact with up to 17 significant digits, else 15 of them."""
    if not value:
        return "0"
    value = _writable(value)
    size = _magnitude(value)
    if -_STABLE_DIGITS < size <= _EXACT_DIGITS:
        return _fixed(value)
    # Some maps stop the scroll with a beat of 1E-297 ms.
    return f"{_fixed(value / Fraction(10) ** (size - 1))}E{size - 1}"


def _writable(value: Fraction) -> Fraction:
    """The nearest value that is written: itself where 17 digits hold it, else 15 digits of it."""
    unit = Fraction(10) ** (_magnitude(value) - _EXACT_DIGITS)
    if (value / unit).denominator == 1:
        return value
    unit *= Fraction(10) ** (_EXACT_DIGITS - _STABLE_DIGITS)
    return rounded(value / unit) * unit


def rounded(value: Fraction) -> int:
    """The nearest whole number; half rounds up, nothing is floored."""
    return math.floor(value + Fraction(1, 2))


def _fixed(value: Fraction) -> str:
    """A decimal of not too many digits without an exponent, and without zeros at its end."""
    whole, part = divmod(abs(value), 1)
    digits = f"{whole}"
    if part:
        places = 2 * _EXACT_DIGITS
        digits += f".{int(part * 10**places):0{places}d}".rstrip("0")
    return f"-{digits}" if value < 0 else digits


def _magnitude(value: Fraction) -> int:
    """Digits before the decimal point (0 for 0.5, -1 for 0.05)."""
    size = abs(value)
    power = len(str(size.numerator)) - len(str(size.denominator))
    return power + 1 if size >= Fraction(10) ** power else power
