"""Every rule about a BMS chart as a small value, and the ways to ask them.

``docs/bms-checks.md`` is the table of these rules, written from them.
"""

from __future__ import annotations

import math

from automapper.bms.checks import notes, samples, settings
from automapper.bms.checks.rule import Preset
from automapper.bms.checks.subject import ChartSubject, prepare_chart
from automapper.chart import Issue, Rule

# Asked of any chart file.
CHART_RULES: tuple[Rule[ChartSubject], ...] = (*notes.RULES, *samples.RULES, *settings.RULES)


def check_chart_subject(subject: ChartSubject) -> tuple[Issue, ...]:
    """Everything wrong with a chart, in the order of time (the whole chart's issues first)."""
    return tuple(sorted((issue for rule in CHART_RULES for issue in rule(subject)), key=when))


def when(issue: Issue) -> float:
    """The second by which issues are sorted."""
    return -math.inf if issue.seconds is None else issue.seconds


__all__ = [
    "CHART_RULES",
    "ChartSubject",
    "Preset",
    "check_chart_subject",
    "prepare_chart",
    "when",
]
