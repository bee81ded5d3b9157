"""Every rule has a failing and a passing example, and tells what it is."""

from __future__ import annotations

import re

import pytest

from automapper.beatsaber.checks import (
    ALL_CHECKS,
    CHART_RULES,
    LEVEL_RULES,
    arcs,
    bombs,
    chains,
    clashes,
    jumps,
    lights,
    multi_notes,
    objects,
    parity,
    speed,
    spread,
    timing,
    walls,
)
from automapper.beatsaber.checks import level as level_rules
from automapper.beatsaber.checks.rule import Preset, preset_named
from automapper.chart import Severity
from automapper.errors import ConfigError

from .examples import EXAMPLES
from .good import chart, level

BY_NAME = {rule.name: rule for rule in ALL_CHECKS}
BAD = [(name, index) for name, (bad, _) in EXAMPLES.items() for index in range(len(bad))]
FINE = [(name, index) for name, (_, fine) in EXAMPLES.items() for index in range(len(fine))]


CHART_TOPICS = (
    arcs,
    bombs,
    chains,
    clashes,
    jumps,
    lights,
    multi_notes,
    objects,
    parity,
    speed,
    timing,
    walls,
)


def test_every_topic_is_asked_and_no_name_stands_twice() -> None:
    asked = {rule.name for rule in CHART_RULES}
    assert {rule.name for topic in CHART_TOPICS for rule in topic.RULES} == asked
    assert (*level_rules.RULES, *spread.RULES) == LEVEL_RULES
    assert len(BY_NAME) == len(ALL_CHECKS)


def test_every_rule_has_both_examples() -> None:
    assert list(EXAMPLES) == [rule.name for rule in ALL_CHECKS]
    assert all(bad and fine for bad, fine in EXAMPLES.values())


@pytest.mark.parametrize(("name", "index"), BAD)
def test_a_rule_finds_its_fault(name: str, index: int) -> None:
    assert list(BY_NAME[name].find(EXAMPLES[name][0][index]))


@pytest.mark.parametrize(("name", "index"), FINE)
def test_a_rule_leaves_what_is_right(name: str, index: int) -> None:
    assert list(BY_NAME[name].find(EXAMPLES[name][1][index])) == []


@pytest.mark.parametrize("rule", CHART_RULES, ids=lambda rule: rule.name)
def test_the_good_chart_pleases_every_rule(rule) -> None:
    assert list(rule.find(chart())) == []


@pytest.mark.parametrize("rule", LEVEL_RULES, ids=lambda rule: rule.name)
def test_the_good_level_pleases_every_rule(rule) -> None:
    assert list(rule.find(level())) == []


@pytest.mark.parametrize("rule", ALL_CHECKS, ids=lambda rule: rule.name)
def test_a_rule_says_what_it_asks(rule) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.name)
    assert rule.rule.endswith(".")
    assert rule.threshold and rule.source and rule.why
    assert re.fullmatch(r"[EW-](/[EW-]){2}", rule.grades)
    assert any(rule.severity(preset) != Severity.OFF for preset in Preset)


def test_an_empty_chart_and_an_empty_level_break_nothing_but_what_is_missing() -> None:
    empty = chart(notes=())
    assert [rule.name for rule in CHART_RULES if list(rule.find(empty))] == []
    bare = level(charts=())
    assert [rule.name for rule in LEVEL_RULES if list(rule.find(bare))] == []


@pytest.mark.parametrize("preset", list(Preset))
def test_severities_follow_the_preset(preset: Preset) -> None:
    column = list(Preset).index(preset)
    letters = {"E": Severity.ERROR, "W": Severity.WARNING, "-": Severity.OFF}
    for rule in ALL_CHECKS:
        assert rule.severity(preset) == letters[rule.grades[2 * column]]


def test_an_unknown_preset_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ConfigError, match="scoresaber, beatleader, default"):
        preset_named("loud")
