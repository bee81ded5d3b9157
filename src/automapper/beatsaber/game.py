"""Beat Saber's entry in the contract that all games keep."""

from __future__ import annotations

from automapper.beatsaber.model import Level
from automapper.beatsaber.read import read_level
from automapper.beatsaber.write import write_level
from automapper.chart import Game, Issue


def _check(level: Level) -> list[Issue]:
    # Late: reading and writing must not wait for the rules.
    from automapper.beatsaber.checks import check_level

    return list(check_level(level, "default"))


BEAT_SABER: Game[Level] = Game("beatsaber", read_level, write_level, _check)
