"""Generated levels measured: statistics, errors by preset, and the ladder of their difficulties."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import numpy as np

from automapper.beatsaber.checks import check_level
from automapper.beatsaber.checks.files import file_facts
from automapper.beatsaber.lighting.gate import judge_lights
from automapper.beatsaber.lighting.stats import level_statistics
from automapper.beatsaber.model import Chart, Level
from automapper.beatsaber.read import read_level
from automapper.beatsaber.tempo import level_tempo
from automapper.chart import Difficulty, Severity
from automapper.files import open_package
from automapper.timing import nearest
from beatsaber_bots import BOTS, bot_chart
from beatsaber_corpus import (
    Measured,
    cache_folder,
    load,
    measure,
    save,
    song_key,
    usable_charts,
)
from level_packages import level_packages

PRESETS = ("scoresaber", "beatleader", "default")
SAME_MOMENT_S = 0.010


@dataclass(frozen=True, slots=True, eq=False)
class LightFacts:
    """A chart's light show: events a minute, share of note times with one, and the section test."""

    per_minute: float
    near_note: float
    passed: bool


@dataclass(frozen=True, slots=True, eq=False)
class MeasuredLevel:
    """A generated level: charts and lights by difficulty, error-level issues as "preset check"."""

    name: str
    charts: dict[Difficulty, Measured]
    lights: dict[Difficulty, LightFacts] = field(default_factory=dict)
    errors: Counter[str] = field(default_factory=Counter)

    @property
    def hardest(self) -> list[Measured]:
        """Expert and Expert+, as far as they are there."""
        wanted = (Difficulty.EXPERT, Difficulty.EXPERT_PLUS)
        return [self.charts[difficulty] for difficulty in wanted if difficulty in self.charts]


@dataclass(frozen=True, slots=True)
class Rung:
    """Two neighbouring difficulties.

    ``included``: share of the lower one's onsets found in the higher one; ``step``: of swings per
    second, (higher - lower) / higher.
    """

    included: float
    step: float


def measured_levels(folder: Path, jobs: int = 1) -> list[MeasuredLevel]:
    """All zips and level folders in a folder; one that cannot be read stops the run."""
    paths = sorted(p for p in folder.iterdir() if p.suffix == ".zip" or (p / "Info.dat").exists())
    with ProcessPoolExecutor(jobs) as pool:
        return list(pool.map(_measure_level, paths, chunksize=2))


def _measure_level(path: Path) -> MeasuredLevel:
    files = open_package(path)
    level, warnings = read_level(files)
    for warning in warnings:
        print(f"{path.name}: {warning}")
    name = path.stem
    charts = [chart for chart in level.charts if chart.characteristic == "Standard" and chart.notes]
    key = song_key(name, level)
    found = {chart.difficulty: measure(name, key, level, chart) for chart in charts}
    lights = {chart.difficulty: _light_facts(level, chart) for chart in charts}
    return MeasuredLevel(name, found, lights, _errors(level, files, path))


def _light_facts(level: Level, chart: Chart) -> LightFacts:
    beats = [note.beat for note in chart.notes]
    found = level_statistics(chart.lights, beats, level_tempo(level, chart))
    passed = judge_lights(chart.lights).passed
    return LightFacts(found["per_minute"], found["near_note"], passed)


def _errors(level: Level, files: Mapping[str, bytes], path: Path) -> Counter[str]:
    """Error-level issues by preset and check, the audio's and the cover's included.

    ScoreSaber forbids chains: it is asked about the level of the same name in ``no-chains``, or,
    where there is none, about the same notes with the chains taken out.
    """
    found: Counter[str] = Counter()
    twin = path.parent / "no-chains" / path.name
    if twin.exists():
        plain_files: Mapping[str, bytes] = open_package(twin)
        plain, _ = read_level(plain_files)
    else:
        plain_files = files
        plain = replace(level, charts=tuple(replace(c, chains=()) for c in level.charts))
    for preset in PRESETS:
        subject, held = (plain, plain_files) if preset == "scoresaber" else (level, files)
        for issue in check_level(subject, preset, audio=file_facts(subject, held)):
            if issue.severity == Severity.ERROR:
                found[f"{preset} {issue.check}"] += 1
    return found


def rung(lower: Measured, higher: Measured) -> Rung:
    """How one difficulty follows from the next harder one."""
    near = np.abs(higher.onsets[nearest(higher.onsets, lower.onsets)] - lower.onsets)
    slow, fast = (chart.statistics.get("swings/s", 0.0) for chart in (lower, higher))
    return Rung(float((near <= SAME_MOMENT_S).mean()), (fast - slow) / fast if fast else 0.0)


def measured_bots(
    data: Path, cache: Path, models: Sequence[Measured], jobs: int = 1
) -> dict[str, list[Measured]]:
    """Every bot's version of the rhythm of the given human charts; kept in the cache."""
    folder = cache_folder(cache, "bots", data, *BOTS)
    wanted = {chart.name for chart in models}
    files = {name: read for name, read in level_packages(data) if name in wanted}
    tasks = [(chart.name, chart.difficulty) for chart in models]
    todo = [task for task in tasks if not _bot_file(folder, *task).exists()]
    with ProcessPoolExecutor(jobs) as pool:
        work = [(task, files[task[0]]()) for task in todo]
        list(pool.map(partial(_measure_bots, folder), work, chunksize=2))
    held = [load(_bot_file(folder, *task)) for task in tasks]
    return {bot: [charts[index] for charts in held] for index, bot in enumerate(BOTS)}


def _bot_file(folder: Path, name: str, difficulty: Difficulty) -> Path:
    return folder / f"{name}-{difficulty.name.lower()}.npz"


def _measure_bots(folder: Path, task: tuple[tuple[str, Difficulty], dict[str, bytes]]) -> None:
    (name, difficulty), files = task
    level, _ = read_level(files)
    chart = next(c for c in usable_charts(level) if c.difficulty == difficulty)
    key = song_key(name, level)
    charts = [measure(name, key, level, bot_chart(chart, bot, 0, name)) for bot in BOTS]
    save(_bot_file(folder, name, difficulty), charts)
