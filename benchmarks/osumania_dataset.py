"""Whether ``osu-dataset`` measures the shifts that an independent detector measured.

    osu-dataset DIR/fourkey -o STORE
    python benchmarks/osumania_dataset.py --data DIR --store STORE

DIR holds ``fourkey/INDEX.tsv``, whose ``sync_shift_ms`` is another detector's shift of the attacks
against the notes, 7 ms late by its own rise time. Prints, for charts of one tempo for arcade pads
and for all others, how far ours lie from it, and the notes' shares within 10 ms of both grids.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from automapper.ear.evaluation.truths import read_index
from automapper.osumania.dataset.report import read_report
from automapper.osumania.dataset.verdict import ChartVerdict

_RISE_MS = 7.0


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--store", type=Path, required=True)
    args = parser.parse_args()
    rows = {row["file"]: row for row in read_index(args.data / "fourkey")}
    verdicts = [verdict for verdict in read_report(args.store).values() if verdict.name in rows]
    exact: list[tuple[ChartVerdict, float]] = []
    others: list[tuple[ChartVerdict, float]] = []
    for verdict in verdicts:
        row = rows[verdict.name]
        chart = verdict.first
        if chart is None or chart.shift_ms is None:
            print(f"{verdict.name}: {verdict.state}, {verdict.why}")
            continue
        steady = row["kind"].startswith("sm-dance") and row["tempo"] == "constant"
        off = chart.shift_ms - (float(row["sync_shift_ms"]) - _RISE_MS)
        (exact if steady else others).append((chart, off))
    print(line("one tempo, arcade", exact))
    print(line("others", others))


def line(name: str, found: list[tuple[ChartVerdict, float]]) -> str:
    """One row: the differences in ms and the median shares of notes on the grids."""
    if not found:
        return f"{name}: none"
    off = np.array([value for _, value in found])
    human = np.median([chart.human or 0.0 for chart, _ in found])
    ear = np.median([chart.ear or 0.0 for chart, _ in found])
    sharp = min(chart.sharpness or 0.0 for chart, _ in found)
    return (
        f"{name}: {len(off)} songs, ours less theirs {np.median(off):+.2f} ms in the median, "
        f"apart {np.median(np.abs(off)):.2f} (p90 {np.percentile(np.abs(off), 90):.2f}, largest "
        f"{np.abs(off).max():.1f}); notes within 10 ms of the human grid {human:.3f}, of the Ear's "
        f"{ear:.3f}; least sharpness {sharp:.1f}"
    )


if __name__ == "__main__":
    main()
