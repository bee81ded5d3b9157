"""How long it takes to find, decode and measure the samples of real packages, cold and cached.

    python benchmarks/bms_keysounds.py --data DIR [--workers N] [--many 1300]

DIR holds BMS packages as zips or folders. Each row is a package with every file that any of its
charts names; the last row puts the samples of several packages together until there are as many
as ``--many``. Cold is without a cache; kept is with an empty one that is filled on the way; cached
is the run after it. CPU seconds above wall seconds show that the workers run side by side.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from automapper.bms.keysounds.table import sound_table
from automapper.bms.package import BmsPackage, find_sample
from bms_packages import open_packages

Samples = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Load:
    """What a table is made of."""

    name: str
    files: Mapping[str, bytes]
    samples: Samples


def declared(package: BmsPackage) -> Samples:
    """Every file that a chart of the package names, once, under an id of our own."""
    written = (name for _, read in package.charts for _, name in read.chart.samples)
    names = {find_sample(package.files, name) or name: None for name in written}
    return [(str(number), name) for number, name in enumerate(names)]


def together(loads: list[Load], count: int) -> Load:
    """The samples of several packages as if they were one, at most ``count``."""
    files: dict[str, bytes] = {}
    samples: Samples = []
    for load in loads:
        files |= {f"{load.name}/{name}": data for name, data in load.files.items()}
        samples += [(f"{load.name} {n}", f"{load.name}/{name}") for n, name in load.samples]
    return Load("together", files, samples[:count])


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Wall and CPU seconds."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def row(load: Load, workers: int) -> str:
    table, warnings = sound_table(load.files, load.samples, None, workers)
    seconds = sum(sound.duration_ms for sound in table.values() if sound is not None) / 1000
    unknown = sum(sound is None for sound in table.values())
    cold, cpu = timed(lambda: sound_table(load.files, load.samples, None, workers))
    with tempfile.TemporaryDirectory() as folder:
        kept, _ = timed(lambda: sound_table(load.files, load.samples, Path(folder), workers))
        cached, _ = timed(lambda: sound_table(load.files, load.samples, Path(folder), workers))
    return (
        f"{load.name:20} {len(load.samples):7} {unknown:7} {seconds:8.0f} {cold:7.2f} {cpu:7.2f}"
        f" {kept:7.2f} {cached:7.3f} {len(warnings):8}"
    )


def peak_megabytes() -> str:
    """The most memory this process had; only Unix tells."""
    try:
        import resource
    except ImportError:
        return "unknown"
    return f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--workers", type=int, default=0)
    parser.add_argument("--many", type=int, default=1300)
    options = parser.parse_args()
    print(
        f"{'package':20} {'samples':>7} {'unknown':>7} {'sound s':>8} {'cold s':>7} {'cpu s':>7}"
        f" {'kept s':>7} {'cached':>7} {'warnings':>8}"
    )
    loads: list[Load] = []
    for name, package in open_packages(options.data):
        loads.append(Load(name, package.files, declared(package)))
        print(row(loads[-1], options.workers), flush=True)
    print(row(together(loads, options.many), options.workers))
    print(f"peak memory {peak_megabytes()} (with every package held in memory)")


if __name__ == "__main__":
    main()
