"""Last stage: the laws that a generated chart keeps, asked of what was placed and written."""

from __future__ import annotations

from collections.abc import Callable

from automapper.bms.checks.placement import RULES as PLACEMENT_RULES
from automapper.bms.checks.placement_subject import Outcome, PlacementSubject
from automapper.bms.checks.writer import WRITER_CHECKS, check_writing
from automapper.bms.generate.analyse import Analysis
from automapper.bms.generate.place import Rules
from automapper.chart import Issue, Severity, count_issues, issue_record
from automapper.errors import ConformanceError

_COSTLY = "placed-reproducible"  # asked on demand: it places everything again


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
