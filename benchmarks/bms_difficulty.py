"""Holds the estimated level of every BMS chart of a folder against the level its author printed.

    python benchmarks/bms_difficulty.py --data DIR [--charts]

DIR holds packages as zips or folders. Charts whose ``#PLAYLEVEL`` is 1-12 count, since authors use
other numbers as jokes or on other scales. The table gives the mean absolute error, in levels, for
each number of keys, beside the error of the one-line model and of the model for ten keys on the
same charts; ``--charts`` lists every chart with its figures.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from automapper.bms.difficulty import PlayFigures, estimated_level, play_figures
from automapper.bms.model import KeyMode
from automapper.bms.package import BmsPackage
from bms_packages import open_packages

LEVELS = (1, 12)


@dataclass(frozen=True, slots=True)
class Row:
    """A chart, what its author says of it and what we measure."""

    name: str
    mode: KeyMode
    level: float
    figures: PlayFigures

    @property
    def counts(self) -> bool:
        """Whether the author's level is one that the models are made for."""
        return LEVELS[0] <= self.level <= LEVELS[1]

    def error(self, mode: KeyMode) -> float:
        """How far the estimate of a mode's model is from the author's level."""
        return abs(estimated_level(mode, self.figures) - self.level)

    def line(self) -> str:
        """The row of the table of charts."""
        f = self.figures
        cells = (self.name, int(self.mode), f"{self.level:g}", estimated_level(self.mode, f))
        more = (f.notes, f.nps, f.nps_sd, f.nps_peak, f.chord_mean)
        return f"| {' | '.join(map(str, (*cells, *more)))} |"


def rows_of(stem: str, package: BmsPackage) -> list[Row]:
    """The charts of a package."""
    rows = []
    for name, read in package.charts:
        try:
            level = float(read.chart.header("PLAYLEVEL", "0"))
        except ValueError:
            level = 0.0
        figures = play_figures(read.chart)
        rows.append(Row(f"{stem}/{name}", read.chart.mode, level, figures))
    return rows


def table(rows: list[Row]) -> list[str]:
    """The errors for each number of keys, and for all."""
    lines = [
        "| keys | charts | mean error | of 2.72 + .66 NPS | of the model for ten keys |",
        "|---|---|---|---|---|",
    ]
    groups = [(str(int(mode)), [row for row in rows if row.mode is mode]) for mode in KeyMode]
    for name, group in [*groups, ("all", rows)]:
        if group:
            ours = mean(row.error(row.mode) for row in group)
            simple = mean(row.error(KeyMode.SEVEN) for row in group)
            ten = mean(row.error(KeyMode.TEN) for row in group)
            lines.append(f"| {name} | {len(group)} | {ours:.2f} | {simple:.2f} | {ten:.2f} |")
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True, help="a folder of packages")
    parser.add_argument("--charts", action="store_true", help="list every chart")
    options = parser.parse_args()
    rows = [row for one in open_packages(options.data) for row in rows_of(*one)]
    if options.charts:
        print("| chart | keys | level | estimate | notes | NPS | its sd | peak | mean chord |")
        print("|---|---|---|---|---|---|---|---|---|")
        print("\n".join(row.line() for row in rows))
    print("\n".join(table([row for row in rows if row.counts])))


if __name__ == "__main__":
    main()
