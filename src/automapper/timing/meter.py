"""Metre: how beats group into bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Meter:
    """Beats per bar; ``unit`` is the note value of one beat (4 = a quarter note)."""

    beats: int
    unit: int = 4

    def __post_init__(self) -> None:
        if self.beats < 1 or self.unit < 1:
            raise ValueError("a bar has at least one beat")


@dataclass(frozen=True, slots=True)
class MeterChange:
    """From ``beat`` (a bar line) on, bars have ``meter``."""

    beat: Fraction
    meter: Meter


def bar_and_position(beat: Fraction, changes: Sequence[MeterChange]) -> tuple[int, Fraction]:
    """Bar number (0 = the first change's bar; negative before it) and beats since its bar line.

    ``changes`` are sorted by beat and not empty. A bar cut short by the next change counts as one.
    """
    bar = 0
    for change, following in pairwise(changes):
        if beat < following.beat:
            break
        length = following.beat - change.beat
        bar += -(-length // change.meter.beats)
    else:
        change = changes[-1]
    inside, position = divmod(beat - change.beat, change.meter.beats)
    return bar + int(inside), position
