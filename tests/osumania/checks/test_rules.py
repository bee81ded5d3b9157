"""Every rule has a failing and a passing example, and tells what it is."""

from __future__ import annotations

import re

import pytest

from automapper.chart import Severity
from automapper.osumania.checks import (
    ALL_CHECKS,
    CHART_RULES,
    MAPSET_RULES,
    files,
    notes,
    patterns,
    points,
    settings,
    snap,
)
from automapper.osumania.checks import mapset as mapset_rules
from automapper.osumania.checks.rule import Preset
from automapper.osumania.difficulty import Difficulty

from .examples import EXAMPLES
from .good import chart, mapset

BY_NAME = {rule.name: rule for rule in ALL_CHECKS}
BAD = [(name, index) for name, (bad, _) in EXAMPLES.items() for index in range(len(bad))]
FINE = [(name, index) for name, (_, fine) in EXAMPLES.items() for index in range(len(fine))]
CHART_TOPICS = (notes, patterns, snap, points, settings)


def test_every_topic_is_asked_and_no_name_stands_twice() -> None:
    asked = {rule.name for rule in CHART_RULES}
    assert {rule.name for topic in CHART_TOPICS for rule in topic.RULES} == asked
    assert (*mapset_rules.RULES, *files.RULES) == MAPSET_RULES
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
    for difficulty in Difficulty:
        assert list(rule.find(chart(difficulty))) == []


@pytest.mark.parametrize("rule", MAPSET_RULES, ids=lambda rule: rule.name)
def test_the_good_mapset_pleases_every_rule(rule) -> None:
    assert list(rule.find(mapset())) == []


@pytest.mark.parametrize("rule", ALL_CHECKS, ids=lambda rule: rule.name)
def test_a_rule_says_what_it_asks(rule) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.name)
    assert rule.rule.endswith(".")
    assert rule.threshold and rule.source and rule.why
    assert re.fullmatch(r"[EW-](/[EW-]){2}", rule.grades)
    assert any(rule.severity(preset) != Severity.OFF for preset in Preset)


@pytest.mark.parametrize("rule", ALL_CHECKS, ids=lambda rule: rule.name)
def test_a_friend_never_minds_more_than_a_nominator(rule) -> None:
    ranking, default, play = (rule.severity(preset) for preset in Preset)
    assert ranking >= default >= play


def test_guidelines_are_warnings() -> None:
    guided = [rule for rule in ALL_CHECKS if re.search(r"guideline$|guideline;", rule.source)]
    assert len(guided) > 8
    assert all(rule.severity(Preset.RANKING) == Severity.WARNING for rule in guided)
