"""Rush, normal and rest: how the density of candidates divides the chart. Diagnostics only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from automapper.bms.placement.levels import Tuning
from automapper.bms.placement.model import Event


class PhaseKind(StrEnum):
    """How busy a stretch is against the chart's mean."""

    RUSH = "rush"
    NORMAL = "normal"
    REST = "rest"


@dataclass(frozen=True, slots=True)
class Phase:
    """Measures ``start`` to ``end`` (exclusive); ``density`` is candidates a measure, smoothed."""

    start: int
    end: int
    kind: PhaseKind
    density: float


def phases_of(candidates: Sequence[Event], measures: int, tuning: Tuning) -> tuple[Phase, ...]:
    """The phases of a chart from its candidate events: they tile its measures."""
    raise NotImplementedError
