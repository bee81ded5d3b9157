"""Every rule a Beat Saber level should keep, each a small value, and the two ways to ask them all.

``docs/beatsaber-checks.md`` is the table of these rules, written from them.
"""

from __future__ import annotations

import math

from automapper.beatsaber.checks import (
    arcs,
    bombs,
    chains,
    clashes,
    jumps,
    level,
    lights,
    multi_notes,
    objects,
    parity,
    speed,
    spread,
    timing,
    walls,
)
from automapper.beatsaber.checks.rule import Finding, Preset, Rule, preset_named
from automapper.beatsaber.checks.subject import (
    AudioFacts,
    ChartSubject,
    LevelSubject,
    prepare_chart,
)
from automapper.beatsaber.model import Chart, Level
from automapper.beatsaber.tempo import level_tempo
from automapper.chart import Issue
from automapper.timing import TempoMap

CHART_RULES: tuple[Rule[ChartSubject], ...] = (
    *objects.RULES,
    *parity.RULES,
    *clashes.RULES,
    *multi_notes.RULES,
    *speed.RULES,
    *bombs.RULES,
    *walls.RULES,
    *arcs.RULES,
    *chains.RULES,
    *lights.RULES,
    *timing.RULES,
    *jumps.RULES,
)
LEVEL_RULES: tuple[Rule[LevelSubject], ...] = (*level.RULES, *spread.RULES)
ALL_CHECKS: tuple[Rule[ChartSubject] | Rule[LevelSubject], ...] = (*CHART_RULES, *LEVEL_RULES)


def check_level(
    level: Level, preset: str = "default", *, audio: AudioFacts | None = None
) -> list[Issue]:
    """Everything wrong with a level under a preset: its own issues, then those of each chart.

    A chart's issues carry its name in ``part`` and are in the order of time. Without ``audio``,
    rules that need the song's length or the cover's size are not asked. ``ConfigError`` for a
    preset that does not exist.
    """
    chosen = preset_named(preset)
    charts = tuple(
        prepare_chart(chart, level_tempo(level, chart), chosen, level.bpm, audio)
        for chart in level.charts
    )
    subject = LevelSubject(level, chosen, charts, audio)
    issues = [issue for rule in LEVEL_RULES for issue in rule(subject)]
    for chart in charts:
        issues += check_subject(chart)
    return issues


def check_chart(
    chart: Chart,
    tempo: TempoMap,
    preset: str = "default",
    *,
    bpm: float | None = None,
    audio: AudioFacts | None = None,
) -> list[Issue]:
    """Everything wrong with one chart, in the order of time (the whole chart's issues first).

    ``bpm`` is the level's own tempo, from which jumps follow (None: the tempo at beat 0).
    """
    return check_subject(prepare_chart(chart, tempo, preset_named(preset), bpm, audio))


def check_subject(subject: ChartSubject) -> list[Issue]:
    """The same for a chart that is ready."""
    issues = [issue for rule in CHART_RULES for issue in rule(subject)]
    return sorted(issues, key=_when)


def _when(issue: Issue) -> float:
    return -math.inf if issue.seconds is None else issue.seconds


__all__ = [
    "ALL_CHECKS",
    "CHART_RULES",
    "LEVEL_RULES",
    "AudioFacts",
    "ChartSubject",
    "Finding",
    "LevelSubject",
    "Preset",
    "Rule",
    "check_chart",
    "check_level",
    "check_subject",
    "prepare_chart",
    "preset_named",
]
