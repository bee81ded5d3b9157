"""Every rule an osu!mania mapset should keep, each a small value, and the two ways to ask them all.

``docs/osumania-checks.md`` is the table of these rules, written from them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from automapper.chart import Issue, Rule, preset_of
from automapper.osumania.checks import files, mapset, notes, patterns, points, settings, snap
from automapper.osumania.checks.rule import Preset
from automapper.osumania.checks.subject import (
    ChartSubject,
    FileFacts,
    MapsetSubject,
    prepare_chart,
    unique_parts,
)
from automapper.osumania.model import Chart, Mapset

CHART_RULES: tuple[Rule[ChartSubject], ...] = (
    *notes.RULES,
    *patterns.RULES,
    *snap.RULES,
    *points.RULES,
    *settings.RULES,
)
MAPSET_RULES: tuple[Rule[MapsetSubject], ...] = (*mapset.RULES, *files.RULES)
ALL_CHECKS: tuple[Rule[ChartSubject] | Rule[MapsetSubject], ...] = (*CHART_RULES, *MAPSET_RULES)


def check_mapset(
    mapset: Mapset, preset: str = "default", *, facts: FileFacts | None = None
) -> list[Issue]:
    """Everything wrong with a mapset under a preset: its own issues, then those of each chart.

    A chart's issues carry its name in ``part`` and are in the order of time. Without ``facts``,
    rules about files are not asked. ``ConfigError`` for a preset that does not exist.
    """
    return check_subject(prepare_mapset(mapset, preset_of(Preset, preset), facts=facts))


def check_subject(subject: MapsetSubject) -> list[Issue]:
    """The same for a mapset that is ready."""
    issues = [issue for rule in MAPSET_RULES for issue in rule(subject)]
    for chart in subject.charts:
        issues += check_chart_subject(chart)
    return issues


def check_chart(
    chart: Chart, preset: str = "default", *, stars: float | None = None
) -> list[Issue]:
    """Everything wrong with one chart, in the order of time (the whole chart's issues first)."""
    return check_chart_subject(prepare_chart(chart, preset_of(Preset, preset), stars=stars))


def check_chart_subject(subject: ChartSubject) -> list[Issue]:
    """The same for a chart that is ready."""
    return sorted((issue for rule in CHART_RULES for issue in rule(subject)), key=_when)


def prepare_mapset(
    mapset: Mapset,
    preset: Preset = Preset.DEFAULT,
    *,
    facts: FileFacts | None = None,
    stars: Sequence[float | None] | None = None,
    whole: bool = True,
) -> MapsetSubject:
    """A mapset as the rules want it; ``stars`` run along with its charts (None: not known).

    ``whole`` False: more charts may belong to it, so none is known to be the lowest.
    """
    parts = unique_parts(mapset.charts)
    known = stars or [None] * len(parts)
    charts = [
        prepare_chart(chart, preset, part=part, stars=rating)
        for (_, chart), part, rating in zip(mapset.charts, parts, known, strict=True)
    ]
    easiest = {
        keys: min(one.difficulty for one in charts if one.chart.keys == keys)
        for keys in {one.chart.keys for one in charts}
    }
    marked = (
        replace(one, lowest=whole and one.difficulty == easiest[one.chart.keys])
        for one in sorted(charts, key=lambda one: one.difficulty)
    )
    return MapsetSubject(mapset, preset, tuple(marked), facts, whole)


def _when(issue: Issue) -> float:
    return -math.inf if issue.seconds is None else issue.seconds


__all__ = [
    "ALL_CHECKS",
    "CHART_RULES",
    "MAPSET_RULES",
    "ChartSubject",
    "FileFacts",
    "MapsetSubject",
    "Preset",
    "check_chart",
    "check_chart_subject",
    "check_mapset",
    "check_subject",
    "prepare_chart",
    "prepare_mapset",
]
