"""A package in, a chart out: all stages after each other, the way the door uses them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from automapper.bms.checks.placement import RULES as PLACEMENT_RULES
from automapper.bms.checks.placement_subject import Outcome, PlacementSubject
from automapper.bms.checks.writer import WRITER_CHECKS, check_writing
from automapper.bms.difficulty import PlayFigures, estimated_level, figures_of
from automapper.bms.emit import emit
from automapper.bms.formats.document import document_bytes
from automapper.bms.generate.analyse import Analysis
from automapper.bms.generate.output import chart_name
from automapper.bms.generate.place import Placement, Rules, place
from automapper.bms.generate.result import (
    events_record,
    head_record,
    label_record,
    states_record,
)
from automapper.bms.headers import Label
from automapper.bms.options import GenerateOptions
from automapper.bms.placement.model import Placed, Residual
from automapper.bms.read import read_chart
from automapper.bms.similarity import Similarity, similarities
from automapper.chart import Issue, Severity, count_issues, issue_record
from automapper.errors import ConformanceError


@dataclass(frozen=True, slots=True, eq=False)
class Made:
    """A chart that passed every check.

    ``name`` and ``data`` are the file; ``result`` is the record beside it; ``similarity`` compares
    it with each chart of the package; ``issues`` are warnings, never errors.
    """

    name: str
    data: bytes
    placed: tuple[Placed, ...]
    figures: PlayFigures
    level: float
    result: Mapping[str, Any]
    similarity: tuple[Similarity, ...]
    issues: tuple[Issue, ...]


def make_chart(analysis: Analysis, options: GenerateOptions, rules: Rules, verify: bool) -> Made:
    """Places, emits and checks one chart.

    ``verify`` places everything a second time and compares. Raises ConformanceError, so that
    nothing is written, where a check fails: that is a fault of ours, never of the package.
    """
    placement = place(analysis, options, rules)
    return made_chart(analysis, options, rules, placement, "full", verify=verify)


def made_chart(
    analysis: Analysis,
    options: GenerateOptions,
    rules: Rules,
    placement: Placement,
    mode: str,
    *,
    verify: bool = False,
) -> Made:
    """Emits and checks a placement; ``mode`` says in the result how it came about."""
    level = level_of(analysis, placement.placed)[1]
    label = label_of(analysis, options, round(level), len(placement.placed))
    data = chart_bytes(analysis, placement.placed, placement.residual, label)

    def again() -> Outcome:
        fresh = place(analysis, options, rules)
        return Outcome(fresh.placed, fresh.residual)

    outcome = Outcome(placement.placed, placement.residual)
    issues = checked(analysis, rules, outcome, data, again if verify else None)
    result = {
        **head_record(analysis, options, mode),
        "label": label_record(label),
        "level_estimate": level,
        "diagnostics": dict(placement.diagnostics),
        "conformance": conformance_record(issues, verify),
        "end_state": placement.end_state.to_record(),
        "states": states_record(placement.states),
        **events_record(placement.placed, placement.residual),
    }
    return finished_chart(analysis, options, outcome, data, result, issues)


def finished_chart(
    analysis: Analysis,
    options: GenerateOptions,
    outcome: Outcome,
    data: bytes,
    result: Mapping[str, Any],
    issues: tuple[Issue, ...],
) -> Made:
    """A checked chart with its figures and likenesses."""
    name = chart_name(analysis.name, analysis.source.mode, options.intensity)
    figures, level = level_of(analysis, outcome.placed)
    likeness = similarities(read_chart(data, name).chart, analysis.charts)
    return Made(name, data, outcome.placed, figures, level, result, likeness, issues)


def level_of(analysis: Analysis, placed: tuple[Placed, ...]) -> tuple[PlayFigures, float]:
    """What a player meets, and the level that comes to."""
    source = analysis.source
    seconds = source.tempo_map.seconds_array([float(one.event.beat) for one in placed])
    figures = figures_of(seconds, [one.event.place for one in placed])
    return figures, estimated_level(source.mode, figures)


def label_of(analysis: Analysis, options: GenerateOptions, level: int, notes: int) -> Label:
    """How the chart shows that it was generated."""
    keys = int(analysis.source.mode)
    return Label(f"[AUTO {keys}K Lv{options.intensity}]", level, notes=notes)


def chart_bytes(
    analysis: Analysis,
    placed: tuple[Placed, ...],
    residual: tuple[Residual, ...],
    label: Label,
) -> bytes:
    """The chart's file."""
    return document_bytes(emit(analysis.read, analysis.source, placed, residual, label))


def checked(
    analysis: Analysis,
    rules: Rules,
    outcome: Outcome,
    data: bytes,
    again: Callable[[], Outcome] | None = None,
) -> tuple[Issue, ...]:
    """Every law of placement and writing; its warnings. ConformanceError where one is broken."""
    issues = conformance(analysis, rules, outcome, data, again)
    broken = [issue for issue in issues if issue.severity == Severity.ERROR]
    if broken:
        first = broken[0]
        where = "" if first.seconds is None else f" at {first.seconds:.2f} s"
        raise ConformanceError(
            f"{analysis.name}: the new chart breaks {count_issues(issues, Severity.ERROR)} laws, "
            f"first {first.check}{where}: {first.what}; nothing was written"
        )
    return issues


def conformance(
    analysis: Analysis,
    rules: Rules,
    outcome: Outcome,
    data: bytes,
    again: Callable[[], Outcome] | None = None,
) -> tuple[Issue, ...]:
    """Every breach of the laws of placement and writing."""
    subject = PlacementSubject(
        analysis.source, analysis.sounds, rules.selection, rules.tuning, outcome, again
    )
    placed = [issue for rule in PLACEMENT_RULES for issue in rule(subject)]
    written = check_writing(analysis.read, data, outcome.placed, outcome.residual)
    return (*placed, *written)


def conformance_record(issues: tuple[Issue, ...], verified: bool) -> dict[str, object]:
    """Which laws were asked, and what they said."""
    names = [rule.name for rule in PLACEMENT_RULES if verified or rule.name != _COSTLY]
    names += [rule.name for rule in WRITER_CHECKS]
    broken = {issue.check for issue in issues if issue.severity == Severity.ERROR}
    return {
        "passed": [name for name in names if name not in broken],
        "failed": sorted(broken),
        "warnings": [issue_record(issue) for issue in issues],
    }


_COSTLY = "placed-reproducible"
