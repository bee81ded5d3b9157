"""Reads every level of a folder, writes it in every version, and says what did not hold.

    python benchmarks/beatsaber_formats.py --data DIR [--limit N] [--verbose]

DIR holds levels as zips or folders, or a ``*.tar.xz`` of folders. For each level and version the
second write must give the bytes of the first, and the counts that the version can hold must stay.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "scripts"))
from automapper.beatsaber.model import Level
from automapper.beatsaber.read import read_level
from automapper.beatsaber.write import VERSIONS, write_level
from automapper.errors import AutomapperError
from level_packages import level_packages


def counts(level: Level, version: int) -> list[tuple[int, ...]]:
    """Numbers of objects by chart that a version has to keep."""
    taken = (5, 14, 15, 100) if version == 2 else ()
    return [
        (
            len(chart.notes),
            len(chart.bombs),
            len(chart.walls),
            len(chart.arcs),
            len(chart.chains) if version > 2 else 0,
            sum(event.kind not in taken for event in chart.lights.events),
            len(chart.lights.boosts),
        )
        for chart in level.charts
    ]


def check(name: str, level: Level, warnings: Counter[str]) -> int:
    """Number of versions in which a level does not hold; each is printed."""
    bad = 0
    for version in VERSIONS:
        files, dropped = write_level(level, version)
        again, read = read_level(files)
        second, more = write_level(again, version)
        for line in dropped:
            warnings[f"write v{version}: {_kind(line)}"] += 1
        faults = [key for key in files if files[key] != second.get(key)]
        if counts(again, version) != counts(level, version):
            faults.append("counts")
        if faults or read or more:
            bad += 1
            print(f"{name}: v{version} does not hold: {faults} {read[:2]} {more[:2]}")
    return bad


def _kind(line: str) -> str:
    """A warning without its file and numbers."""
    return re.sub(r"\d+", "#", line.split(": ", 1)[-1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--data", type=Path, required=True, help="folder of levels")
    parser.add_argument("--limit", type=int, default=0, help="at most so many levels")
    parser.add_argument("--verbose", action="store_true", help="print every warning")
    options = parser.parse_args()
    started, total, bad, failed, charts = time.monotonic(), 0, 0, 0, 0
    warnings: Counter[str] = Counter()
    for name, files in level_packages(options.data):
        if options.limit and total >= options.limit:
            break
        total += 1
        try:
            level, read = read_level(files())
        except AutomapperError as error:
            failed += 1
            print(f"{name}: cannot be read: {error}")
            continue
        charts += len(level.charts)
        for line in read:
            warnings[f"read: {_kind(line)}"] += 1
            if options.verbose:
                print(f"{name}: {line}")
        bad += check(name, level, warnings)
    seconds = time.monotonic() - started
    print(f"{total} levels, {charts} charts, {failed} unreadable, {bad} unstable, {seconds:.0f} s")
    for line, count in warnings.most_common():
        print(f"{count:6}  {line}")


if __name__ == "__main__":
    main()
