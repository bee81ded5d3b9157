"""The keysounds of a package, once: records name them by their place in this table.

What a keysound sounds like is one row for the package; what it is in a chart (how often it is
played, how its attack ranks) one more row for each chart that sounds it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np

from automapper.bms.choose_source import sample_key
from automapper.bms.learning.columns import POOL, ROLE, SOUND, Raw
from automapper.bms.learning.view import View
from automapper.bms.model import Chart, KeyMode

FORMAT = "automapper-bms-pool-1"
_DECIMALS = 6


class Counts(StrEnum):
    """Whose notes a keysound's counts come from.

    OTHER is what generation knows: another chart of the package. OWN is the chart itself, which
    gives away what is asked for; it is there to show how much that would feign.
    """

    OTHER = "other"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class ChartRow:
    """A chart: its file, its keys, the chart that stands for its source ("" for none)."""

    name: str
    keys: KeyMode
    reference: str


@dataclass(frozen=True, slots=True, eq=False)
class PoolTable:
    """The table as read: raw columns POOL by chart; rows of keysounds it lacks are zeros."""

    package: str
    samples: tuple[str, ...]
    charts: tuple[ChartRow, ...]
    pools: Mapping[Counts, tuple[Raw, ...]]


@dataclass(slots=True)
class PoolWriter:
    """Gathers the table of a package, chart by chart."""

    package: str
    numbers: dict[tuple[str, int], int] = field(default_factory=dict)
    sounds: list[list[float]] = field(default_factory=list)
    charts: list[dict[str, Any]] = field(default_factory=list)

    def add(self, row: ChartRow, chart: Chart, views: Mapping[Counts, View]) -> list[int]:
        """Takes a chart in; the package's number of each keysound of the views.

        A sample that a chart has under several ids gets a row for each.
        """
        names = {wav_id: sample_key(written) for wav_id, written in chart.samples}
        view = views[Counts.OTHER]
        seen: Counter[str] = Counter()
        numbers: list[int] = []
        for wav_id, values in zip(view.wav_ids, view.pool.tolist(), strict=True):
            numbers.append(self._number(names[wav_id], seen, values[: len(SOUND)]))
        roles = {
            str(counts): _rounded(other.pool[:, len(SOUND) :]) for counts, other in views.items()
        }
        self.charts.append(
            {
                "name": row.name,
                "keys": int(row.keys),
                "reference": row.reference,
                "tokens": numbers,
                **roles,
            }
        )
        return numbers

    def _number(self, sample: str, seen: Counter[str], values: Sequence[float]) -> int:
        key = (sample, seen[sample])
        seen[sample] += 1
        if key not in self.numbers:
            self.numbers[key] = len(self.sounds)
            self.sounds.append([round(value, _DECIMALS) for value in values])
        return self.numbers[key]

    def record(self) -> dict[str, Any]:
        """The table as JSON."""
        return {
            "format": FORMAT,
            "package": self.package,
            "sound_columns": [column.name for column in SOUND],
            "role_columns": [column.name for column in ROLE],
            "samples": [name for name, _ in self.numbers],
            "sounds": self.sounds,
            "charts": self.charts,
        }


def _rounded(values: Raw) -> list[list[float]]:
    return [[round(value, 4) for value in row] for row in values.tolist()]


def read_pool_table(record: Mapping[str, Any]) -> PoolTable:
    """The table of a record; KeyError, TypeError or ValueError where it is none of ours."""
    columns = [*record["sound_columns"], *record["role_columns"]]
    if record["format"] != FORMAT or columns != [column.name for column in POOL]:
        raise ValueError("is a table of another version; run bms-dataset again")
    sounds = np.array(record["sounds"], dtype=np.float64).reshape(-1, len(SOUND))
    charts, pools = [], {counts: list[Raw]() for counts in Counts}
    for chart in record["charts"]:
        charts.append(ChartRow(chart["name"], KeyMode(chart["keys"]), chart["reference"]))
        for counts, into in pools.items():
            pool = np.zeros((len(sounds), len(POOL)))
            pool[:, : len(SOUND)] = sounds
            roles = np.array(chart[counts], dtype=np.float64).reshape(-1, len(ROLE))
            pool[chart["tokens"], len(SOUND) :] = roles
            into.append(pool)
    return PoolTable(
        str(record["package"]),
        tuple(record["samples"]),
        tuple(charts),
        {counts: tuple(each) for counts, each in pools.items()},
    )
