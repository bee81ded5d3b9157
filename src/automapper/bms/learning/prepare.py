"""A package of charts as examples: its pool table, and its measures one after the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from automapper.bms.keysounds.features import SoundTable
from automapper.bms.keysounds.table import sound_table
from automapper.bms.learning.hands import Hands, hands_of, in_hands, reference_of
from automapper.bms.learning.labels import Labelled, labelled
from automapper.bms.learning.pool_table import ChartRow, Counts, PoolWriter
from automapper.bms.learning.view import view_of
from automapper.bms.package import BmsPackage, files_beside
from automapper.bms.placement.model import Source
from automapper.bms.read import ReadChart
from automapper.bms.source import source_of


@dataclass(slots=True)
class Gathered:
    """What a package gives besides its measures; complete when all of them were taken."""

    table: PoolWriter
    charts: int = 0
    measures: int = 0
    events: int = 0
    keys: int = 0
    lanes: int = 0
    skipped: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True, eq=False)
class ChartView:
    """One chart ready to be labelled: ``truth`` as its people play it, ``seen`` as others do."""

    row: ChartRow
    read: ReadChart
    sounds: SoundTable
    truth: Source
    seen: Source


def chart_views(package: BmsPackage, cache: Path | None) -> Iterator[ChartView]:
    """The charts of a package that have notes, each in the hands of its reference."""
    sources = {name: source_of(read.chart) for name, read in package.charts}
    tables = _sounds_by_folder(package, cache)
    hands: dict[str, Hands] = {}
    charts = dict(package.charts)
    for name, read in package.charts:
        truth = sources[name]
        if not read.chart.notes:
            continue
        reference = reference_of(name, package.charts)
        if reference is not None and reference not in hands:
            hands[reference] = hands_of(charts[reference].chart, sources[reference])
        seen = in_hands(read.chart, truth, hands[reference] if reference else {})
        table = tables[PurePosixPath(name).parent]
        sounds = {wav_id: table[written] for wav_id, written in read.chart.samples}
        row = ChartRow(name, read.chart.mode, reference or "")
        yield ChartView(row, read, sounds, truth, seen)


def _sounds_by_folder(
    package: BmsPackage, cache: Path | None
) -> Mapping[PurePosixPath, SoundTable]:
    """For each folder with charts, the measures of every sample that they name, by that name."""
    written: dict[PurePosixPath, dict[str, None]] = {}
    first: dict[PurePosixPath, str] = {}
    for name, read in package.charts:
        folder = PurePosixPath(name).parent
        first.setdefault(folder, name)
        written.setdefault(folder, {}).update((sample, None) for _, sample in read.chart.samples)
    return {
        folder: sound_table(
            files_beside(package.files, first[folder]), [(name, name) for name in names], cache
        )[0]
        for folder, names in written.items()
    }


def measures_of(
    package: BmsPackage, gathered: Gathered, cache: Path | None
) -> Iterator[tuple[int, Labelled]]:
    """(number of the chart, a measure of it with its labels), chart by chart.

    Keysounds have the numbers of ``gathered.table``, which grows on the way.
    """
    for chart in chart_views(package, cache):
        views = {
            Counts.OTHER: view_of(chart.seen, chart.sounds),
            Counts.OWN: view_of(chart.truth, chart.sounds),
        }
        numbers = gathered.table.add(chart.row, chart.read.chart, views)
        number = gathered.charts
        gathered.charts += 1
        for one in labelled(views[Counts.OTHER], chart.truth, chart.seen, gathered.skipped):
            gathered.measures += 1
            gathered.events += len(one.played)
            gathered.keys += one.played.count(1)
            gathered.lanes += sum(mask > 0 for mask in one.free)
            tokens = tuple(numbers[token] for token in one.measure.tokens)
            yield number, replace(one, measure=replace(one.measure, tokens=tokens))
