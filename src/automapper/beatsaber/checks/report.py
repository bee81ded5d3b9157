"""A checked level as it is told: the issues with a few numbers of each chart."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from automapper.beatsaber.checks import check_level
from automapper.beatsaber.checks.files import file_facts
from automapper.beatsaber.checks.rule import preset_named
from automapper.beatsaber.checks.subject import part_of
from automapper.beatsaber.jump import jump_distance, reaction_time
from automapper.beatsaber.model import Chart, Level
from automapper.beatsaber.read import read_level
from automapper.beatsaber.stats import chart_statistics
from automapper.beatsaber.tempo import level_tempo
from automapper.chart import Difficulty, Issue, Severity, count_issues, issue_counts, issue_record
from automapper.errors import ConfigError, FormatError
from automapper.files import is_other_file, open_package_with_warnings

REPORT_VERSION = 1


@dataclass(frozen=True, slots=True)
class ChartSummary:
    """One chart in numbers; ``statistics`` are those of ``stats.chart_statistics`` by name."""

    part: str
    notes: int
    bombs: int
    walls: int
    arcs: int
    chains: int
    lights: int
    njs: float
    jump_distance: float
    reaction_ms: int
    statistics: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class LevelReport:
    """A level's issues under a preset; ``reading`` are the warnings of reading its files."""

    title: str
    preset: str
    reading: tuple[str, ...]
    issues: tuple[Issue, ...]
    charts: tuple[ChartSummary, ...]

    def count(self, severity: Severity, part: str | None = None) -> int:
        """How many issues of a severity there are, in one chart or (None) in all."""
        return count_issues(self.issues, severity, part)

    def record(self) -> dict[str, object]:
        """Plain values for JSON; the keys are described in docs/beatsaber-checks.md."""
        return {
            "version": REPORT_VERSION,
            "title": self.title,
            "preset": self.preset,
            **issue_counts(self.issues),
            "reading": list(self.reading),
            "charts": [self._chart_record(chart) for chart in self.charts],
            "issues": [issue_record(issue) for issue in self.issues],
        }

    def _chart_record(self, chart: ChartSummary) -> dict[str, object]:
        return {
            "part": chart.part,
            **issue_counts(self.issues, chart.part),
            "notes": chart.notes,
            "bombs": chart.bombs,
            "walls": chart.walls,
            "arcs": chart.arcs,
            "chains": chart.chains,
            "lights": chart.lights,
            "njs": chart.njs,
            "jump_distance": chart.jump_distance,
            "reaction_ms": chart.reaction_ms,
            "statistics": dict(chart.statistics),
        }


def check_package(
    path: Path, preset: str = "default", difficulties: Collection[Difficulty] = ()
) -> LevelReport:
    """Reads and checks a level (folder or zip); ``difficulties``: only these (empty: all).

    ``FormatError`` when it cannot be read, ``ConfigError`` for an unknown preset or when the level
    has none of the difficulties. Rules about the whole level always see all charts.
    """
    chosen = preset_named(preset)
    if is_other_file(path):
        raise FormatError(path, "", "is no level: name the folder or zip that holds its Info.dat")
    files, warnings = open_package_with_warnings(path)
    try:
        level, more = read_level(files)
    except FormatError as error:
        raise FormatError(path, "", str(error)) from None
    charts = [one for one in level.charts if not difficulties or one.difficulty in difficulties]
    if not charts:
        found = ", ".join(part_of(chart) for chart in level.charts)
        raise ConfigError(f"{path}: no such difficulty; the level has {found}")
    parts = {"", *(part_of(chart) for chart in charts)}
    issues = check_level(level, chosen, audio=file_facts(level, files))
    return LevelReport(
        level.song.title,
        chosen.value,
        (*warnings, *more),
        tuple(issue for issue in issues if issue.part in parts),
        tuple(_summary(level, chart) for chart in charts),
    )


def clock(seconds: float) -> str:
    """A time as mm:ss.mmm."""
    sign, total = "-" if seconds < 0 else "", round(abs(seconds) * 1000)
    return f"{sign}{total // 60000:02d}:{total // 1000 % 60:02d}.{total % 1000:03d}"


def _summary(level: Level, chart: Chart) -> ChartSummary:
    statistics = chart_statistics(chart, level_tempo(level, chart))
    return ChartSummary(
        part_of(chart),
        len(chart.notes),
        len(chart.bombs),
        len(chart.walls),
        len(chart.arcs),
        len(chart.chains),
        len(chart.lights.events),
        chart.njs,
        round(jump_distance(level.bpm, chart.njs, chart.jump_offset), 3),
        round(reaction_time(level.bpm, chart.njs, chart.jump_offset) * 1000),
        tuple(statistics.items()),
    )
