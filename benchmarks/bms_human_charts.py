"""What human BMS charts of each density are made of: the table of docs/formats/bms-levels.md.

    python benchmarks/bms_human_charts.py --data DIR [--skip NAME ...]

DIR holds packages as zips or folders. Charts are grouped by their notes a second, and every cell is
the median over the charts of its row. ``--skip`` leaves packages out by name.
"""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from automapper.bms.difficulty import play_figures
from automapper.bms.model import Chart, Lane, Place
from automapper.bms.placement.model import Event
from automapper.bms.placement.state.gates import TICKS_PER_BEAT
from automapper.bms.source import source_of
from bms_packages import open_packages

# Notes a second from which a row begins.
ROWS = (0, 3, 5, 8, 12, 16)


@dataclass(frozen=True, slots=True)
class Habits:
    """One chart: means and extremes of its measures, chords and repeats."""

    nps: float
    measure_mean: float
    measure_most: int
    chord_most: int
    chord_share: float
    repeat_ticks: float
    repeat_ms: float
    scratches_most: int


def habits_of(chart: Chart) -> Habits | None:
    """The habits of a chart; None where no key is played twice."""
    source = source_of(chart)
    played = [event for event in source.events if event.source is not None]
    lanes: dict[Lane, list[Event]] = {}
    chords: Counter[Place] = Counter()
    scratches: Counter[int] = Counter()
    for event in played:
        if event.source is None or event.source.is_scratch:
            scratches[event.place.measure] += 1
        else:
            lanes.setdefault(event.source, []).append(event)
            chords[event.place] += 1
    pairs = [pair for events in lanes.values() for pair in pairwise(events)]
    if not pairs:
        return None
    ticks = [float(b.beat - a.beat) * TICKS_PER_BEAT for a, b in pairs]
    seconds = source.tempo_map.seconds
    times = [1000 * float(seconds(b.beat) - seconds(a.beat)) for a, b in pairs]
    measures = Counter(event.place.measure for event in played)
    figures = play_figures(chart)
    return Habits(
        nps=figures.nps,
        measure_mean=float(np.mean(list(measures.values()))),
        measure_most=max(measures.values()),
        chord_most=max(chords.values()),
        chord_share=figures.chord_share,
        repeat_ticks=float(np.percentile(ticks, 1)),
        repeat_ms=float(np.percentile(times, 1)),
        scratches_most=max(scratches.values(), default=0),
    )


def line(first: int, last: float, charts: list[Habits]) -> str:
    """The row of charts from ``first`` to below ``last`` notes a second."""

    def middle(name: str) -> float:
        return float(np.median([getattr(chart, name) for chart in charts]))

    cells = (
        f"{first} to {last:g}",
        len(charts),
        f"{middle('measure_mean'):.1f} / {middle('measure_most'):g}",
        f"{middle('chord_most'):g}",
        f"{middle('chord_share'):.0%}",
        f"{middle('repeat_ticks'):g} ticks, {middle('repeat_ms'):.0f} ms",
        f"{middle('scratches_most'):g}",
    )
    return f"| {' | '.join(map(str, cells))} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True, help="a folder of packages")
    parser.add_argument("--skip", nargs="*", default=[], help="packages to leave out")
    options = parser.parse_args()
    charts: list[Habits] = []
    for name, package in open_packages(options.data):
        if name not in options.skip:
            habits = [habits_of(read.chart) for _, read in package.charts]
            charts += [found for found in habits if found is not None]
    print("| NPS | charts | measure, mean / most | chord | chords | repeat, 1 % | scratches |")
    print("|---|---|---|---|---|---|---|")
    for first, last in pairwise((*ROWS, float("inf"))):
        row = [chart for chart in charts if first <= chart.nps < last]
        if row:
            print(line(int(first), last, row))


if __name__ == "__main__":
    main()
