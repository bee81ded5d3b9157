"""A chart and the files beside it, from a path as a user names it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from automapper.bms.model import Chart
from automapper.bms.package import chart_names, files_beside, sample_index
from automapper.bms.read import CHART_SUFFIXES, DEFAULT_SEED, read_chart
from automapper.bms.timeline import tempo_map
from automapper.errors import ConfigError, FormatError
from automapper.files import find_file, is_folder, open_package, read_file
from automapper.timing import TempoMap

_LISTED = 12  # charts named in an error


@dataclass(frozen=True, slots=True)
class OpenedChart:
    """A chart, its time, the files of its package, and what reading it warned of."""

    name: str
    chart: Chart
    tempo_map: TempoMap
    files: Mapping[str, bytes]
    warnings: tuple[str, ...]


def open_chart(path: Path, name: str | None = None, seed: int = DEFAULT_SEED) -> OpenedChart:
    """The chart at ``path``, a chart file or a package that holds it as ``name``.

    A chart file's package is its folder. ``name`` may be left out where a package has one chart.
    ``seed`` draws the branches of ``#RANDOM``. Raises FormatError and ConfigError.
    """
    if path.suffix.lower() in CHART_SUFFIXES and not is_folder(path):
        return chart_file(path, None, seed)
    files = open_package(path)
    return chart_inside(files, chosen_name(path, files, name), path, seed)


def chart_file(
    path: Path, files: Mapping[str, bytes] | None, seed: int = DEFAULT_SEED
) -> OpenedChart:
    """A chart file with the files of a package, None for those of its own folder."""
    return _opened(read_file(path), path, path.name, files, seed)


def chart_inside(
    files: Mapping[str, bytes], name: str, package: Path, seed: int = DEFAULT_SEED
) -> OpenedChart:
    """A chart of an opened package by its key; its samples lie in the same folder inside."""
    return _opened(files[name], package / name, name, files_beside(files, name), seed)


def open_other(path: Path, first: OpenedChart, seed: int = DEFAULT_SEED) -> OpenedChart:
    """A chart to compare with ``first``: with its own samples, those of ``first`` if it has none.

    ``path`` is a chart file, or a package with one chart. Raises FormatError and ConfigError.
    """
    if is_folder(path) or path.suffix.lower() not in CHART_SUFFIXES:
        return open_chart(path, None, seed)
    borrowed = chart_file(path, first.files, seed)
    try:
        own = open_package(path.parent)
    except FormatError:  # a folder of other things
        return borrowed
    index = sample_index(own)
    if any(index.find(name) is not None for _, name in borrowed.chart.samples):
        return replace(borrowed, files=own)
    return borrowed


def _opened(
    data: bytes, path: Path, name: str, files: Mapping[str, bytes] | None, seed: int
) -> OpenedChart:
    read = read_chart(data, str(path), seed=seed)
    if files is None:
        files = open_package(path.parent)
    return OpenedChart(name, read.chart, tempo_map(read.chart), files, read.warnings)


def chosen_name(path: Path, files: Mapping[str, bytes], name: str | None) -> str:
    """The key of the wanted chart, or of the only one."""
    names = chart_names(files)
    listed = ", ".join(names[:_LISTED]) + (", ..." if len(names) > _LISTED else "")
    if not names:
        raise FormatError(path, "", "holds no BMS chart")
    if name is not None:
        key = find_file(files, name)
        if key not in names:
            raise ConfigError(f"{path}: has no chart {name!r}; it has {listed}")
        return key
    if len(names) > 1:
        raise ConfigError(f"{path}: has {len(names)} charts; choose one by --chart: {listed}")
    return names[0]
