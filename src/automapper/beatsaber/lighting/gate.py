"""Whether a light show does what human shows do, section by section.

Each section (see :mod:`automapper.beatsaber.lighting.stats`) is held against the human 5th to 95th
percentile of its density, its palette and its mix of events. A fixed pattern fails: its sections do
not change, its beats are all alike.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from automapper.beatsaber.lighting.stats import section_statistics
from automapper.beatsaber.model import Lightshow

FAMILIES: Mapping[str, tuple[str, ...]] = {
    "density": ("density",),
    "palette": ("red", "palette", "same_beat", "change"),
    "mix": ("kind_0", "kind_1", "kind_2", "kind_3", "kind_4", "off", "on", "flash", "fade"),
}
# Statistics of a family that a section may miss: nine of the mix hang on one another, and a
# human section misses each by definition one time in ten.
MAY_MISS: Mapping[str, int] = {"density": 0, "palette": 0, "mix": 1}
# Share of a show's sections that must be inside, in every family.
LEAST_INSIDE = 0.75


@dataclass(frozen=True, slots=True)
class Interval:
    """The human range of one statistic: 5th percentile, median, 95th, over ``count`` values."""

    scope: str
    name: str
    p5: float
    median: float
    p95: float
    count: int

    def holds(self, value: float) -> bool:
        """Whether a value lies inside; what cannot be told (NaN) does."""
        return math.isnan(value) or self.p5 <= value <= self.p95


@dataclass(frozen=True, slots=True)
class Verdict:
    """Share of a show's sections inside the human range by family, and what they missed most.

    ``missed``: (statistic, share of sections outside), worst first, without zeros.
    """

    sections: int
    inside: Mapping[str, float]
    missed: tuple[tuple[str, float], ...]

    @property
    def passed(self) -> bool:
        """Whether nearly all sections are inside in every family."""
        return self.sections > 0 and min(self.inside.values()) >= LEAST_INSIDE


@cache
def human_intervals() -> Mapping[tuple[str, str], Interval]:
    """The table ``tables/lights.tsv`` by (scope, statistic); scopes are "level" and "section".

    Counted by ``benchmarks/beatsaber_lights.py --count``.
    """
    text = (files("automapper.beatsaber") / "tables" / "lights.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    intervals = [
        Interval(scope, name, float(p5), float(median), float(p95), int(count))
        for scope, name, p5, median, p95, count in rows[1:]
    ]
    return {(interval.scope, interval.name): interval for interval in intervals}


def judge_lights(lights: Lightshow) -> Verdict:
    """Hold every section of a show against the human ranges."""
    sections = section_statistics(lights)
    ranges = human_intervals()
    count = max(len(sections), 1)
    inside = dict.fromkeys(FAMILIES, 0)
    outside: dict[str, int] = {}
    for section in sections:
        for family, names in FAMILIES.items():
            missed = [n for n in names if not ranges["section", n].holds(section[n])]
            inside[family] += len(missed) <= MAY_MISS[family]
            for name in missed:
                outside[name] = outside.get(name, 0) + 1
    worst = sorted(outside.items(), key=lambda item: (-item[1], item[0]))
    return Verdict(
        len(sections),
        {family: hits / count for family, hits in inside.items()},
        tuple((name, misses / count) for name, misses in worst),
    )
