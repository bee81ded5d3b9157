"""Decimal numbers of headers, exactly and with limits."""

from __future__ import annotations

import re
from fractions import Fraction

# Longer numbers and larger exponents mean nothing and would cost time without bound.
_DECIMAL = re.compile(
    r"[+-]?(?:\d{1,40}(?:\.\d{0,40})?|\.\d{1,40})(?:[eE][+-]?\d{1,2})?(?![\d.eE])",
    re.ASCII,
)


def decimal(text: str) -> Fraction | None:
    """The number a text begins with, exactly as written; None where it begins with none."""
    match = _DECIMAL.match(text.strip())
    return Fraction(match[0].rstrip(".")) if match and match[0].rstrip(".") else None
