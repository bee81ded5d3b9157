"""What a timing point says, and how well it has to say it."""

from __future__ import annotations

from dataclasses import dataclass

TOLERANCE_S = 0.009  # so that with rounding to milliseconds every beat stays within 10 ms


@dataclass(frozen=True, slots=True)
class TempoMark:
    """From ``time`` (s) on beats are 60 / ``bpm`` s apart, and a bar of ``meter`` beats begins.

    ``beat`` counts beats of the pulse from its first downbeat, which is 0.
    """

    time: float
    bpm: float
    meter: int
    beat: int
