"""Which samples of each package may be played, at which level, and what the FX filter takes.

    python benchmarks/bms_selection.py --data DIR [--cache DIR] [--levels 1,5,10,20]

DIR holds packages as zips or folders; ``--cache`` is a folder that remembers measured sounds. Per
package: the source's own key onsets that each reading of the FX filter takes from the player, and
at each level the share of the notes that the source's player plays which may be played again (by
the whitelist and both rescues), beside how many events may be played in all.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from automapper.bms.generate.analyse import analyse
from automapper.bms.options import GenerateOptions
from automapper.bms.package import BmsPackage
from automapper.bms.placement.levels import tuning
from automapper.bms.placement.selection.fx import READINGS
from automapper.bms.placement.selection.pool import pool_of
from automapper.bms.placement.selection.whitelist import select
from bms_packages import levels_of, open_packages


def line(name: str, package: BmsPackage, levels: list[int], cache: Path | None) -> str:
    """The row of one package."""
    analysis = analyse(package, GenerateOptions(), cache)
    sounds = analysis.sounds
    pool = pool_of(analysis.source, sounds)
    keys = sum(uses.key for uses in pool.occurrences.values())
    cells: list[object] = [name, f"{len(pool.occurrences)} / {len(pool.events)}", keys]
    lost = select(pool, sounds, tuning()).figures.keys_lost
    cells += [f"{lost[reading] / max(keys, 1):.0%}" for reading in READINGS]
    for level in levels:
        figures = select(pool, sounds, tuning(level)).figures
        share = figures.played_allowed / max(figures.played, 1)
        cells.append(f"{share:.0%} ({figures.allowed} of {figures.candidates})")
    return f"| {' | '.join(map(str, cells))} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True, help="a folder of packages")
    parser.add_argument("--cache", type=Path, help="a folder that remembers measured sounds")
    parser.add_argument("--levels", default="1,5,10,20", help="levels, by commas")
    options = parser.parse_args()
    levels = levels_of(options.levels)
    lost = [f'keys lost by "{reading}"' for reading in READINGS]
    head = ["package", "samples / events", "key notes", *lost, *(f"level {n}" for n in levels)]
    print(f"| {' | '.join(head)} |")
    print("|" + "---|" * len(head))
    for name, package in open_packages(options.data):
        print(line(name, package, levels, options.cache))


if __name__ == "__main__":
    main()
