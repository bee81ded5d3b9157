"""Known custom data of mods, translated between the 2.x and the 3.x/4.x spelling by one table.

Sources: the documentation of Chroma, Noodle Extensions and the Heck migration guide from their 2.x
to their 3.x names.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from automapper.beatsaber.formats.wire import Tree

# Context -> (2.x name, 3.x name) of values that mean the same in both.
_ANY = (
    ("_color", "color"),
    ("_track", "track"),
)
_PLACED = (
    *_ANY,
    ("_position", "coordinates"),
    ("_rotation", "worldRotation"),
    ("_localRotation", "localRotation"),
    ("_noteJumpMovementSpeed", "noteJumpMovementSpeed"),
    ("_noteJumpStartBeatOffset", "noteJumpStartBeatOffset"),
)
_EVENT = (
    *_ANY,
    ("_lightID", "lightID"),
    ("_lockPosition", "lockRotation"),
    ("_nameFilter", "nameFilter"),
    ("_direction", "direction"),
    ("_step", "step"),
    ("_prop", "prop"),
    ("_rotation", "rotation"),
    ("_lerpType", "lerpType"),
    ("_easing", "easing"),
)
_INFO_NAMES = (
    "contributors",
    "editors",
    "customEnvironment",
    "customEnvironmentHash",
    "warnings",
    "information",
    "colorLeft",
    "colorRight",
    "envColorLeft",
    "envColorRight",
    "envColorLeftBoost",
    "envColorRightBoost",
    "envColorWhite",
    "envColorWhiteBoost",
    "obstacleColor",
)
TABLE: dict[str, tuple[tuple[str, str], ...]] = {
    "note": (
        *_PLACED,
        ("_flip", "flip"),
        ("_disableNoteGravity", "disableNoteGravity"),
        ("_disableNoteLook", "disableNoteLook"),
    ),
    "arc": _PLACED,
    "wall": (*_PLACED, ("_scale", "size")),
    "event": (*_EVENT, ("_speed", "speed")),
    "laser": (*_EVENT, ("_preciseSpeed", "speed")),
    "chart": (("_time", "time"), ("_bookmarks", "bookmarks"), ("_BPMChanges", "BPMChanges")),
    "lights": (),
    "info": tuple((f"_{name}", name) for name in _INFO_NAMES),
}
# (2.x name, 3.x name) of switches that say the opposite of each other.
_NEGATED = (("_interactable", "uninteractable"), ("_disableSpawnEffect", "spawnEffect"))
# Names inside the values of some keys, 2.x -> 3.x.
_INSIDE = {
    "_bookmarks": {"_time": "b", "_name": "n", "_color": "c"},
    "_BPMChanges": {"_time": "b", "_BPM": "m", "_beatsPerBar": "p", "_metronomeOffset": "o"},
    "_contributors": {"_role": "role", "_name": "name", "_iconPath": "iconPath"},
}
_ALIASES = {"_bpmChanges": "_BPMChanges", "_BPMchanges": "_BPMChanges"}


def translate(custom: Tree, context: str, to_v2: bool, dropped: Callable[[str], None]) -> Tree:
    """Custom data in the other spelling; ``dropped`` hears of each key that has none there.

    ``context`` is one of the keys of ``TABLE``.
    """
    names = {new: old for old, new in TABLE[context]} if to_v2 else dict(TABLE[context])
    negated = {new: old for old, new in _NEGATED} if to_v2 else dict(_NEGATED)
    found: Tree = {}
    for key in sorted(custom):
        name = _ALIASES.get(key, key)
        if name == "_fake":
            continue  # said by where the object stands from 3.x on
        value = custom[key]
        if name in names:
            inside = _INSIDE.get(names[name] if to_v2 else name, {})
            found[names[name]] = _renamed(value, inside, to_v2)
        elif name in negated and context in ("note", "arc", "wall") and isinstance(value, bool):
            found[negated[name]] = not value
        else:
            dropped(f"custom data {key!r}")
    return found


def _renamed(value: Any, inside: dict[str, str], to_v2: bool) -> Any:
    """The value with the names of its list entries exchanged; others pass as they are."""
    if not inside or not isinstance(value, list):
        return value
    names = {new: old for old, new in inside.items()} if to_v2 else inside
    return [
        {names.get(key, key): entry for key, entry in item.items()}
        if isinstance(item, dict)
        else item
        for item in value
    ]
