"""Gates that tell a human's chart from a machine's: which statistics lie outside the human range.

An error count alone is easily fooled: a bot that swings up and down in two cells hardly errs, and
one that picks random cells of its own half passes most soft gates. So the hard gates include the
surprisal under an n-gram of clean human charts (:mod:`automapper.beatsaber.stats.ngram`), which is
too low for the first bot and too high for the second.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from automapper.beatsaber.stats import Statistics
from automapper.chart import Difficulty

# Limits of the hard gates, from 379 clean Expert and Expert+ community charts.
MOST_PARITY_BREAKS = 0.5  # per 100 swings
MOST_DOUBLE_DIRECTIONALS = 0.017  # share of turns within a second
# p5-p95 of clean human charts under `ngram` trained on the other three folds of songs, nats per
# note; benchmarks/beatsaber_gates.py counts it anew.
HUMAN_SURPRISAL = (1.61, 3.69)
# How many statistics of a group a human chart may have outside p5-p95 (clean humans: 88 %).
MOST_SPATIAL, MOST_RHYTHM = 6, 4
# What makes a human chart clean enough to learn from and to measure by.
CLEAN_PARITY_BREAKS, CLEAN_DOUBLE_DIRECTIONALS, CLEAN_DOTS = 3.0, 0.05, 0.30
_ROUNDING = 1e-9


class Group(Enum):
    """What a statistic is about: where and how, whether it comes again, or when."""

    SPATIAL = "spatial"
    MOTIF = "motif"
    RHYTHM = "rhythm"


@dataclass(frozen=True, slots=True)
class Gate:
    """A statistic and the interval that holds 90 % of clean human charts."""

    name: str
    group: Group
    low: float
    high: float

    def passes(self, value: float) -> bool:
        """Whether a value lies inside, ends included."""
        return self.low - _ROUNDING <= value <= self.high + _ROUNDING


@dataclass(frozen=True, slots=True)
class Verdict:
    """Names of what lies outside: failed hard gates, and statistics by group."""

    hard: tuple[str, ...]
    spatial: tuple[str, ...]
    motif: tuple[str, ...]
    rhythm: tuple[str, ...]

    @property
    def passes_hard(self) -> bool:
        """No hard gate failed."""
        return not self.hard

    @property
    def passes_spatial(self) -> bool:
        """At most six spatial statistics lie outside."""
        return len(self.spatial) <= MOST_SPATIAL

    @property
    def passes_rhythm(self) -> bool:
        """At most four rhythm statistics lie outside."""
        return len(self.rhythm) <= MOST_RHYTHM

    @property
    def passes(self) -> bool:
        """Nothing tells this chart from a human's."""
        return self.passes_hard and self.passes_spatial and self.passes_rhythm


@cache
def human_gates() -> tuple[Gate, ...]:
    """The soft gates in the order of ``tables/gates.tsv``: 30 spatial, 3 motif, 17 rhythm."""
    rows = _rows("tables/gates.tsv")
    return tuple(
        Gate(name, Group(group), float(p5), float(p95)) for group, name, p5, p95, *_ in rows
    )


@cache
def human_objects() -> Mapping[tuple[str, Difficulty], tuple[float, float]]:
    """p5-p95 of ``walls/100`` and ``bombs/100`` by difficulty, over aligned community levels.

    The table is counted by ``benchmarks/beatsaber_gates.py --count``.
    """
    return MappingProxyType(
        {
            (name, Difficulty[difficulty]): (float(p5), float(p95))
            for name, difficulty, _, p5, _, p95 in _rows("tables/objects.tsv")
        }
    )


def is_clean(statistics: Statistics) -> bool:
    """Whether a human chart is low in parity breaks, double-directionals and dots."""
    return (
        statistics.get("parity_break/100sw", 0.0) <= CLEAN_PARITY_BREAKS
        and statistics.get("DD(<=45)", 0.0) <= CLEAN_DOUBLE_DIRECTIONALS
        and statistics.get("dir_dot", 0.0) <= CLEAN_DOTS
    )


def judge(
    statistics: Statistics,
    surprisal: float | None = None,
    human_surprisal: tuple[float, float] = HUMAN_SURPRISAL,
) -> Verdict:
    """Which gates a chart fails; statistics it is too short for count as passed.

    ``surprisal`` is in nats per note (None: not measured, that gate is left out), and
    ``human_surprisal`` the interval of clean humans under the same model.
    """
    outside: dict[Group, list[str]] = {group: [] for group in Group}
    for gate in human_gates():
        if gate.name in statistics and not gate.passes(statistics[gate.name]):
            outside[gate.group].append(gate.name)
    return Verdict(
        hard=_failed_hard(statistics, surprisal, human_surprisal),
        spatial=tuple(outside[Group.SPATIAL]),
        motif=tuple(outside[Group.MOTIF]),
        rhythm=tuple(outside[Group.RHYTHM]),
    )


def _rows(name: str) -> list[list[str]]:
    """Cells of a table of the package, without its header."""
    text = files("automapper.beatsaber").joinpath(name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines()[1:]]


def _failed_hard(
    statistics: Statistics, surprisal: float | None, human: tuple[float, float]
) -> tuple[str, ...]:
    failed = []
    if statistics.get("parity_break/100sw", 0.0) > MOST_PARITY_BREAKS:
        failed.append("parity")
    if statistics.get("DD(<=45)", 0.0) > MOST_DOUBLE_DIRECTIONALS:
        failed.append("double-directional")
    if statistics.get("notes_in_one_cell", 0.0) > 0:
        failed.append("one-cell")
    if surprisal is not None and not human[0] <= surprisal <= human[1]:
        failed.append("surprisal")
    return tuple(failed)
