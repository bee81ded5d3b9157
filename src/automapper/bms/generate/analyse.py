"""First stage: which chart of a package is rebuilt, and what its samples are like."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from automapper.bms.choose_source import choose_source
from automapper.bms.keysounds.features import SoundTable
from automapper.bms.keysounds.table import Progress, sound_table
from automapper.bms.model import Chart
from automapper.bms.options import GenerateOptions
from automapper.bms.package import BmsPackage, files_beside
from automapper.bms.placement.model import Source
from automapper.bms.read import ReadChart
from automapper.bms.source import source_of


@dataclass(frozen=True, slots=True, eq=False)
class Analysis:
    """What placement starts from.

    ``name`` is the source chart's file in the package; ``files`` are the package's files as that
    chart names them (those of its folder); ``charts`` are the other charts to compare with.
    """

    name: str
    read: ReadChart
    source: Source
    sounds: SoundTable
    files: Mapping[str, bytes]
    charts: tuple[tuple[str, Chart], ...]
    warnings: tuple[str, ...]


def analyse(
    package: BmsPackage,
    options: GenerateOptions,
    cache: Path | None = None,
    progress: Progress | None = None,
) -> Analysis:
    """Picks the source chart and measures every sample that it declares.

    ``cache`` is the folder that remembers measures (None: nothing is remembered); ``progress`` is
    told (samples done, samples). ConfigError for a chart that the package does not have,
    FormatError where no chart can be rebuilt.
    """
    choice = choose_source(package.charts, package.broken, options.chart, options.mode)
    read = dict(package.charts)[choice.name]
    files = files_beside(package.files, choice.name)
    sounds, said = sound_table(files, read.chart.samples, cache, progress=progress)
    return Analysis(
        choice.name,
        read,
        source_of(read.chart, options.mode),
        sounds,
        files,
        tuple((name, other.chart) for name, other in package.charts),
        (*choice.warnings, *(f"{choice.name}: {line}" for line in read.warnings), *said),
    )
