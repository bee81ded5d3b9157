"""What is wrong with a chart, where, and how badly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction
from typing import Protocol, TypeVar


class Severity(IntEnum):
    """How much an issue matters under a preset; OFF issues are not reported."""

    OFF = 0
    WARNING = 1
    ERROR = 2


@dataclass(frozen=True, slots=True)
class Issue:
    """One fault of a chart.

    ``check`` is the rule's short name, ``seconds``/``beat`` where it happens (None: the whole
    chart), ``what`` the fault and ``why`` the reason a player minds. ``part`` names the chart of a
    level ("" for the level as a whole). ``columns`` are the lanes concerned, in games with lanes.
    """

    severity: Severity
    check: str
    what: str
    why: str
    seconds: float | None = None
    beat: Fraction | None = None
    part: str = ""
    columns: tuple[int, ...] = ()


def count_issues(issues: Iterable[Issue], severity: Severity, part: str | None = None) -> int:
    """How many issues of a severity there are, in one chart or (None) in all."""
    return sum(issue.severity == severity and part in (None, issue.part) for issue in issues)


def issue_counts(issues: Sequence[Issue], part: str | None = None) -> dict[str, int]:
    """How many errors and warnings there are, in one chart or (None) in all, for JSON."""
    return {
        "errors": count_issues(issues, Severity.ERROR, part),
        "warnings": count_issues(issues, Severity.WARNING, part),
    }


def issue_record(issue: Issue) -> dict[str, object]:
    """Plain values for JSON; the game's page of checks describes the keys."""
    return {
        "severity": issue.severity.name.lower(),
        "check": issue.check,
        "part": issue.part,
        "seconds": None if issue.seconds is None else round(issue.seconds, 6),
        "beat": None if issue.beat is None else float(issue.beat),
        "what": issue.what,
        "why": issue.why,
    }


Subject = TypeVar("Subject", contravariant=True)


class Check(Protocol[Subject]):
    """One rule: it yields issues; it neither parses nor repairs."""

    @property
    def name(self) -> str:
        """Short name, in kebab-case, unique within the game."""
        ...

    def __call__(self, subject: Subject) -> Iterator[Issue]:
        """Every breach of the rule, in the order of time."""
        ...
