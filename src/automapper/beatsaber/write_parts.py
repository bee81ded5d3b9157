"""What the writers of all versions share: extras carried along, and what had to be dropped."""

from __future__ import annotations

import json

from automapper.beatsaber.custom_data import translate
from automapper.beatsaber.model import Chart, Extra
from automapper.beatsaber.read_parts import DIFFICULTY_NAMES
from automapper.beatsaber.wire import DATA_KEY, Tree, canonical

CUSTOM = {2: "_customData", 3: "customData", 4: "customData"}
# A precise direction of Mapping Extensions keeps its number under the version's own name.
_DIRECTIONS = {2: "_cutDirection", 3: "d", 4: "d"}


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
        """An extra in the spelling of this version; what has none here is dropped."""
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
        for part in (rest, data):
            for key in ("_customData", "customData"):
                value = part.pop(key, {})
                custom |= value if isinstance(value, dict) else {}
        found = self._directions({**data, **rest}, version)
        if (version <= 2) != (self.version == 2):
            custom = translate(custom, context, self.version == 2, self.drop)
        if self.version == 4 and context != "chart":
            data = found | ({self.custom: custom} if custom else {})
            return {DATA_KEY: data} if data else {}
        return found | ({self.custom: custom} if custom else {})

    def _directions(self, rest: Tree, version: int) -> Tree:
        found: Tree = {}
        for key in sorted(rest):
            if key == _DIRECTIONS[max(version, 2)]:
                found[_DIRECTIONS[self.version]] = rest[key]
            else:
                self.drop(f"field {key!r}")
        return found


def chart_file(chart: Chart) -> str:
    """File name of a difficulty: ``ExpertStandard.dat``."""
    return f"{DIFFICULTY_NAMES[chart.difficulty]}{chart.characteristic}.dat"
