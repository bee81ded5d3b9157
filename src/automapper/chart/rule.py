"""A rule of a game as a value: what it asks, how much it matters to whom, and who says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Generic, Protocol, TypeVar

from automapper.chart.issue import Issue, Severity
from automapper.errors import ConfigError

_LETTERS = {"E": Severity.ERROR, "W": Severity.WARNING, "-": Severity.OFF}
AnyPreset = TypeVar("AnyPreset", bound=StrEnum)


def preset_of(presets: type[AnyPreset], name: str) -> AnyPreset:
    """The preset of a name among a game's; ``ConfigError`` lists what there is."""
    try:
        return presets(name)
    except ValueError:
        known = ", ".join(preset.value for preset in presets)
        raise ConfigError(f"no preset {name!r}: choose one of {known}") from None


@dataclass(frozen=True, slots=True)
class Finding:
    """One breach of a rule: ``what`` is wrong, and where (None: in the whole chart or level)."""

    what: str
    seconds: float | None = None
    beat: Fraction | None = None
    columns: tuple[int, ...] = ()


class Judged(Protocol):
    """What a rule looks at: it knows whose preset applies and which chart it is."""

    @property
    def preset(self) -> StrEnum:
        """Whose severities count: a member of the game's presets."""
        ...

    @property
    def part(self) -> str:
        """The chart's name, "" for a whole level."""
        ...


Subject = TypeVar("Subject", bound=Judged)


@dataclass(frozen=True, slots=True)
class Rule(Generic[Subject]):
    """One rule. Calling it yields an issue per breach, in the order of ``find``.

    ``rule`` is one sentence a mapper understands, ``threshold`` its numbers, ``why`` what a player
    minds, ``source`` who asks for it. ``grades`` are the severities under the game's presets, in
    their order, as letters: E error, W warning, - off ("E/W/-").
    """

    name: str
    rule: str
    threshold: str
    grades: str
    source: str
    why: str
    find: Callable[[Subject], Iterator[Finding]]

    def severity(self, preset: StrEnum) -> Severity:
        """How much a breach matters under a preset."""
        return _LETTERS[self.grades.split("/")[list(type(preset)).index(preset)]]

    def __call__(self, subject: Subject) -> Iterator[Issue]:
        """Every breach as an issue; none where the preset does not care."""
        severity = self.severity(subject.preset)
        if severity == Severity.OFF:
            return
        for found in self.find(subject):
            place = (found.seconds, found.beat, subject.part, found.columns)
            yield Issue(severity, self.name, found.what, self.why, *place)
