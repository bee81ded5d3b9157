"""What the writers of all versions share: extras carried along, and what had to be dropped."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from automapper.beatsaber.difficulty_words import WORD_OF
from automapper.beatsaber.formats import color_schemes
from automapper.beatsaber.formats.custom_data import translate
from automapper.beatsaber.formats.wire import DATA_KEY, Tree, canonical
from automapper.beatsaber.model import Chart, Extra, Level

CUSTOM = {2: "_customData", 3: "customData", 4: "customData"}
# Fields beside the custom data that mean the same in two versions: context, 2.x name, other name.
_FIELDS = (
    ("note", "_cutDirection", "d"),
    ("info", "_environmentNames", "environmentNames"),
    ("info", "_environmentNameIdx", "environmentNameIdx"),
    ("info", "_beatmapColorSchemeIdx", "beatmapColorSchemeIdx"),
    ("info", "_colorSchemes", "colorSchemes"),
)
# Fields that 3.x and 4.x share.
_SAME_3_4 = {
    "lights": ("basicEventTypesWithKeywords", "useNormalEventsAsCompatibleEvents"),
    "note": ("d",),
}


def _names(value: Any) -> list[str]:
    """The texts of a list; v4 reads these names, where v2 only kept them."""
    return [name for name in value if isinstance(name, str)] if isinstance(value, list) else []


_CONVERTED: dict[str, Callable[[Any], Any]] = {
    "_colorSchemes": color_schemes.to_v4,
    "colorSchemes": color_schemes.to_v2,
    "_environmentNames": _names,
}
# Lists of early 2.x editors that later moved into the custom data.
_MOVED = ("_BPMChanges", "_bookmarks")
# Names that a package needs for itself.
_RESERVED = ("info", "audiodata", "bpminfo")


class Drops:
    """What a version could not hold, counted by file."""

    def __init__(self, version: int) -> None:
        self.version = version
        self._counts: dict[tuple[str, str], int] = {}

    def drop(self, file: str, what: str) -> None:
        """Notes that ``what`` is not written."""
        self._counts[(file, what)] = self._counts.get((file, what), 0) + 1

    def lines(self) -> list[str]:
        """One line a kind, in order of appearance."""
        return [
            f"{file}: {what} dropped ({count}): version {self.version} cannot hold it"
            for (file, what), count in self._counts.items()
        ]


class Extras:
    """Carries the extras of one file's objects into the version that is written."""

    def __init__(self, version: int, file: str, drops: Drops) -> None:
        self.version, self.file, self._drops = version, file, drops
        self.custom = CUSTOM[version]

    def drop(self, what: str) -> None:
        """Notes that something of this file is not written."""
        self._drops.drop(self.file, what)

    def onto(self, own: Tree, extra: Extra | None, context: str) -> Tree:
        """The object's own fields with its extra beside them; what an extra says wins."""
        return own if extra is None else own | self.carried(extra, context)

    def carried(self, extra: Extra | None, context: str) -> Tree:
        """An extra in the spelling of this version; what has none here is dropped.

        ``context`` is a context of the custom data table, or "lights".
        """
        if extra is None:
            return {}
        rest: Tree = json.loads(extra.text)
        if extra.version == self.version:
            return rest
        # Names sort differently in another spelling: written as they will be read again.
        found: Tree = json.loads(canonical(self._translated(rest, extra.version, context)))
        return found

    def _translated(self, rest: Tree, version: int, context: str) -> Tree:
        data = rest.pop(DATA_KEY, {})
        custom: Tree = {}
        if context == "chart" and version <= 2:
            custom |= {key: rest.pop(key) for key in _MOVED if key in rest}
        for part in (rest, data):
            for key in ("_customData", "customData"):
                value = part.pop(key, {})
                custom |= value if isinstance(value, dict) else {}
        if (version <= 2) != (self.version == 2):
            custom = translate(custom, context, self.version == 2, self.drop)
        found = self._fields({**data, **rest}, version, context)
        if custom:
            found[self.custom] = custom
        if self.version == 4 and found and context in ("note", "arc", "wall", "event", "laser"):
            return {DATA_KEY: found}
        return found

    def _fields(self, rest: Tree, version: int, context: str) -> Tree:
        if (version <= 2) == (self.version == 2):
            names = {key: key for key in _SAME_3_4.get(context, ())} if version > 2 else {}
        else:
            pairs = [(old, new) for where, old, new in _FIELDS if where == context]
            names = {new: old for old, new in pairs} if self.version == 2 else dict(pairs)
        found: Tree = {}
        for key in sorted(rest):
            if key in names:
                convert = _CONVERTED.get(key)
                value = convert(rest[key]) if convert else rest[key]
                if value != []:  # nothing usable: what is written by itself stands
                    found[names[key]] = value
            else:
                self.drop(f"field {key!r}")
        return found


def is_fake(extra: Extra | None) -> bool:
    """Whether 2.x custom data says that an object can be neither cut nor missed (Noodle)."""
    if extra is None or extra.version > 2 or "_fake" not in extra.text:
        return False
    custom = json.loads(extra.text).get("_customData")
    return isinstance(custom, dict) and custom.get("_fake") is True


def split_fakes(chart: Chart) -> tuple[Chart, Chart]:
    """The chart's real objects, and a chart of its fake ones; later versions keep them apart."""

    def part(fake: bool) -> Chart:
        return replace(
            chart,
            notes=tuple(item for item in chart.notes if is_fake(item.extra) == fake),
            bombs=tuple(item for item in chart.bombs if is_fake(item.extra) == fake),
            walls=tuple(item for item in chart.walls if is_fake(item.extra) == fake),
        )

    return part(False), part(True)


def chart_files(level: Level) -> tuple[str, ...]:
    """File names of the level's charts, in their order: ``ExpertStandard.dat``.

    A characteristic may be any text: what cannot stand in a file name is replaced, and a number
    keeps two names apart.
    """
    names: list[str] = []
    taken = set(_RESERVED)
    for chart in level.charts:
        plain = re.sub(r"[^A-Za-z0-9_-]", "_", chart.characteristic)[:60]
        stem = base = f"{WORD_OF[chart.difficulty]}{plain}"
        number = 2
        while stem.casefold() in taken:
            stem, number = f"{base}-{number}", number + 1
        taken |= {stem.casefold(), lights_stem(stem).casefold()}
        names.append(f"{stem}.dat")
    return tuple(names)


def lights_stem(stem: str) -> str:
    """Name of the light show that belongs to a v4 chart, without its ending."""
    return f"{stem}Lights"
