"""Rules as values: severities by preset, findings as issues."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import pytest

from automapper.chart import Finding, Issue, Rule, Severity, preset_of
from automapper.errors import ConfigError


class Preset(StrEnum):
    STRICT = "strict"
    EASYGOING = "easygoing"


@dataclass(frozen=True)
class Numbers:
    values: tuple[int, ...]
    preset: Preset = Preset.STRICT
    part: str = "Hard"


def negatives(subject: Numbers) -> Iterator[Finding]:
    return (Finding(str(n), n / 10, None, (n,)) for n in subject.values if n < 0)


RULE = Rule("negative", "Numbers are positive.", "0", "E/-", "us", "they are cold", negatives)


def test_a_rule_tells_each_breach_in_order_with_its_place() -> None:
    assert list(RULE(Numbers((-2, 1, -1)))) == [
        Issue(Severity.ERROR, "negative", "-2", "they are cold", -0.2, None, "Hard", (-2,)),
        Issue(Severity.ERROR, "negative", "-1", "they are cold", -0.1, None, "Hard", (-1,)),
    ]


def test_a_preset_may_not_care() -> None:
    assert list(RULE(Numbers((-2,), Preset.EASYGOING))) == []
    assert RULE.severity(Preset.EASYGOING) == Severity.OFF


def test_presets_are_found_by_name() -> None:
    assert preset_of(Preset, "strict") is Preset.STRICT
    with pytest.raises(ConfigError, match="no preset 'loud': choose one of strict, easygoing"):
        preset_of(Preset, "loud")
