"""A level's own colours, between their 2.1 form (numbers 0-1) and their 4.0 form (hexadecimal)."""

from __future__ import annotations

import math
from typing import Any

from automapper.beatsaber.formats.wire import Tree, tidy

_CHANNELS = "rgba"


def to_v4(schemes: Any) -> list[Tree]:
    """2.1 schemes as 4.0 ones; what is no scheme is left out."""
    return [_scheme_4(item) for item in _objects(schemes)]


def to_v2(schemes: Any) -> list[Tree]:
    """4.0 schemes as 2.1 ones; one switch stands for those of notes and lights there."""
    return [_scheme_2(item) for item in _objects(schemes)]


def _objects(schemes: Any) -> list[Tree]:
    return [item for item in schemes if isinstance(item, dict)] if isinstance(schemes, list) else []


def _scheme_4(item: Tree) -> Tree:
    colors = item.get("colorScheme")
    colors = colors if isinstance(colors, dict) else {}
    used = bool(item.get("useOverride"))
    own: Tree = {
        "colorSchemeName": str(colors.get("colorSchemeId", "")),
        "overrideNotes": used,
        "overrideLights": used,
    }
    return own | {
        key: _hex(color) for key, color in sorted(colors.items()) if isinstance(color, dict)
    }


def _scheme_2(item: Tree) -> Tree:
    colors: Tree = {"colorSchemeId": str(item.get("colorSchemeName", ""))}
    for key, text in sorted(item.items()):
        color = _channels(text) if key != "colorSchemeName" else None
        if color is not None:
            colors[key] = color
    used = bool(item.get("overrideNotes")) or bool(item.get("overrideLights"))
    return {"useOverride": used, "colorScheme": colors}


def _hex(color: Tree) -> str:
    values = [color.get(name, 1.0 if name == "a" else 0.0) for name in _CHANNELS]
    usable = [v if isinstance(v, int | float) and math.isfinite(v) else 0.0 for v in values]
    return "".join(f"{min(max(math.floor(v * 255 + 0.5), 0), 255):02X}" for v in usable)


def _channels(text: Any) -> Tree | None:
    if not isinstance(text, str):
        return None
    digits = text.removeprefix("#")
    try:
        values = [int(digits[i : i + 2], 16) for i in range(0, len(digits), 2)]
    except ValueError:
        return None
    if len(values) not in (3, 4):
        return None
    values = [*values, 255][:4]
    return {name: tidy(round(v / 255, 4)) for name, v in zip(_CHANNELS, values, strict=True)}
