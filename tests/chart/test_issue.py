from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from fractions import Fraction

import pytest

from automapper.chart import Check, Issue, Severity


def test_severities_are_ordered() -> None:
    assert Severity.OFF < Severity.WARNING < Severity.ERROR


ISSUE = Issue(Severity.ERROR, "name", "what", "why", 1.5, Fraction(3))


@pytest.mark.parametrize("field", [field.name for field in dataclasses.fields(Issue)])
def test_equality_sees_every_field(field: str) -> None:
    changed = dataclasses.replace(ISSUE, **{field: Severity.OFF if field == "severity" else "x"})
    assert changed != ISSUE
    assert dataclasses.replace(ISSUE) == ISSUE


def test_an_issue_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        ISSUE.what = "else"  # type: ignore[misc]


def test_a_function_with_a_name_is_a_check() -> None:
    @dataclasses.dataclass(frozen=True)
    class Negative:
        name: str = "negative"

        def __call__(self, subject: list[int]) -> Iterator[Issue]:
            return (Issue(Severity.WARNING, self.name, str(n), "") for n in subject if n < 0)

    check: Check[list[int]] = Negative()
    assert [issue.what for issue in check([1, -2, -3])] == ["-2", "-3"]
