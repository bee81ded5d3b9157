"""Ids of two characters: base 36 in most files, base 62 where a file says so."""

from __future__ import annotations

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
REST = "00"
MAX_IDS = {36: 36**2 - 1, 62: 62**2 - 1}


def is_id(text: str) -> bool:
    """Whether this is two letters or digits and not the rest ``00``."""
    return len(text) == 2 and text != REST and text[0] in DIGITS and text[1] in DIGITS


def as_id(text: str, base: int) -> str:
    """An id as a value: upper case in base 36, as written in base 62."""
    return text if base == 62 else text.upper()


def id_of(number: int, base: int = 36) -> str:
    """The id of a number; ValueError beyond two digits."""
    if not 0 <= number <= MAX_IDS[base]:
        raise ValueError(f"{number} has no id of two characters in base {base}")
    return DIGITS[number // base] + DIGITS[number % base]
