"""Holds our reading of BMS charts against npm ``bms``: lanes, long notes, keysounds, last note.

    python benchmarks/bms_agreement.py --data DIR --judge FILE --node-modules DIR [--all]

DIR holds packages as zips or folders. FILE is a script for node that is called as ``FILE CHART
SP|DP OUTCOMES`` and prints what npm ``bms`` reads from a chart as JSON: ``lanes`` (notes by column,
BGM included), ``longNotes``, ``keysounds`` (distinct files), ``lastSecond``. It gets the outcomes
of ``#RANDOM`` that we drew. Each disagreement is printed with its explanation; one without is a
fault and the exit code is 1. Every chart must also give back its own bytes.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from automapper.bms.formats.document import document_bytes
from automapper.bms.lanes import is_double
from automapper.bms.model import Chart, Lane
from automapper.bms.package import open_bms_package
from automapper.bms.read import ReadChart
from automapper.bms.timeline import beat_of, measure_bars, tempo_map
from bms_packages import packages_in

_SECONDS = 0.001


@dataclass(slots=True)
class Figures:
    """What is compared of one chart."""

    lanes: Counter[str] = field(default_factory=Counter)
    long_notes: int = 0
    keysounds: int = 0
    last_second: float = 0.0


def column(lane: Lane, double: bool) -> str:
    """The judge's name of a lane; what it has no column for it counts as BGM."""
    if lane.key == 8 or (lane.side == 1 and not double):
        return "BGM"
    if lane.is_scratch:
        return "SC2" if lane.side else "SC"
    return str(lane.key + 7 * lane.side)


def our_figures(chart: Chart) -> Figures:
    """The figures of our reading, in the judge's words; mines count as BGM there."""
    double = is_double(chart.mode)
    figures = Figures(keysounds=len({name for _, name in chart.samples}))
    figures.lanes["BGM"] = len(chart.background) + len(chart.mines)
    figures.lanes.update(column(note.lane, double) for note in chart.notes)
    figures.long_notes = sum(note.end is not None for note in chart.notes)
    rows = [row[-1].place for row in (chart.background, chart.notes, chart.mines) if row]
    if rows:
        beat = beat_of(measure_bars(chart), max(rows))
        figures.last_second = float(tempo_map(chart).seconds(beat))
    return figures


def judged_figures(read: ReadChart, data: bytes, judge: Path, modules: Path) -> Figures:
    """The judge's figures of the same branch."""
    mode = "DP" if is_double(read.chart.mode) else "SP"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "chart.bms"
        path.write_bytes(data)
        outcomes = ",".join(map(str, read.branch.choices)) or "1"
        done = subprocess.run(
            ["node", str(judge), str(path), mode, outcomes],
            capture_output=True,
            env={**os.environ, "NODE_PATH": str(modules)},
            timeout=120,
            check=True,
        )
    said: dict[str, Any] = json.loads(done.stdout)
    return Figures(Counter(said["lanes"]), said["longNotes"], said["keysounds"], said["lastSecond"])


def explain(read: ReadChart, ours: Figures, judged: Figures) -> list[str]:
    """Each disagreement and why; "unexplained" where no reason is known."""
    chart = read.chart
    lines: list[str] = []
    lanes = ours.lanes | judged.lanes
    differing = {lane: ours.lanes[lane] - judged.lanes[lane] for lane in sorted(lanes)}
    differing = {lane: gap for lane, gap in differing.items() if gap}
    endless = sum("never ends" in warning for warning in read.warnings)
    markers = sum(sound.wav_id == chart.long_note_end for sound in chart.background)
    if differing and sum(differing.values()) == markers + endless:
        if markers:
            lines.append(f"BGM +{markers}: the judge takes the id of #LNOBJ on 01 for an end")
        if endless:
            lines.append(f"notes +{endless}: the judge leaves out long notes that never end")
        differing = {}
    if differing:
        lines.append(f"lanes {differing}: unexplained")
    if ours.long_notes != judged.long_notes:
        gap = ours.long_notes - judged.long_notes
        why = "the judge ends BGM sounds with #LNOBJ" if markers and gap < 0 else "unexplained"
        lines.append(f"long notes {gap:+}: {why}")
    if ours.keysounds != judged.keysounds:
        gap = ours.keysounds - judged.keysounds
        lines.append(f"keysounds {gap:+}: unexplained")
    # What the judge leaves out may only have been the last.
    if abs(ours.last_second - judged.last_second) > _SECONDS:
        left_out = "the judge leaves it out" if endless or markers else "unexplained"
        gap_s = f"{ours.last_second:.4f} against {judged.last_second:.4f}"
        lines.append(f"last note {gap_s} s: {left_out}")
    return lines


def unknown_to_judge(read: ReadChart) -> list[str]:
    """What npm ``bms`` does not know of and the chart uses: it reads another chart then."""
    text = document_bytes(read.document).upper()
    words = [(b"#STP ", "#STP"), (b"#SWITCH", "#SWITCH"), (b"#BASE 62", "#BASE 62")]
    return [name for word, name in words if word in text]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of packages")
    parser.add_argument("--judge", type=Path, required=True, help="the script for node")
    parser.add_argument("--node-modules", type=Path, required=True, help="where npm bms is")
    parser.add_argument("--all", action="store_true", help="also print the charts that agree")
    options = parser.parse_args()
    charts = agreeing = faults = 0
    print("| chart | encoding | keys | notes | long | BGM | last note, s | disagreements |")
    print("|---|---|---|---|---|---|---|---|")
    for path in packages_in(options.data):
        package = open_bms_package(path)
        for name, reason in package.broken:
            faults += 1
            print(f"| {path.name}/{name} | | | | | | | {reason} |")
        for name, read in package.charts:
            data, charts = package.files[name], charts + 1
            ours = our_figures(read.chart)
            judged = judged_figures(read, data, options.judge, options.node_modules)
            lines = explain(read, ours, judged)
            if unknown := unknown_to_judge(read):
                why = f"the judge does not know {', '.join(unknown)}"
                lines = [line.replace("unexplained", why) for line in lines]
            if document_bytes(read.document) != data:
                lines.append("does not give back its bytes: unexplained")
            agreeing += not lines
            faults += any("unexplained" in line for line in lines)
            if lines or options.all:
                cells = (f"{path.name}/{name}", read.document.encoding, int(read.chart.mode))
                cells2 = (len(read.chart.notes), ours.long_notes, len(read.chart.background))
                tail = (f"{ours.last_second:.3f}", "; ".join(lines))
                print(f"| {' | '.join(map(str, cells + cells2 + tail))} |")
    print(f"\n{agreeing} of {charts} charts agree in everything; {faults} unexplained")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
