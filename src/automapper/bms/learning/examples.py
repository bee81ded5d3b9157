"""A store as rows for the rankers: through the builders that generation uses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import numpy as np

from automapper.bms.learning.columns import LANE_COLUMNS, LANES, TOKEN_COLUMNS, WINDOWS, Rows
from automapper.bms.learning.context import Window, lane_rows, token_rows
from automapper.bms.learning.dataset import read_manifest, read_pool, read_records
from automapper.bms.learning.labels import APART, Labelled
from automapper.bms.learning.pool_table import ChartRow, Counts, PoolTable
from automapper.data.ranked_rows import RankedRows
from automapper.errors import ConfigError

TOKEN, LANE = "token", "lane"
STAGES = (TOKEN, LANE)


class Past(StrEnum):
    """Whose notes a ranker is told of in the measures before.

    PEOPLE: those of the chart that it is to foretell, as published. They say much of what follows,
    and nobody knows them at generation, where they are the engine's own. SOURCE: those of the chart
    that stands for the source.
    """

    PEOPLE = "people"
    SOURCE = "source"


@dataclass(slots=True)
class _Gathering:
    """Pieces of rows that are put together once."""

    rows: list[Rows] = field(default_factory=list)
    labels: list[int] = field(default_factory=list)
    masks: list[int] = field(default_factory=list)
    groups: list[int] = field(default_factory=list)
    packages: list[int] = field(default_factory=list)


def token_examples(
    store: Path, counts: Counts = Counts.OTHER, whose: Past = Past.SOURCE
) -> RankedRows:
    """A row for every event that is played on a key or left in the background."""
    into, names, group = _Gathering(), package_names(store), 0
    for number, name in enumerate(names):
        for _, pool, past, one in measures_with_past(store, name, counts, whose):
            keep = [i for i, played in enumerate(one.played) if played != APART]
            if not keep:
                continue
            tokens = [one.measure.tokens[i] for i in keep]
            into.rows.append(token_rows(one.measure, tokens, pool, past))
            into.labels += [one.played[i] for i in keep]
            into.masks += [1] * len(keep)
            into.groups += [group] * len(keep)
            into.packages += [number] * len(keep)
            group += 1
    return _ranked(into, names, len(TOKEN_COLUMNS), 1)


def lane_examples(
    store: Path, counts: Counts = Counts.OTHER, whose: Past = Past.PEOPLE
) -> RankedRows:
    """A row for every note whose lane is taught."""
    into, names = _Gathering(), package_names(store)
    for number, name in enumerate(names):
        for _, pool, past, one in measures_with_past(store, name, counts, whose):
            keep = [i for i, mask in enumerate(one.free) if mask]
            if not keep:
                continue
            into.rows.append(lane_rows(one.measure, keep, pool, past))
            into.labels += [one.keys[i] - 1 for i in keep]
            into.masks += [one.free[i] for i in keep]
            into.groups += range(len(into.groups), len(into.groups) + len(keep))
            into.packages += [number] * len(keep)
    return _ranked(into, names, len(LANE_COLUMNS), LANES)


def package_names(store: Path) -> tuple[str, ...]:
    """The packages of a store; ConfigError where there are none."""
    names = tuple(row.package for row in read_manifest(store))
    if not names:
        raise ConfigError(f"{store}: no store of BMS examples; bms-dataset makes one")
    return names


def chart_measures(
    store: Path, package: str
) -> Iterator[tuple[PoolTable, int, ChartRow, list[Labelled]]]:
    """(pool table, number, chart, measures) of each chart of a package."""
    table = read_pool(store, package)
    for number, records in groupby(read_records(store, package), key=itemgetter(0)):
        yield table, number, table.charts[number], [one for _, one in records]


def measures_with_past(
    store: Path, package: str, counts: Counts, whose: Past = Past.PEOPLE
) -> Iterator[tuple[ChartRow, np.ndarray, Sequence[Window], Labelled]]:
    """Each measure with its chart's pool and what was played in the measures before."""
    for table, number, chart, measures in chart_measures(store, package):
        past: list[Window] = []
        for one in measures:
            yield chart, table.pools[counts][number], past[-WINDOWS:], one
            played = one.history if whose is Past.PEOPLE else one.source_history
            past.append(Window(one.measure.tick, played))


def _ranked(into: _Gathering, names: tuple[str, ...], columns: int, scores: int) -> RankedRows:
    rows = np.concatenate([np.zeros((0, columns), np.float32), *into.rows])
    bits = np.array(into.masks, dtype=np.int64)[:, None] >> np.arange(scores) & 1
    return RankedRows(
        rows,
        np.array(into.labels, dtype=np.int64),
        bits.astype(bool).reshape(len(rows), scores),
        np.array(into.groups, dtype=np.int64),
        np.array(into.packages, dtype=np.int64),
        names,
    )
