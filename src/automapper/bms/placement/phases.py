"""Rush, normal and rest: how the density of candidates divides the chart. Diagnostics only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from automapper.bms.placement.levels import Tuning
from automapper.bms.placement.model import Event

# A stretch is busy or quiet when its density lies this far from the chart's mean, as a share.
RUSH_FROM, REST_TO = 1.25, 0.75


class PhaseKind(StrEnum):
    """How busy a stretch is against the chart's mean."""

    RUSH = "rush"
    NORMAL = "normal"
    REST = "rest"


@dataclass(frozen=True, slots=True)
class Phase:
    """Measures ``start`` to ``end`` (exclusive); ``density`` is candidates a quarter note."""

    start: int
    end: int
    kind: PhaseKind
    density: float


@dataclass(frozen=True, slots=True)
class _Stretch:
    start: int
    end: int
    score: float

    def joined(self, other: _Stretch) -> _Stretch:
        mine, theirs = self.end - self.start, other.end - other.start
        score = (self.score * mine + other.score * theirs) / (mine + theirs)
        return _Stretch(self.start, other.end, score)


def phases_of(
    candidates: Sequence[Event], bars: Sequence[Fraction], tuning: Tuning
) -> tuple[Phase, ...]:
    """The phases of a chart from its candidate events; they tile its measures in order.

    ``bars`` are the beats of the measures' starts, one more than measures. A block of
    ``phase_block_measures`` has its density over the chart's mean as its score, smoothed with its
    neighbours (1-2-1); neighbours whose scores differ by less than ``phase_merge_ratio_max`` merge,
    and so do neighbours of one kind. A chart without measures has no phases.
    """
    blocks = _blocks(candidates, bars, tuning.phase_block_measures)
    merged: list[_Stretch] = []
    for block in blocks:
        if merged and abs(merged[-1].score - block.score) < tuning.phase_merge_ratio_max:
            merged[-1] = merged[-1].joined(block)
        else:
            merged.append(block)
    kinds: list[_Stretch] = []
    for stretch in merged:
        if kinds and _kind(kinds[-1].score) is _kind(stretch.score):
            kinds[-1] = kinds[-1].joined(stretch)
        else:
            kinds.append(stretch)
    counts = Counter(event.place.measure for event in candidates)
    phases = []
    for stretch in kinds:
        notes = sum(counts[measure] for measure in range(stretch.start, stretch.end))
        density = notes / float(bars[stretch.end] - bars[stretch.start])
        phases.append(Phase(stretch.start, stretch.end, _kind(stretch.score), round(density, 3)))
    return tuple(phases)


def _kind(score: float) -> PhaseKind:
    if score >= RUSH_FROM:
        return PhaseKind.RUSH
    return PhaseKind.REST if score <= REST_TO else PhaseKind.NORMAL


def _blocks(candidates: Sequence[Event], bars: Sequence[Fraction], size: int) -> list[_Stretch]:
    measures = len(bars) - 1
    counts = Counter(event.place.measure // size for event in candidates)
    bounds = [(start, min(start + size, measures)) for start in range(0, measures, size)]
    raw = [
        counts[number] / float(bars[end] - bars[start])
        for number, (start, end) in enumerate(bounds)
    ]
    mean = sum(raw) / len(raw) if raw else 0.0
    padded = [*raw[:1], *raw, *raw[-1:]]
    return [
        _Stretch(
            start,
            end,
            (padded[i] + 2 * padded[i + 1] + padded[i + 2]) / (4 * mean) if mean else 0.0,
        )
        for i, (start, end) in enumerate(bounds)
    ]
