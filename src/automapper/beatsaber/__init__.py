"""Beat Saber: levels in every format version, read, checked, generated, lit and written.

The names below are loaded when they are first used, so that the doors answer at once.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from automapper.beatsaber.checks import check_level
    from automapper.beatsaber.generate import GeneratedLevel, generate_level
    from automapper.beatsaber.lighting import light_show
    from automapper.beatsaber.model import Chart, Level
    from automapper.beatsaber.options import Amount, GenerateOptions, LightMode, Scale, Style
    from automapper.beatsaber.patterns import place_notes
    from automapper.beatsaber.read import read_level
    from automapper.beatsaber.rework.relight import relight
    from automapper.beatsaber.rework.reroll import reroll_package
    from automapper.beatsaber.write import write_level

_HOMES = {
    "check_level": "checks",
    "GeneratedLevel": "generate",
    "generate_level": "generate",
    "light_show": "lighting",
    "Chart": "model",
    "Level": "model",
    "Amount": "options",
    "GenerateOptions": "options",
    "LightMode": "options",
    "Scale": "options",
    "Style": "options",
    "place_notes": "patterns",
    "read_level": "read",
    "relight": "rework.relight",
    "reroll_package": "rework.reroll",
    "write_level": "write",
}
__all__ = [
    "Amount",
    "Chart",
    "GenerateOptions",
    "GeneratedLevel",
    "Level",
    "LightMode",
    "Scale",
    "Style",
    "check_level",
    "generate_level",
    "light_show",
    "place_notes",
    "read_level",
    "relight",
    "reroll_package",
    "write_level",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
