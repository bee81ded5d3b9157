"""Do generated levels look human? The gates, the spread over levels, objects, ladder and errors.

    python benchmarks/beatsaber_gates.py --data DIR --levels DIR [--cache DIR] [--jobs 2]

``--data`` holds human levels (zips, INDEX.tsv, charts_without_audio.tar.xz), ``--levels`` generated
ones of the same file names with five difficulties each. Without ``--levels`` the human figures and
the bots alone are printed. ``--count FILE`` writes the human table of walls and bombs;
``--figures`` prints p5, median and p95 of every statistic over clean Expert and Expert+ charts.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from automapper.beatsaber.stats.gates import judge
from automapper.chart import Difficulty
from automapper.files import write_file
from beatsaber_corpus import Measured, measured_humans
from beatsaber_folds import FoldedNGram
from beatsaber_gate_sections import (
    GATE_HEADER,
    Bar,
    Judged,
    bot_bars,
    density_section,
    error_section,
    failed_lines,
    gate_bars,
    gate_row,
    ladder_section,
    light_section,
    object_section,
    outlier_lines,
    spread_section,
)
from beatsaber_levels import MeasuredLevel, measured_bots, measured_levels

BOT_CHARTS = 60
# Each takes measured levels and returns lines to print and bars.
_SECTIONS = (object_section, density_section, ladder_section, light_section, error_section)
_OBJECTS = ("walls/100", "bombs/100")


def aligned_levels(data: Path) -> set[str]:
    """Names of the levels whose notes sit on their audio."""
    with (data / "INDEX.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return {Path(row["file"]).stem for row in rows if row["clean"] == "yes"}


def judged_charts(charts: Iterable[Measured], model: FoldedNGram) -> list[Judged]:
    """Surprisal and verdict of each chart."""
    found = []
    for chart in charts:
        surprisal = model.surprisal(chart)
        verdict = judge(chart.statistics, surprisal, model.interval)
        found.append(Judged(chart, surprisal, verdict))
    return found


def print_section(lines: Sequence[str]) -> None:
    print("\n".join(lines) + "\n", flush=True)


def write_objects(path: Path, humans: Sequence[Measured], aligned: set[str]) -> None:
    """The table of walls and bombs per 100 notes over the aligned levels, by difficulty."""
    lines = ["stat\tdifficulty\tn\tp5\tmedian\tp95"]
    for name in _OBJECTS:
        for difficulty in Difficulty:
            values = [
                chart.statistics[name]
                for chart in humans
                if chart.name in aligned and chart.difficulty == difficulty
            ]
            low, middle, high = np.percentile(values, [5, 50, 95])
            figures = f"{low:.4g}\t{middle:.4g}\t{high:.4g}"
            lines.append(f"{name}\t{difficulty.name}\t{len(values)}\t{figures}")
    write_file(path, ("\n".join(lines) + "\n").encode(), force=True)


def print_figures(clean: Sequence[Measured]) -> None:
    """p5, median and p95 of every statistic, and how many charts are long enough for it."""
    for name in dict.fromkeys(name for chart in clean for name in chart.statistics):
        values = [c.statistics[name] for c in clean if name in c.statistics]
        low, middle, high = np.percentile(values, [5, 50, 95])
        print(f"{name:30s} {len(values):4d} {low:10.4g} {middle:10.4g} {high:10.4g}")
    print()


def print_references(
    humans: Sequence[Measured], bots: dict[str, list[Judged]], model: FoldedNGram
) -> list[Judged]:
    """Rows of the humans and the bots; returns the clean humans."""
    clean = judged_charts((chart for chart in humans if chart.is_clean), model)
    every = judged_charts((chart for chart in humans if chart.is_hardest), model)
    print(gate_row("humans, clean", clean))
    print(gate_row("humans, all", every))
    for name, judged in bots.items():
        print(gate_row(f"bot: {name}", judged))
    return clean


def print_levels(
    levels: Sequence[MeasuredLevel], clean: Sequence[Judged], model: FoldedNGram
) -> list[Bar]:
    """All sections on the generated levels; returns the bars."""
    by_level = {level.name: judged_charts(level.hardest, model) for level in levels}
    charts = [j for judged in by_level.values() for j in judged]
    for difficulty in (Difficulty.EXPERT, Difficulty.EXPERT_PLUS):
        own = [j for j in charts if j.chart.difficulty == difficulty]
        print(gate_row(f"generated {difficulty.name}", own))
    print()
    bars = list(gate_bars(by_level))
    print_section(list(failed_lines(charts, clean)))
    spread_lines, spread_bars = spread_section(charts, clean)
    print_section(spread_lines)
    bars += spread_bars
    for section in _SECTIONS:
        lines, found = section(levels)
        print_section(lines)
        bars += found
    print_section(list(outlier_lines(charts)))
    return bars


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True, help="folder of human levels")
    parser.add_argument("--levels", type=Path, help="folder of generated levels")
    parser.add_argument("--cache", type=Path, default=Path("outputs/gates-cache"))
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--count", type=Path, help="write the human table of walls and bombs here")
    parser.add_argument("--figures", action="store_true", help="print every human statistic")
    options = parser.parse_args()
    humans = measured_humans(options.data, options.cache, options.jobs)
    if options.count:
        write_objects(options.count, humans, aligned_levels(options.data))
    model = FoldedNGram(humans)
    clean = [chart for chart in humans if chart.is_clean]
    if options.figures:
        print_figures(clean)
    print(
        f"{len(humans)} human charts, {len(clean)} clean Expert and Expert+; surprisal p5/50/p95 ",
        end="",
    )
    print("/".join(f"{value:.2f}" for value in model.human), "nats per note\n")
    chosen = clean[:: max(1, len(clean) // BOT_CHARTS)]
    bots = measured_bots(options.data, options.cache, chosen, options.jobs)
    judged_bots = {name: judged_charts(charts, model) for name, charts in bots.items()}
    print(GATE_HEADER)
    references = print_references(humans, judged_bots, model)
    bars = list(bot_bars(judged_bots))
    if options.levels:
        bars += print_levels(measured_levels(options.levels, options.jobs), references, model)
    print(f"{'bar':36s} {'measured':>34s}  {'wanted':16s}")
    for bar in bars:
        print(
            f"{bar.name:36s} {bar.value:>34s}  {bar.wanted:16s} {'ok' if bar.reached else 'MISSED'}"
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
