"""Issues as a check door lists them."""

from __future__ import annotations

from automapper.chart import Issue, Severity
from automapper.cli.issue_list import counted, issue_lines


def issue(check: str, what: str, severity: Severity = Severity.WARNING, part: str = "") -> Issue:
    return Issue(severity, check, what, f"why {check}", part=part)


def lines(*issues: Issue, everything: bool = False) -> list[str]:
    told = issue_lines(
        issues, ("", "Hard"), lambda one: one.what, whole="the map", everything=everything
    )
    return [line.plain for line in told]


def test_issues_stand_by_chart_and_rule_with_errors_and_frequent_ones_first() -> None:
    assert lines(
        issue("rare", "a"),
        issue("often", "b"),
        issue("often", "c"),
        issue("grave", "d", Severity.ERROR),
        issue("rare", "e", part="Hard"),
        issue("rare", "f", part="Easy"),
    ) == [
        "\nthe map",
        "  E grave (1): why grave",
        "      d",
        "  W often (2): why often",
        "      b",
        "      c",
        "  W rare (1): why rare",
        "      a",
        "\nHard",
        "  W rare (1): why rare",
        "      e",
    ]


def test_places_are_cut_at_five_unless_all_are_asked_for() -> None:
    many = [issue("often", str(number)) for number in range(7)]
    assert lines(*many)[-2:] == ["      4", "      and 2 more"]
    assert lines(*many, everything=True)[-1] == "      6"


def test_names_from_files_are_no_markup() -> None:
    assert lines(issue("rare", "[bold]x[/bold]"))[-1] == "      [bold]x[/bold]"


def test_one_is_no_plural() -> None:
    assert [counted(number, "error") for number in (0, 1, 2)] == ["0 errors", "1 error", "2 errors"]
