"""Whose eyes a Beat Saber level is looked at with; the shape of a rule is ``chart.rule``'s."""

from __future__ import annotations

from enum import StrEnum

from automapper.chart.rule import Finding, Rule, preset_of

ROUNDING_S = 1e-6  # a time on the edge of a limit is inside it, whatever floats say


class Preset(StrEnum):
    """Whose eyes a level is looked at with."""

    SCORESABER = "scoresaber"
    BEATLEADER = "beatleader"
    DEFAULT = "default"


def preset_named(name: str) -> Preset:
    """The preset of a name; ``ConfigError`` lists what there is."""
    return preset_of(Preset, name)


__all__ = ["ROUNDING_S", "Finding", "Preset", "Rule", "preset_named"]
