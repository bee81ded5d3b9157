"""BMS' entry in the contract that all games keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from automapper.bms.model import Chart
from automapper.bms.package import chart_names, find_sample
from automapper.bms.read import read_chart
from automapper.bms.write import write_chart
from automapper.chart import Game, Issue
from automapper.errors import FormatError


@dataclass(frozen=True, slots=True)
class ChartSet:
    """A package by value: its charts (one branch of each) and all other files, by name."""

    charts: tuple[tuple[str, Chart], ...]
    files: tuple[tuple[str, bytes], ...] = ()


def read_chart_set(files: Mapping[str, bytes]) -> tuple[ChartSet, list[str]]:
    """The charts of a package, and warnings that name file, place and reason.

    A chart that cannot be read stays among the other files, with a warning. FormatError where
    none can.
    """
    charts: list[tuple[str, Chart]] = []
    warnings: list[str] = []
    for name in chart_names(files):
        try:
            read = read_chart(files[name], name)
        except FormatError as error:
            warnings.append(str(error))
        else:
            charts.append((name, read.chart))
            warnings += read.warnings
    if not charts:
        reason = "; ".join(warnings[:3]) or "it has no .bms, .bme, .bml or .pms"
        raise FormatError("package", "", f"holds no chart that can be read ({reason})")
    others = sorted(files.keys() - dict(charts).keys())
    return ChartSet(tuple(charts), tuple((name, files[name]) for name in others)), warnings


def write_chart_set(chart_set: ChartSet) -> tuple[dict[str, bytes], list[str]]:
    """The files by name, and warnings that name what a chart file cannot hold."""
    files = dict(chart_set.files)
    warnings: list[str] = []
    for name, chart in chart_set.charts:
        files[name], said = write_chart(chart)
        warnings += (f"{name}: {line}" for line in said)
    return files, warnings


def _check(chart_set: ChartSet) -> list[Issue]:
    # Late: reading and writing must not wait for the rules.
    from automapper.bms.checks import check_chart, prepare_chart

    issues: list[Issue] = []
    files = dict(chart_set.files)
    for name, chart in chart_set.charts:
        folder = name.rpartition("/")[0]
        missing = tuple(
            wav_id
            for wav_id, written in chart.samples
            if find_sample(files, written, folder) is None
        )
        issues += check_chart(prepare_chart(chart, missing=missing, part=name))
    return issues


BMS: Game[ChartSet] = Game("bms", read_chart_set, write_chart_set, _check)
