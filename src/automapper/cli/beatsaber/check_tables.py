"""What ``bsa-check`` prints: each chart in numbers, then the issues by chart and rule."""

from __future__ import annotations

from collections.abc import Iterator

from rich.table import Table
from rich.text import Text

from automapper.beatsaber.checks.report import LevelReport, clock
from automapper.chart import Issue, Severity
from automapper.cli.issue_list import counted, issue_lines, show_checked

_COLUMNS = "err warn notes nps bombs walls arcs chains lights njs jump react"
_WAYS_OUT = {"chain": "bsa-generate --no-chains makes a level without"}


def show_report(report: LevelReport, *, everything: bool = False) -> None:
    """Prints a report to standard output; ``everything``: every place of every rule."""
    parts = ("", *(chart.part for chart in report.charts))
    listed = issue_lines(report.issues, parts, _place, whole="the level", everything=everything)
    lines = (*_ways_out(report), *listed)
    show_checked(report.title, _charts(report), report.issues, report.preset, lines)


def _charts(report: LevelReport) -> Table:
    """One row a chart; 80 columns hold it, with a long name on two lines."""
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("chart", min_width=len("ExpertPlus"))
    for name in _COLUMNS.split():
        table.add_column(name, justify="right", no_wrap=True)
    for chart in report.charts:
        counts = [report.count(one, chart.part) for one in (Severity.ERROR, Severity.WARNING)]
        nps = f"{dict(chart.statistics).get('nps', 0.0):.2f}"
        objects = (chart.bombs, chart.walls, chart.arcs, chart.chains, chart.lights)
        jump = (f"{chart.njs:g}", f"{chart.jump_distance:.1f}m", f"{chart.reaction_ms}ms")
        table.add_row(Text(chart.part), *map(str, (*counts, chart.notes, nps, *objects, *jump)))
    return table


def _ways_out(report: LevelReport) -> Iterator[Text]:
    for check, way_out in _WAYS_OUT.items():
        number = sum(issue.check == check for issue in report.issues)
        if number:
            yield Text(f"{counted(number, check)}; {way_out}")


def _place(issue: Issue) -> str:
    time = "" if issue.seconds is None else f"{clock(issue.seconds)}  "
    beat = "" if issue.beat is None else f"beat {float(issue.beat):.3f}  "
    return f"{time}{beat}{issue.what}"
