"""osu!mania: charts and mapsets, their files, checks and stars.

The names below are loaded when they are first used, so that the doors answer at once.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from automapper.osumania.formats.osu import read_chart, write_chart
    from automapper.osumania.model import Chart, Mapset
    from automapper.osumania.read import open_mapset, read_mapset
    from automapper.osumania.stars import star_rating
    from automapper.osumania.write import save_mapset, write_mapset

_HOMES = {
    "read_chart": "formats.osu",
    "write_chart": "formats.osu",
    "Chart": "model",
    "Mapset": "model",
    "open_mapset": "read",
    "read_mapset": "read",
    "star_rating": "stars",
    "save_mapset": "write",
    "write_mapset": "write",
}
__all__ = [
    "Chart",
    "Mapset",
    "open_mapset",
    "read_chart",
    "read_mapset",
    "save_mapset",
    "star_rating",
    "write_chart",
    "write_mapset",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
