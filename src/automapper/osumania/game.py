"""osu!mania's entry in the contract that all games keep."""

from __future__ import annotations

from automapper.chart import Game, Issue
from automapper.osumania.model import Mapset
from automapper.osumania.read import read_mapset
from automapper.osumania.write import rounded_times, write_mapset


def _write(mapset: Mapset) -> tuple[dict[str, bytes], list[str]]:
    rounded = [(name, rounded_times(chart)) for name, chart in mapset.charts]
    warnings = [f"{name}: {count} times are now whole ms" for name, count in rounded if count]
    return write_mapset(mapset), warnings


def _check(mapset: Mapset) -> list[Issue]:
    # Late: reading and writing must not wait for the rules.
    from automapper.osumania.checks import check_mapset

    return list(check_mapset(mapset))


OSU_MANIA: Game[Mapset] = Game("osumania", read_mapset, _write, _check)
