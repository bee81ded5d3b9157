"""What ``bsa-check`` prints: the issues, why they matter, and each chart in numbers."""

from __future__ import annotations

import io
import sys

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from automapper.beatsaber.checks.report import LevelReport, clock
from automapper.chart import Severity

_COLUMNS = "err warn notes nps bombs walls arcs chains lights njs jump react"


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Leaves it to the door to end as it would have; rich would exit with 1."""
        raise BrokenPipeError


def show_report(report: LevelReport) -> None:
    """Prints a report to standard output."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A console of few characters shows a title in Japanese as question marks.
        sys.stdout.reconfigure(errors="replace")
    console = _Console(highlight=False)
    if report.issues:
        console.print(_issues(report))
        console.print(_reasons(report))
    console.print(_charts(report))
    totals = [report.count(one) for one in (Severity.ERROR, Severity.WARNING)]
    console.print(f"{totals[0]} errors, {totals[1]} warnings ({report.preset})")


def _issues(report: LevelReport) -> Table:
    table = Table("chart", "time", "beat", "check", "what", box=box.SIMPLE_HEAD)
    for issue in report.issues:
        where = "" if issue.seconds is None else clock(issue.seconds)
        beat = "" if issue.beat is None else f"{float(issue.beat):.3f}"
        style = "red" if issue.severity == Severity.ERROR else "yellow"
        check = Text(f"{issue.severity.name[0]} {issue.check}", style=style, no_wrap=True)
        # Text, not str: names from files are no markup.
        table.add_row(Text(issue.part), where, beat, check, Text(issue.what))
    return table


def _reasons(report: LevelReport) -> Table:
    table = Table("check", "why (E: error, W: warning)", box=box.SIMPLE_HEAD)
    for name, why in sorted({(issue.check, issue.why) for issue in report.issues}):
        table.add_row(Text(name, no_wrap=True), Text(why))
    return table


def _charts(report: LevelReport) -> Table:
    columns = _COLUMNS.split()
    table = Table("chart", *columns, box=box.SIMPLE_HEAD, padding=0, title=Text(report.title))
    for chart in report.charts:
        counts = [report.count(one, chart.part) for one in (Severity.ERROR, Severity.WARNING)]
        nps = f"{dict(chart.statistics).get('nps', 0.0):.2f}"
        objects = (chart.bombs, chart.walls, chart.arcs, chart.chains, chart.lights)
        jump = (f"{chart.njs:g}", f"{chart.jump_distance:.1f} m", f"{chart.reaction_ms} ms")
        table.add_row(Text(chart.part), *map(str, (*counts, chart.notes, nps, *objects, *jump)))
    return table
