"""Breaks every chart of a data set in many ways and holds whatever still reads to all laws.

    python benchmarks/bms_fuzz.py --data DIR --runs 20000 [--first 0] [--whole 0.2] [--keep DIR]

DIR holds packages as zips or folders. Run n breaks chart n (in turn) with the faults that n draws
(tests/bms/mutations.py): the file must be refused with a FormatError, or give back its own bytes,
be timed, and be written twice (nothing played, and its own notes played) so that the writer's
checks find nothing. A share of the runs (``--whole``) breaks whole files, the others up to 300
lines of one behind its headers. Prints how the runs ended, every fault with its number, and the
slowest run; the exit code is 1 where there was a fault or a run of more than 5 s, and 2 where DIR
holds no chart. ``--keep`` saves the files that fail.

Before that it reads and writes two charts of its own making: one of a million objects and one of
BPM 1,000,000.
"""

from __future__ import annotations

import argparse
import faulthandler
import random
import sys
import time
import traceback
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from automapper.bms.emit import emit
from automapper.bms.formats.document import document_bytes
from automapper.bms.headers import Label
from automapper.bms.package import chart_names
from automapper.bms.placement.model import Reason, Residual
from automapper.bms.read import read_chart
from automapper.bms.source import source_of
from automapper.files import open_package
from bms.mutations import mutated, survive
from bms_packages import packages_in

SLOWEST_SECONDS = 5.0
HANG_SECONDS = 60
_EXCERPT_LINES = 300
_CHANNELS = ("01", "01", "01", "01", "11", "12", "13", "16", "18", "19")


def charts_of(folder: Path) -> list[tuple[str, bytes]]:
    """The bytes of every chart file of the packages in a folder, by name."""
    found = []
    for path in packages_in(folder):
        files = open_package(path)
        found += [(f"{path.stem}/{name}", files[name]) for name in chart_names(files)]
    return found


def excerpt(data: bytes, rng: random.Random) -> bytes:
    """The headers of a file and some of its objects."""
    lines = data.splitlines(keepends=True)
    headers = [line for line in lines if not line[1:4].isdigit()]
    objects = [line for line in lines if line[1:4].isdigit()]
    start = rng.randint(0, max(0, len(objects) - _EXCERPT_LINES))
    return b"".join([*headers, *objects[start : start + _EXCERPT_LINES]])


def broken(number: int, charts: list[tuple[str, bytes]], whole: float) -> tuple[str, bytes]:
    """The name and bytes of a run."""
    rng = random.Random(number)
    name, data = charts[number % len(charts)]
    if rng.random() >= whole:
        data = excerpt(data, rng)
    return name, mutated(data, rng)


def large_charts() -> list[tuple[str, bytes]]:
    """A chart of a million objects, and one whose tempo is a million."""
    line = "".join(f"{n % 35 + 1:02d}" for n in range(100))
    objects = [f"#{n:03d}{channel}:{line}" for n in range(1000) for channel in _CHANNELS]
    fast = [f"#{n:03d}{channel}:0102" for n in range(1000) for channel in ("01", "08", "09", "11")]
    tempi = ["#BPM 1e6", "#BPM01 1e6", "#BPM02 999999.999", "#STOP01 1", "#STOP02 192"]
    return [
        ("a million objects", "\n".join(["#BPM 120", *objects]).encode()),
        ("BPM 1,000,000", "\n".join([*tempi, *fast]).encode()),
    ]


def time_large_charts() -> None:
    for name, data in large_charts():
        started = time.perf_counter()
        read = read_chart(data, name)
        source = source_of(read.chart)
        seconds = source.tempo_map.seconds(source.bars[-1])
        middle = time.perf_counter()
        left = [Residual(event, Reason.FX) for event in source.events]
        written = document_bytes(emit(read, source, [], left, Label("[AUTO]", 5)))
        ended = time.perf_counter()
        print(
            f"{name}: {len(source.events)} sounds in {float(seconds):.3f} s of music,"
            f" {len(data)} bytes read in {middle - started:.2f} s,"
            f" {len(written)} written in {ended - middle:.2f} s",
            flush=True,
        )


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--runs", type=int, default=20000)
    parser.add_argument("--first", type=int, default=0, help="number of the first run")
    parser.add_argument("--whole", type=float, default=0.2, help="share of whole files, 0-1")
    parser.add_argument("--keep", type=Path, help="a folder for the files that fail")
    options = parser.parse_args()
    charts = charts_of(options.data) if options.data.is_dir() else []
    if not charts:
        print(f"bms_fuzz: {options.data}: no folder of packages with charts", file=sys.stderr)
        return 2
    time_large_charts()
    ends: Counter[str] = Counter()
    slowest, faults = (0.0, -1), 0
    started = time.perf_counter()
    for number in range(options.first, options.first + options.runs):
        name, data = broken(number, charts, options.whole)
        faulthandler.dump_traceback_later(HANG_SECONDS, exit=True)
        begun = time.perf_counter()
        try:
            ends[survive(data, name).name.lower()] += 1
        except Exception:
            faults += 1
            reason = traceback.format_exc(limit=-3)
            print(f"run {number} ({name}):\n{reason}", flush=True)
            if options.keep:
                options.keep.mkdir(parents=True, exist_ok=True)
                (options.keep / f"{number}.bms").write_bytes(data)
        slowest = max(slowest, (time.perf_counter() - begun, number))
    faulthandler.cancel_dump_traceback_later()
    print(f"{options.runs} runs on {len(charts)} charts in {time.perf_counter() - started:.0f} s")
    print(f"refused, warned about or read: {dict(sorted(ends.items()))}; faults: {faults}")
    print(f"slowest: {slowest[0]:.2f} s (run {slowest[1]})")
    return 1 if faults or slowest[0] > SLOWEST_SECONDS else 0


if __name__ == "__main__":
    sys.exit(main())
