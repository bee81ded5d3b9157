"""What ``osu-check`` prints: each chart in numbers, then the issues by chart and rule."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text

from automapper.chart import Issue, Severity
from automapper.cli.issue_list import issue_lines, show_checked
from automapper.osumania.checks.report import ChartSummary, MapsetReport, editor_link

_COLUMNS = "level err warn keys notes holds nps stars time bpm hp od"


def show_report(report: MapsetReport, *, everything: bool = False) -> None:
    """Prints a report to standard output; ``everything``: every place of every rule."""
    parts = ("", *(chart.part for chart in report.charts))
    listed = issue_lines(report.issues, parts, _place, whole="the mapset", everything=everything)
    title = report.title or report.path
    show_checked(title, _charts(report), report.issues, report.preset, listed)


def _charts(report: MapsetReport) -> Table:
    """One row a chart; 80 columns hold it, with a long name on several lines."""
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("chart", min_width=len("Expert"))
    for name in _COLUMNS.split():
        table.add_column(name, justify="left" if name == "level" else "right", no_wrap=True)
    for chart in report.charts:
        counts = [report.count(one, chart.part) for one in (Severity.ERROR, Severity.WARNING)]
        numbers = (*counts, chart.keys, chart.notes, chart.holds)
        table.add_row(Text(chart.part), chart.difficulty, *map(str, numbers), *_measures(chart))
    return table


def _measures(chart: ChartSummary) -> tuple[str, ...]:
    stars = "-" if chart.stars is None else f"{chart.stars:.2f}"
    minutes, seconds = divmod(round(chart.seconds), 60)
    low, high = (f"{bpm:.0f}" for bpm in chart.bpm)
    bpm = low if low == high else f"{low}-{high}"
    return (
        f"{chart.nps:.1f}",
        stars,
        f"{minutes}:{seconds:02d}",
        bpm,
        f"{chart.hp:g}",
        f"{chart.od:g}",
    )


def _place(issue: Issue) -> str:
    link = editor_link(issue)
    if not link and issue.columns:
        link = f"column {', '.join(map(str, issue.columns))}"
    return f"{link}  {issue.what}" if link else issue.what
