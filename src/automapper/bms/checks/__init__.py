"""Every rule about a BMS chart as a small value, and the ways to ask them.

``docs/bms-checks.md`` is the table of these rules, written from them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from automapper.bms.checks import notes, placement, samples, settings
from automapper.bms.checks.placement_subject import Outcome, PlacementSubject
from automapper.bms.checks.rule import Preset
from automapper.bms.checks.subject import ChartSubject, prepare_chart
from automapper.bms.checks.writer import WRITER_CHECKS, WritingSubject, check_writing
from automapper.bms.keysounds.features import SoundTable
from automapper.bms.placement.levels import Tuning
from automapper.bms.placement.model import Placed, Residual, Source
from automapper.bms.placement.selection.whitelist import Selection
from automapper.chart import Issue, Rule

# Asked of any chart file.
CHART_CHECKS: tuple[Rule[ChartSubject], ...] = (*notes.RULES, *samples.RULES, *settings.RULES)
# Asked of what placement made of a source, before it is written.
PLACEMENT_CHECKS: tuple[Rule[PlacementSubject], ...] = placement.RULES
ALL_CHECKS: tuple[Rule[ChartSubject] | Rule[PlacementSubject] | Rule[WritingSubject], ...] = (
    *CHART_CHECKS,
    *PLACEMENT_CHECKS,
    *WRITER_CHECKS,
)


def check_chart(subject: ChartSubject) -> tuple[Issue, ...]:
    """Everything wrong with a chart, in the order of time (the whole chart's issues first)."""
    return _sorted([issue for rule in CHART_CHECKS for issue in rule(subject)])


def check_placement(
    source: Source,
    sounds: SoundTable,
    selection: Selection,
    tuning: Tuning,
    placed: Sequence[Placed],
    residual: Sequence[Residual],
) -> tuple[Issue, ...]:
    """Every law of placement that an outcome breaks; reproducibility is not asked."""
    outcome = Outcome(tuple(placed), tuple(residual))
    return check_outcome(PlacementSubject(source, sounds, selection, tuning, outcome))


def check_outcome(subject: PlacementSubject) -> tuple[Issue, ...]:
    """The same for a subject that is ready; with ``again`` reproducibility is asked too."""
    return _sorted([issue for rule in PLACEMENT_CHECKS for issue in rule(subject)])


def _sorted(issues: list[Issue]) -> tuple[Issue, ...]:
    return tuple(sorted(issues, key=_when))


def _when(issue: Issue) -> float:
    return -math.inf if issue.seconds is None else issue.seconds


__all__ = [
    "ALL_CHECKS",
    "CHART_CHECKS",
    "PLACEMENT_CHECKS",
    "WRITER_CHECKS",
    "ChartSubject",
    "Outcome",
    "PlacementSubject",
    "Preset",
    "WritingSubject",
    "check_chart",
    "check_outcome",
    "check_placement",
    "check_writing",
    "prepare_chart",
]
