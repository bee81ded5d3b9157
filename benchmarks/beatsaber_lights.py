"""Human light shows counted, and ours and fixed patterns held against them.

``--data DIR`` is a folder of level zips with an ``INDEX.tsv`` (columns ``file`` and ``clean``).

    python benchmarks/beatsaber_lights.py --data DIR --count    write tables/lights.tsv
    python benchmarks/beatsaber_lights.py --data DIR            relight every level and judge
    python benchmarks/beatsaber_lights.py --levels DIR          judge generated levels
"""

from __future__ import annotations

import argparse
import csv
import math
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np

from automapper.audio import decode
from automapper.beatsaber.lighting.gate import FAMILIES, Verdict, human_intervals, judge_lights
from automapper.beatsaber.lighting.stats import (
    full_flashes_a_second,
    is_lit,
    level_statistics,
    section_statistics,
)
from automapper.beatsaber.model import Chart, Level, LightEvent, Lightshow
from automapper.beatsaber.read import read_level
from automapper.beatsaber.rework.relight import relight
from automapper.beatsaber.tempo import level_tempo
from automapper.ear import listen
from automapper.errors import AutomapperError
from automapper.files import find_file, open_package, write_file

TABLE = Path(__file__).parents[1] / "src/automapper/beatsaber/tables/lights.tsv"
HEADER = (
    "# Light shows of people: one chart (the hardest Standard one) of each aligned level that is "
    "lit at all.\n# Counted by: python benchmarks/beatsaber_lights.py --data DIR --count\n"
    "scope\tstatistic\tp5\tmedian\tp95\tcount\n"
)
LEAST_RATE, LEAST_NEAR = 500.0, 0.9


@dataclass(frozen=True, slots=True)
class Shown:
    """One show measured: level statistics, verdict and what it took (s per 3 minutes of music)."""

    name: str
    statistics: dict[str, float]
    sections: list[dict[str, float]]
    verdict: Verdict
    flashes: int
    seconds: float = 0.0


def hardest_chart(level: Level) -> Chart | None:
    charts = [chart for chart in level.charts if chart.characteristic == "Standard" and chart.notes]
    return max(charts, key=lambda chart: chart.difficulty, default=None)


def measure(name: str, level: Level, lights: Lightshow, chart: Chart, spent: float = 0.0) -> Shown:
    tempo_map = level_tempo(level, chart)
    return Shown(
        name,
        level_statistics(lights, [note.beat for note in chart.notes], tempo_map),
        section_statistics(lights),
        judge_lights(lights) if TABLE.exists() else Verdict(0, {}, ()),
        full_flashes_a_second(lights, tempo_map),
        spent,
    )


def fixed_pattern(chart: Chart, beats: int) -> Lightshow:
    """The show that must fail: one loop of ``beats`` beats in one palette from start to end."""
    last = math.ceil(chart.notes[-1].beat)
    events: list[LightEvent] = []
    for beat in range(last):
        turn = beat % beats
        for lamp in range(5):
            value = 7 if (lamp + turn) % 2 else 3
            events.append(LightEvent(Fraction(beat) + Fraction(lamp % 2, 2), lamp, value))
        events.append(LightEvent(Fraction(beat), 8, 0))
    return Lightshow(tuple(sorted(events, key=lambda event: event.beat)))


def judge_one(path: Path) -> tuple[list[tuple[str, Shown]], str]:
    """Human show, ours with and without notes, and fixed patterns of one level, by kind."""
    try:
        files = open_package(path)
        level, _ = read_level(files)
        chart = hardest_chart(level)
        audio = find_file(files, level.audio_file)
        audio = audio or next((n for n in files if n.endswith((".opus", ".ogg", ".egg"))), None)
        if chart is None or audio is None:
            return [], f"{path.name}: nothing to light"
        with tempfile.TemporaryDirectory() as folder:
            sound = Path(folder) / "song"
            sound.write_bytes(files[audio])
            pulse = listen(decode(sound))
        found: list[tuple[str, Shown]] = []
        if is_lit(chart.lights):
            found.append(("human", measure(path.name, level, chart.lights, chart)))
        seed = int.from_bytes(path.name.encode()[:5], "little")
        start = time.perf_counter()
        lit = relight(level, pulse, seed=seed, environment="DefaultEnvironment")
        spent = (time.perf_counter() - start) * 180 / pulse.duration
        ours = next(c for c in lit.charts if c.notes == chart.notes)
        found.append(("ours", measure(path.name, level, ours.lights, chart, spent)))
        for beats in (1, 4):
            show = fixed_pattern(chart, beats)
            found.append((f"fixed, {beats} beats", measure(path.name, level, show, chart)))
    except AutomapperError as error:
        return [], f"{path.name}: {error}"
    return found, ""


def is_aligned(data: Path) -> set[str]:
    with (data / "INDEX.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {row["file"] for row in rows if row["clean"] == "yes"}


def human_show(path: Path) -> Shown | None:
    try:
        level, _ = read_level(open_package(path))
    except AutomapperError:
        return None
    chart = hardest_chart(level)
    if chart is None or not is_lit(chart.lights):
        return None
    return measure(path.name, level, chart.lights, chart)


def count(data: Path) -> None:
    """Count the human intervals and write them where the package reads them."""
    shows = [s for name in sorted(is_aligned(data)) if (s := human_show(data / name)) is not None]
    rows = {
        "level": [show.statistics for show in shows],
        "section": [section for show in shows for section in show.sections],
    }
    lines = [HEADER]
    for scope, values in rows.items():
        for name in values[0]:
            if name == "start":
                continue
            known = np.array([v[name] for v in values if not math.isnan(v[name])])
            p5, median, p95 = np.percentile(known, (5, 50, 95))
            lines.append(f"{scope}\t{name}\t{p5:.4f}\t{median:.4f}\t{p95:.4f}\t{len(known)}\n")
    write_file(TABLE, "".join(lines).encode(), force=True)
    print(f"{TABLE.name}: {len(shows)} levels, {len(rows['section'])} sections")


def report(kind: str, shows: Sequence[Shown]) -> None:
    """One block: who passed, where sections fell outside, and the level figures."""
    rates = np.array([show.statistics["per_minute"] for show in shows])
    near = np.array([show.statistics["near_note"] for show in shows])
    print(f"\n{kind}: {len(shows)} shows, {sum(s.verdict.sections for s in shows)} sections")
    print(f"  pass the section test {np.mean([s.verdict.passed for s in shows]):.3f} of shows")
    for family in FAMILIES:
        inside = np.array([show.verdict.inside[family] for show in shows])
        weights = np.array([show.verdict.sections for show in shows])
        line = f"  {family:8s} inside: {np.average(inside, weights=weights):.3f} of sections"
        print(f"{line}, worst show {inside.min():.2f}")
    missed: dict[str, float] = {}
    for show in shows:
        for name, share in show.verdict.missed:
            missed[name] = missed.get(name, 0.0) + share / len(shows)
    worst = sorted(missed.items(), key=lambda item: -item[1])[:6]
    print("  most missed:", ", ".join(f"{name} {share:.3f}" for name, share in worst))
    low, middle, high = np.percentile(rates, (5, 50, 95))
    print(f"  events a minute {low:.0f}/{middle:.0f}/{high:.0f}, least {rates.min():.0f}")
    print(f"  at least {LEAST_RATE:.0f} a minute: {np.mean(rates >= LEAST_RATE):.3f} of shows")
    known = near[~np.isnan(near)]
    if len(known):
        print(f"  notes with a light {np.median(known):.3f}, least {known.min():.3f}; at least "
              f"{LEAST_NEAR}: {np.mean(known >= LEAST_NEAR):.3f} of shows")  # fmt: skip
    outside: dict[str, float] = {}
    for (scope, name), interval in human_intervals().items():
        if scope == "level":
            values = [show.statistics[name] for show in shows]
            outside[name] = float(np.mean([not interval.holds(value) for value in values]))
    level = sorted(outside.items(), key=lambda item: -item[1])[:6]
    print("  whole levels outside:", ", ".join(f"{name} {share:.2f}" for name, share in level))
    print(f"  most full flashes in a second {max(show.flashes for show in shows)}", end="")
    print(f"; slowest 3 minutes {max(show.seconds for show in shows):.2f} s")


def generated(folder: Path) -> Iterator[Shown]:
    """Every difficulty of every level: one show has to suit them all."""
    for path in sorted(folder.glob("*.zip")):
        level, _ = read_level(open_package(path))
        for chart in level.charts:
            if chart.notes:
                yield measure(f"{path.name} {chart.difficulty.name}", level, chart.lights, chart)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, help="folder of human levels with INDEX.tsv")
    parser.add_argument("--levels", type=Path, help="folder of generated levels (zips)")
    parser.add_argument("--count", action="store_true", help="write the table of human intervals")
    parser.add_argument("--every", type=int, default=1, help="take every n-th level")
    parser.add_argument("--jobs", type=int, default=1)
    options = parser.parse_args()
    if options.count:
        count(options.data)
        return
    kinds: dict[str, list[Shown]] = {}
    if options.levels:
        kinds["generated"] = list(generated(options.levels))
    elif options.data:
        paths = sorted(options.data.glob("*.zip"))[:: options.every]
        with ProcessPoolExecutor(options.jobs) as pool:
            for found, trouble in pool.map(judge_one, paths):
                if trouble:
                    print(trouble)
                for kind, show in found:
                    kinds.setdefault(kind, []).append(show)
    for kind, shows in kinds.items():
        report(kind, shows)


if __name__ == "__main__":
    main()
