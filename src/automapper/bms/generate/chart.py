"""A package in, a chart out: all stages after each other, the way the door uses them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from automapper.bms.checks.placement_subject import Outcome
from automapper.bms.difficulty import PlayFigures, estimated_level, figures_of
from automapper.bms.emit import emit
from automapper.bms.formats.document import document_bytes
from automapper.bms.generate.analyse import Analysis, analyse
from automapper.bms.generate.conformance import checked, conformance_record
from automapper.bms.generate.output import (
    RESULT_SUFFIX,
    SIMILARITY_SUFFIX,
    chart_name,
    sample_files,
    save_output,
)
from automapper.bms.generate.place import Placement, Rules, place, rules_of
from automapper.bms.generate.result import (
    events_record,
    head_record,
    json_bytes,
    label_record,
    states_record,
)
from automapper.bms.headers import Label
from automapper.bms.keysounds.table import Progress
from automapper.bms.model import Chart
from automapper.bms.options import GenerateOptions
from automapper.bms.package import open_bms_package
from automapper.bms.placement.model import Placed, Residual
from automapper.bms.read import read_chart
from automapper.bms.similarity import Similarity, similarities
from automapper.chart import Issue
from automapper.errors import FormatError


@dataclass(frozen=True, slots=True, eq=False)
class GeneratedChart:
    """A chart that passed every check.

    ``name`` and ``data`` are the file, ``samples`` what else a player needs; ``result`` is the
    record beside it; ``similarity`` compares it with each chart of the package; ``issues`` are
    warnings, never errors; ``analysis`` is what it was made from.
    """

    analysis: Analysis
    name: str
    data: bytes
    placed: tuple[Placed, ...]
    figures: PlayFigures
    level: float
    result: Mapping[str, Any]
    similarity: tuple[Similarity, ...]
    issues: tuple[Issue, ...]

    def chart(self) -> Chart:
        """The chart as it reads back from its file."""
        return read_chart(self.data, self.name).chart

    def save(self, path: Path | str, force: bool = False) -> None:
        """Writes the chart, its samples, the result and the comparison into a folder or .zip.

        OutputError, nothing half-written, where something else is there without ``force``.
        """
        likeness = {"charts": [similar.record() for similar in self.similarity]}
        files = {
            self.name: self.data,
            self.name + RESULT_SUFFIX: json_bytes(self.result),
            self.name + SIMILARITY_SUFFIX: json_bytes(likeness),
        }
        save_output(Path(path), files, sample_files(self.analysis.files), force)


def generate_chart(
    package: Path | str,
    options: GenerateOptions | None = None,
    *,
    cache: Path | None = None,
    progress: Progress | None = None,
    verify: bool = False,
) -> GeneratedChart:
    """A chart from a package (folder or zip) of keysounds.

    ``cache`` is a folder that remembers measures of samples (None: none is kept); ``progress`` is
    told (samples done, samples); ``verify`` places everything twice and compares. Raises
    FormatError for what is no package, ConfigError for a source chart that it has not,
    ConformanceError where our own chart breaks a law.
    """
    options = options or GenerateOptions()
    analysis = analyse(open_bms_package(package, options.seed), options, cache, progress)
    return make_chart(analysis, options, rules_of(analysis, options), verify)


def make_chart(
    analysis: Analysis, options: GenerateOptions, rules: Rules, verify: bool
) -> GeneratedChart:
    """Places, emits and checks one chart.

    ``verify`` places everything a second time and compares. Raises ConformanceError, so that
    nothing is written, where a check fails: that is a fault of ours, never of the package.
    """
    placement = place(analysis, options, rules)
    return made_chart(analysis, options, rules, placement, "full", verify=verify)


def made_chart(
    analysis: Analysis,
    options: GenerateOptions,
    rules: Rules,
    placement: Placement,
    mode: str,
    *,
    verify: bool = False,
) -> GeneratedChart:
    """Emits and checks a placement; ``mode`` says in the result how it came about.

    FormatError where nothing is left to play, as in a package without its samples.
    """
    if not placement.placed:
        counts = Counter(one.reason.value for one in placement.residual)
        reasons = [f"{count} {reason}" for reason, count in sorted(counts.items())]
        said = "; ".join([", ".join(reasons), *analysis.warnings[:1]])
        raise FormatError(analysis.name, "", f"nothing in it can be played ({said})")
    level = level_of(analysis, placement.placed)[1]
    label = label_of(analysis, options, round(level), len(placement.placed))
    data = chart_bytes(analysis, placement.placed, placement.residual, label)

    def again() -> Outcome:
        fresh = place(analysis, options, rules)
        return Outcome(fresh.placed, fresh.residual)

    outcome = Outcome(placement.placed, placement.residual)
    issues = checked(analysis, rules, outcome, data, again if verify else None)
    result = {
        **head_record(analysis, options, mode),
        "label": label_record(label),
        "level_estimate": level,
        "diagnostics": dict(placement.diagnostics),
        "conformance": conformance_record(issues, verify),
        "end_state": placement.end_state.to_record(),
        "states": states_record(placement.states),
        **events_record(placement.placed, placement.residual),
    }
    return finished_chart(analysis, options, outcome, data, result, issues)


def finished_chart(
    analysis: Analysis,
    options: GenerateOptions,
    outcome: Outcome,
    data: bytes,
    result: Mapping[str, Any],
    issues: tuple[Issue, ...],
) -> GeneratedChart:
    """A checked chart with its figures and likenesses."""
    name = chart_name(analysis.name, analysis.source.mode, options.intensity)
    figures, level = level_of(analysis, outcome.placed)
    likeness = similarities(read_chart(data, name).chart, analysis.charts)
    return GeneratedChart(
        analysis, name, data, outcome.placed, figures, level, result, likeness, issues
    )


def level_of(analysis: Analysis, placed: tuple[Placed, ...]) -> tuple[PlayFigures, float]:
    """What a player meets, and the level that comes to."""
    source = analysis.source
    seconds = source.tempo_map.seconds_array([float(one.event.beat) for one in placed])
    figures = figures_of(seconds, [one.event.place for one in placed])
    return figures, estimated_level(source.mode, figures)


def label_of(analysis: Analysis, options: GenerateOptions, level: int, notes: int) -> Label:
    """How the chart shows that it was generated."""
    keys = int(analysis.source.mode)
    return Label(f"[AUTO {keys}K Int{options.intensity}]", level, notes=notes)


def chart_bytes(
    analysis: Analysis,
    placed: tuple[Placed, ...],
    residual: tuple[Residual, ...],
    label: Label,
) -> bytes:
    """The chart's file."""
    return document_bytes(emit(analysis.read, analysis.source, placed, residual, label))
