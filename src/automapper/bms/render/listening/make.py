"""Package and charts -> the files of a listening test."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from automapper.audio import encode_ogg
from automapper.bms.keysounds.table import Progress
from automapper.bms.read import CHART_SUFFIXES
from automapper.bms.render.listening.key import sealed_key
from automapper.bms.render.listening.options import ListeningOptions
from automapper.bms.render.listening.page import sheet_files, sound_name
from automapper.bms.render.listening.pairs import (
    Pair,
    Played,
    pair_sounds,
    plan_pairs,
    played,
    song_warnings,
)
from automapper.bms.render.open_chart import OpenedChart, chart_file, chart_inside, chosen_name
from automapper.bms.render.plays import RENDER_RATE
from automapper.errors import ConfigError
from automapper.files import find_file, open_package


@dataclass(frozen=True, slots=True)
class ListeningTest:
    """``files`` by name, ready to be saved as a folder or zip; ``test`` is its name."""

    test: str
    charts: tuple[str, ...]
    pairs: tuple[Pair, ...]
    files: dict[str, bytes]
    warnings: tuple[str, ...]


def open_charts(package: Path, names: Sequence[str]) -> tuple[OpenedChart, ...]:
    """Charts by their names in the package, or as files elsewhere that use its samples.

    Raises FormatError and ConfigError.
    """
    if len(names) < 2:
        raise ConfigError("name at least two charts of the package to compare")
    files = open_package(package)
    opened = []
    for name in names:
        path = Path(name)
        inside = find_file(files, name) is not None
        if not inside and path.suffix.lower() in CHART_SUFFIXES and path.is_file():
            opened.append(chart_file(path, files))
        else:
            opened.append(chart_inside(files, chosen_name(package, files, name), package))
    return tuple(opened)


def make_test(
    opened: Sequence[OpenedChart], options: ListeningOptions, progress: Progress | None = None
) -> ListeningTest:
    """Renders the charts and cuts the pairs; the same input and options give the same bytes.

    ``progress`` is told (done, all): a step for each chart and each pair.
    """
    charts: list[Played] = []
    steps = len(opened) * (1 + options.segments * (len(opened) - 1) // 2)
    for one in opened:
        charts.append(played(one, options))
        if progress is not None:
            progress(len(charts), steps)
    pairs = plan_pairs(charts, options)
    names = _distinct([chart.name for chart in charts])
    test, key = sealed_key(names, pairs, RENDER_RATE)
    files = {"key.json": key, **sheet_files(test, [pair.number for pair in pairs])}
    for pair in pairs:
        for side, sound in zip("xy", pair_sounds(pair, charts), strict=True):
            files[sound_name(pair.number, side)] = encode_ogg(sound)
        if progress is not None:
            progress(len(charts) + pair.number, len(charts) + len(pairs))
    warnings = [f"{chart.name}: {line}" for chart in charts for line in chart.warnings]
    return ListeningTest(test, names, pairs, files, (*warnings, *song_warnings(charts)))


def _distinct(names: Sequence[str]) -> tuple[str, ...]:
    """Names of which no two are the same: charts of other folders may be called alike."""
    return tuple(
        name if names.count(name) == 1 else f"{name} ({names[: index + 1].count(name)})"
        for index, name in enumerate(names)
    )
