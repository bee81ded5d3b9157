"""Whose eyes a mapset is looked at with; the shape of a rule is ``chart.rule``'s."""

from __future__ import annotations

from enum import StrEnum


class Preset(StrEnum):
    """RANKING: as nominators do, rules are errors and guidelines warnings.

    DEFAULT: errors are what spoils a chart for whoever plays it. PLAY: only what concerns playing,
    for charts that nobody will submit.
    """

    RANKING = "ranking"
    DEFAULT = "default"
    PLAY = "play"
