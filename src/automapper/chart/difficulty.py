"""The ladder of difficulties."""

from __future__ import annotations

from enum import IntEnum


class Difficulty(IntEnum):
    """Five steps, easiest first; the order is the ladder that spreads are measured on."""

    EASY = 0
    NORMAL = 1
    HARD = 2
    EXPERT = 3
    EXPERT_PLUS = 4
