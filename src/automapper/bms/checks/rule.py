"""Whose eyes a chart is looked at with; the shape of a rule is ``chart.rule``'s."""

from __future__ import annotations

from enum import StrEnum


class Preset(StrEnum):
    """One view: errors are what breaks a chart or a law of its making, warnings what is unusual."""

    DEFAULT = "default"
