"""The report of a checked level; the door's tests look at whole reports."""

from __future__ import annotations

import pytest

from automapper.beatsaber.checks.report import LevelReport, clock
from automapper.chart import Issue, Severity


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.0, "00:00.000"),
        (2.75, "00:02.750"),
        (59.9996, "01:00.000"),
        (3725.5, "62:05.500"),
        (-0.5, "-00:00.500"),
    ],
)
def test_times_as_minutes_and_seconds(seconds: float, text: str) -> None:
    assert clock(seconds) == text


def test_issues_are_counted_by_severity_and_chart() -> None:
    error = Issue(Severity.ERROR, "parity-break", "what", "why", 1.0, None, "Expert")
    warning = Issue(Severity.WARNING, "spread-step", "what", "why")
    report = LevelReport("A song", "default", (), (warning, error, error), ())
    assert report.count(Severity.ERROR) == 2
    assert report.count(Severity.ERROR, "Expert") == 2
    assert report.count(Severity.ERROR, "") == 0
    assert report.count(Severity.WARNING, "") == 1
    assert report.record()["errors"] == 2
