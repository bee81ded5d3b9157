"""Times our reading of BMS charts against npm ``bms`` on the same files, in one run.

    python benchmarks/bms_parse_speed.py --data DIR --node-modules DIR [--rounds 5]

DIR holds packages as zips or folders. Both sides are timed in their own process, file by file, the
best of some rounds after one to warm up: ours from bytes to chart (``read_chart``: decoding, lines,
branch, notes with ends, tempo), theirs from bytes to compiled chart (``Reader.read`` and
``Compiler.compile``), and with notes, timing and keysounds built, which is what ``read_chart``
does. A ratio below 1 means that we are faster.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from automapper.bms.read import read_chart
from bms_packages import open_packages

_THEIRS = """
const fs = require('fs'), bms = require('bms');
const [folder, rounds] = process.argv.slice(-2);
const best = work => {
  work();
  let least = Infinity;
  for (let k = 0; k < +rounds; k++) {
    const start = process.hrtime.bigint();
    work();
    least = Math.min(least, Number(process.hrtime.bigint() - start) / 1e6);
  }
  return least;
};
const rows = fs.readdirSync(folder).sort().map(name => {
  const bytes = fs.readFileSync(folder + '/' + name);
  const compile = () => bms.Compiler.compile(bms.Reader.read(bytes), { rng: () => 1 }).chart;
  const whole = () => {
    const chart = compile();
    bms.Notes.fromBMSChart(chart);
    bms.Timing.fromBMSChart(chart);
    bms.Keysounds.fromBMSChart(chart);
  };
  return [best(compile), best(whole)];
});
console.log(JSON.stringify(rows));
"""


def best_ms(work: Callable[[], object], rounds: int) -> float:
    """The shortest of some rounds, ms, after one that does not count."""
    work()
    least = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        least = min(least, (time.perf_counter() - start) * 1000)
    return least


def their_ms(charts: list[tuple[str, bytes]], modules: Path, rounds: int) -> list[list[float]]:
    """For each chart the time to compile it and to build its notes too, ms."""
    with tempfile.TemporaryDirectory() as folder:
        for number, (_, data) in enumerate(charts):
            (Path(folder) / f"{number:06d}").write_bytes(data)
        done = subprocess.run(
            ["node", "-e", _THEIRS, folder, str(rounds)],
            capture_output=True,
            env={**os.environ, "NODE_PATH": str(modules)},
            timeout=600,
            check=True,
        )
    rows: list[list[float]] = json.loads(done.stdout)
    return rows


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of packages")
    parser.add_argument("--node-modules", type=Path, required=True, help="where npm bms is")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    charts: list[tuple[str, bytes]] = []
    for stem, package in open_packages(options.data):
        charts += [(f"{stem}/{name}", package.files[name]) for name, _ in package.charts]
    theirs = their_ms(charts, options.node_modules, options.rounds)
    ours = [
        best_ms(lambda name=name, data=data: read_chart(data, name), options.rounds)  # type: ignore[misc]
        for name, data in charts
    ]
    print(f"{len(charts)} charts, {sum(len(data) for _, data in charts) / 1e6:.1f} MB")
    print("| | total ms | ms a chart | ours / theirs, total | median of charts | worst |")
    print("|---|---|---|---|---|---|")
    print(f"| read_chart | {sum(ours):.0f} | {sum(ours) / len(ours):.2f} | | | |")
    for column, label in enumerate(("npm bms, compile", "npm bms, with notes and timing")):
        times = [row[column] for row in theirs]
        ratios = [a / b for a, b in zip(ours, times, strict=True)]
        cells = [f"{sum(times):.0f}", f"{sum(times) / len(times):.2f}"]
        shares = (sum(ours) / sum(times), statistics.median(ratios), max(ratios))
        cells += [f"{share:.2f}" for share in shares]
        print(f"| {label} | {' | '.join(cells)} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
