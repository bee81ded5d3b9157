"""What ``bms-check`` prints: each chart in numbers, then the issues by chart and rule."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text

from automapper.bms.checks.report import BmsReport, ChartSummary
from automapper.bms.checks.rule import Preset
from automapper.chart import Issue, Severity
from automapper.cli.issue_list import issue_lines, show_checked

_COLUMNS = "err warn keys notes ln scr nps/max chord jack time bpm lv est"


def show_report(report: BmsReport, *, everything: bool = False) -> None:
    """Prints a report to standard output; ``everything``: every place of every rule."""
    parts = ("", *(chart.part for chart in report.charts))
    listed = issue_lines(report.issues, parts, _place, whole="the package", everything=everything)
    show_checked(_title(report), _charts(report), report.issues, Preset.DEFAULT.value, listed)


def _title(report: BmsReport) -> str:
    titles = sorted({chart.title for chart in report.charts if chart.title})
    return f"{report.path}: {titles[0]}" if titles else report.path


def _charts(report: BmsReport) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("chart", min_width=len("another.bme"), overflow="fold")
    for name in _COLUMNS.split():
        table.add_column(name, justify="right", no_wrap=True)
    for chart in report.charts:
        counts = [report.count(one, chart.part) for one in (Severity.ERROR, Severity.WARNING)]
        table.add_row(Text(chart.part), *map(str, counts), *_measures(chart))
    return table


def _measures(chart: ChartSummary) -> tuple[str, ...]:
    minutes, seconds = divmod(round(chart.seconds), 60)
    low, high = (f"{bpm:.0f}" for bpm in chart.bpm)
    counts = (chart.keys, chart.notes, chart.holds, chart.scratches)
    return (
        *map(str, counts),
        f"{chart.nps:.1f}/{chart.peak}",
        str(chart.chord),
        str(chart.jacks),
        f"{minutes}:{seconds:02d}",
        low if low == high else f"{low}-{high}",
        chart.told or "-",
        f"{chart.level:.1f}",
    )


def _place(issue: Issue) -> str:
    if issue.seconds is None:
        return issue.what
    total = round(max(issue.seconds, 0.0) * 1000)
    time = f"{total // 60000:02d}:{total // 1000 % 60:02d}.{total % 1000:03d}"
    return f"{time}  {issue.what}"
