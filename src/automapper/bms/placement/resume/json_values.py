"""Numbers, places and lanes as states have them in JSON, read with distrust."""

from __future__ import annotations

import re
from fractions import Fraction

from automapper.bms.model import Lane

TKEYS_PER_MEASURE = 192
# Real beats have some 50 digits at most. Exponents and longer numbers would cost time without
# bound, and numbers beyond 1e308 are no floats.
_FRACTION = re.compile(r"[0-9]{1,300}(?:/[0-9]{1,300})?")
_LANE = re.compile(r"([01])\.([0-8])")
# No frequency comes near; infinity and NaN do not pass either.
_MOST = 1e12


def whole(value: object, least: int | None = 0) -> int:
    """A whole number of at least ``least`` (None: any); ValueError for anything else."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError(f"{value!r} is no whole number")
    if least is not None and value < least:
        raise ValueError(f"{value} is less than {least}")
    return value


def number(value: object) -> float:
    """A number from 0 to 1e12; ValueError for anything else."""
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= _MOST:
        raise ValueError(f"{value!r} is no number from 0 to {_MOST:g}")
    return float(value)


def fraction_of_text(text: object) -> Fraction:
    """The fraction of "197/7" or "24"; ValueError for anything else, ZeroDivisionError for "1/0".

    At most 300 digits above and below, no sign, no exponent.
    """
    if not isinstance(text, str) or _FRACTION.fullmatch(text) is None:
        raise ValueError(f"{str(text)[:40]!r} is no fraction such as 1/28")
    return Fraction(text)


def share_of_text(text: object) -> Fraction:
    """The same for a fraction of a measure, 0 <= fraction < 1; ValueError outside."""
    share = fraction_of_text(text)
    if share >= 1:
        raise ValueError(f"{text!r} lies behind its measure")
    return share


def lane_text(lane: Lane) -> str:
    """A lane as "side.key"."""
    return f"{lane.side}.{lane.key}"


def lane_of_text(text: str) -> Lane:
    """The lane of "side.key", side 0-1 and key 0-8; ValueError for anything else."""
    found = _LANE.fullmatch(text)
    if found is None:
        raise ValueError(f"{text[:40]!r} is no lane such as 0.3")
    return Lane(int(found[1]), int(found[2]))


def tkey_of(measure: int, fraction: Fraction) -> int:
    """A place in 192nds of a measure, rounded: a derived view for sorting, the place is exact."""
    return measure * TKEYS_PER_MEASURE + round(fraction * TKEYS_PER_MEASURE)
