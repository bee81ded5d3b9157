"""How a check door lists issues: by chart and rule, errors and frequent ones first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from rich.table import Table
from rich.text import Text

from automapper.chart import Issue, Severity, count_issues
from automapper.cli.output_console import OutputConsole

PLACES = 5  # of each rule in each chart, unless all are asked for


def counted(number: int, word: str) -> str:
    """A number with its word: "1 error", "2 errors"."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def show_checked(
    title: str, table: Table, issues: Sequence[Issue], preset: str, lines: Iterable[Text]
) -> None:
    """Prints what was checked: its title, its charts in numbers, how many issues, and ``lines``."""
    console = OutputConsole()
    console.print(Text(title, style="bold"), soft_wrap=True)
    console.print(table)
    errors = counted(count_issues(issues, Severity.ERROR), "error")
    warnings = counted(count_issues(issues, Severity.WARNING), "warning")
    console.print(f"{errors}, {warnings} ({preset})")
    for line in lines:  # long ones are left to the console to fold
        console.print(line, soft_wrap=True)


def issue_lines(
    issues: Sequence[Issue],
    parts: Iterable[str],
    place: Callable[[Issue], str],
    *,
    whole: str,
    everything: bool,
) -> Iterator[Text]:
    """The issues of each part in turn, under its name ("" is told as ``whole``).

    ``place`` says where and what one issue is; ``everything``: every place of every rule.
    Text, not str: names from files are no markup.
    """
    for part in parts:
        rules = _by_rule(issue for issue in issues if issue.part == part)
        if rules:
            yield Text(f"\n{part or whole}", style="bold")
        for found in rules:
            yield _headline(found)
            shown = found if everything else found[:PLACES]
            yield from (Text(f"      {place(issue)}") for issue in shown)
            if len(found) > len(shown):
                yield Text(f"      and {len(found) - len(shown)} more")


def _by_rule(issues: Iterator[Issue]) -> list[list[Issue]]:
    """Issues of one rule together, in their order; errors and frequent ones first."""
    ordered = sorted(issues, key=lambda issue: (-issue.severity, issue.check))
    groups = [list(group) for _, group in groupby(ordered, key=lambda issue: issue.check)]
    return sorted(groups, key=lambda group: (-group[0].severity, -len(group)))


def _headline(found: list[Issue]) -> Text:
    first = found[0]
    style = "red" if first.severity == Severity.ERROR else "yellow"
    name = Text(f"  {first.severity.name[0]} {first.check}", style=style)
    return name.append(f" ({len(found)}): {first.why}", style="default")
