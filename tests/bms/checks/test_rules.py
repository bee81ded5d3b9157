"""Every rule has a failing and a passing example, and tells what it is."""

from __future__ import annotations

import re

import pytest

from automapper.bms.checks import (
    ALL_CHECKS,
    CHART_CHECKS,
    PLACEMENT_CHECKS,
    WRITER_CHECKS,
    check_chart,
    notes,
    placement,
    samples,
    settings,
)
from automapper.bms.checks.rule import Preset
from automapper.chart import Severity

from .charts import EXAMPLES, at, hold, key, of, tap
from .placements import EXAMPLES as PLACED_EXAMPLES

BY_NAME = {rule.name: rule for rule in ALL_CHECKS}
ALL_EXAMPLES = {**EXAMPLES, **PLACED_EXAMPLES}
BAD = [(name, index) for name, (bad, _) in ALL_EXAMPLES.items() for index in range(len(bad))]
FINE = [(name, index) for name, (_, fine) in ALL_EXAMPLES.items() for index in range(len(fine))]


def test_every_topic_is_asked_and_no_name_stands_twice() -> None:
    assert (*notes.RULES, *samples.RULES, *settings.RULES) == CHART_CHECKS
    assert PLACEMENT_CHECKS == placement.RULES
    assert (*CHART_CHECKS, *PLACEMENT_CHECKS, *WRITER_CHECKS) == ALL_CHECKS
    assert len(BY_NAME) == len(ALL_CHECKS)


def test_every_rule_has_both_examples() -> None:
    # The writer's have theirs in test_writer.py.
    assert list(ALL_EXAMPLES) == [rule.name for rule in (*CHART_CHECKS, *PLACEMENT_CHECKS)]
    assert all(bad and fine for bad, fine in ALL_EXAMPLES.values())


@pytest.mark.parametrize(("name", "index"), BAD)
def test_a_rule_finds_its_fault(name: str, index: int) -> None:
    assert list(BY_NAME[name].find(ALL_EXAMPLES[name][0][index]))  # type: ignore[arg-type]


@pytest.mark.parametrize(("name", "index"), FINE)
def test_a_rule_leaves_what_is_right(name: str, index: int) -> None:
    assert list(BY_NAME[name].find(ALL_EXAMPLES[name][1][index])) == []  # type: ignore[arg-type]


def test_the_good_chart_pleases_every_rule() -> None:
    assert check_chart(of(missing=())) == ()


@pytest.mark.parametrize("rule", ALL_CHECKS, ids=lambda rule: rule.name)
def test_a_rule_says_what_it_asks(rule) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.name)
    assert rule.rule.endswith(".")
    assert rule.threshold and rule.source and rule.why
    assert rule.severity(Preset.DEFAULT) in (Severity.ERROR, Severity.WARNING)


def test_the_letters_of_the_published_table_are_all_there() -> None:
    letters = [re.match(r"placement check ([A-Z])", rule.source) for rule in PLACEMENT_CHECKS]
    assert "".join(found[1] for found in letters if found) == "ABCDEFGJK"
    written = [re.match(r"writer check ([A-Z])", rule.source) for rule in WRITER_CHECKS]
    assert "".join(found[1] for found in written if found) == "ABCD"


def test_issues_are_in_the_order_of_time_with_the_lane_and_its_column() -> None:
    subject = of(
        tap(key(3), at(2)),
        tap(key(3), at(2), "02"),
        hold(key(5), at(0), at(0)),
        headers=(),
    )
    found = check_chart(subject)
    assert [issue.seconds for issue in found] == [None] * 3 + [0.0, 4.0]
    assert (found[-1].check, found[-1].columns, found[-1].beat) == ("lane-twice", (3,), 8)
    assert found[-1].what == "key 3: 01 and 02 at once"
