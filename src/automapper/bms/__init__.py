"""BMS: charts rebuilt from a package's own keysounds, without moving an onset.

Names are loaded when they are asked for: reading a chart must not wait for the engine.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from automapper.bms.generate.chart import GeneratedChart, generate_chart
    from automapper.bms.model import KeyMode
    from automapper.bms.options import GenerateOptions
    from automapper.bms.package import open_bms_package
    from automapper.bms.read import read_chart

_HOMES = {
    "GenerateOptions": "options",
    "GeneratedChart": "generate.chart",
    "KeyMode": "model",
    "generate_chart": "generate.chart",
    "open_bms_package": "package",
    "read_chart": "read",
}


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = [
    "GenerateOptions",
    "GeneratedChart",
    "KeyMode",
    "generate_chart",
    "open_bms_package",
    "read_chart",
]
