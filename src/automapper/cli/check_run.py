"""What the check doors do with packages: one after the other, a bad one hides no other."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

from rich.text import Text

from automapper.chart import Severity
from automapper.cli.closed_output import output_may_close
from automapper.cli.output_console import OutputConsole
from automapper.errors import AutomapperError

UNREAD = 2  # exit code


class Report(Protocol):
    """What every game's report of a check can tell."""

    @property
    def reading(self) -> Sequence[str]:
        """Warnings of reading the files."""

    def count(self, severity: Severity) -> int:
        """How many issues of a severity there are."""

    def record(self) -> dict[str, object]:
        """Plain values for JSON."""


Checked = TypeVar("Checked", bound=Report)


def run_checks(
    door: str,
    paths: Sequence[Path],
    check: Callable[[Path], Checked],
    show: Callable[[Checked], None],
) -> int:
    """Checks and prints one package after the other; of several each with its path, and a sum.

    Returns 0 without errors, 1 with some, 2 when a package could not be read. A reader of the
    output that leaves early changes nothing in that.
    """
    bad = unread = 0
    for number, (path, report) in enumerate(_checked(door, paths, check)):
        if report is None:
            unread += 1
            continue
        bad += report.count(Severity.ERROR) > 0
        for line in report.reading:
            print(f"warning: {line}", file=sys.stderr)
        with output_may_close():
            if len(paths) > 1:
                OutputConsole().print(Text(f"\n{path}" if number else str(path)), soft_wrap=True)
            show(report)
    if len(paths) > 1:
        unknown = f", {unread} could not be read" if unread else ""
        with output_may_close():
            print(f"\n{bad} of {len(paths)} have errors{unknown}")
    return UNREAD if unread else int(bad > 0)


def check_records(
    door: str, paths: Sequence[Path], check: Callable[[Path], Report]
) -> tuple[list[dict[str, object]], int]:
    """The same for programs: every package's record with its path, and the exit code."""
    records: list[dict[str, object]] = []
    bad = 0
    for path, report in _checked(door, paths, check):
        if report is not None:
            bad += report.count(Severity.ERROR) > 0
            records.append({"path": str(path), **report.record()})
    return records, UNREAD if len(records) < len(paths) else int(bad > 0)


def _checked(
    door: str, paths: Sequence[Path], check: Callable[[Path], Checked]
) -> Iterator[tuple[Path, Checked | None]]:
    """Every package with its report, or None where the reason was told."""
    for path in paths:
        try:
            yield path, check(path)
        except AutomapperError as error:
            print(f"{door}: {error}", file=sys.stderr)
            yield path, None
