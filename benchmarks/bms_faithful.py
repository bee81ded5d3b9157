"""Whether generated charts are the song: every sound where it was, on every package and level.

    python benchmarks/bms_faithful.py --data DIR [--levels 1,5,10,20] [--ln] [--cache DIR]
        [--judge FILE --node-modules DIR]

For each package (zips or folders in DIR) and level: the multiset of (measure, exact position,
wav_id) over background, visible notes and heads of long notes; invisible notes; timing lines byte
for byte; the encoding; all laws of placement and writing; the round trip of the untouched source.
With a judge (see bms_agreement.py) npm ``bms`` counts the chart too. Exit code 1 where anything
differs. How both sound: bms_sound.py.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from automapper.bms.formats.document import document_bytes
from automapper.bms.generate.analyse import Analysis, analyse
from automapper.bms.generate.chart import GeneratedChart, make_chart
from automapper.bms.generate.place import rules_of
from automapper.bms.model import Chart
from automapper.bms.options import GenerateOptions
from automapper.bms.package import BmsPackage, open_bms_package
from automapper.bms.read import ReadChart, read_chart
from automapper.errors import AutomapperError
from bms_agreement import explain, judged_figures, our_figures
from bms_packages import levels_of, packages_in

_TIMING = ("02", "03", "08", "09", "SC", "SP")


@dataclass(frozen=True, slots=True)
class Judge:
    """The script for node and where npm ``bms`` is."""

    script: Path
    modules: Path


def sounding(chart: Chart) -> Counter[tuple[object, str]]:
    """Every sounding event by place and sound."""
    sounds: Counter[tuple[object, str]] = Counter((one.place, one.wav_id) for one in chart.notes)
    sounds.update((one.place, one.wav_id) for one in chart.background)
    return sounds


def timing_lines(read: ReadChart) -> list[bytes]:
    """The lines of the branch that say when things are, found without our parser of lines."""
    lines = []
    for index in read.branch.lines:
        raw = read.document.lines[index].raw.strip()
        text = raw.decode("latin-1").upper()
        channel = text[4:6] if text[1:4].isdigit() and text[6:7] == ":" else ""
        timed = ("#BPM", "#EXBPM", "#STOP", "#STP", "#SCROLL", "#SPEED")
        if channel in _TIMING or text.startswith(timed):
            lines.append(raw)
    return lines


def faults(analysis: Analysis, made: GeneratedChart) -> list[str]:
    """What of the song is not as it was."""
    before, after = analysis.read, read_chart(made.data, made.name)
    found = []
    if sounding(before.chart) != sounding(after.chart):
        found.append("sounds differ")
    if Counter(before.chart.hidden) != Counter(after.chart.hidden):
        found.append("invisible notes moved")
    if timing_lines(before) != timing_lines(after):
        found.append("timing lines differ")
    if after.document.encoding not in (before.document.encoding, "ascii"):
        found.append(f"encoding {after.document.encoding}")
    if sum(our_figures(after.chart).lanes.values()) != sum(
        our_figures(before.chart).lanes.values()
    ):
        found.append("counts differ")
    return found


def judged(made: GeneratedChart, judge: Judge) -> list[str]:
    """Where npm ``bms`` counts otherwise than we do, without a known reason."""
    after = read_chart(made.data, made.name)
    theirs = judged_figures(after, made.data, judge.script, judge.modules)
    lines = explain(after, our_figures(after.chart), theirs)
    return [f"judge: {line}" for line in lines if "unexplained" in line]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of packages")
    parser.add_argument("--levels", default="1,5,10,20")
    parser.add_argument("--ln", action="store_true")
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--judge", type=Path)
    parser.add_argument("--node-modules", type=Path)
    options = parser.parse_args()
    judge = Judge(options.judge, options.node_modules) if options.judge else None
    levels = levels_of(options.levels)
    broken = charts = 0
    print("| package | level | notes | NPS | level estimate | s | faults |")
    print("|---|---|---|---|---|---|---|")
    for path in packages_in(options.data):
        package = open_bms_package(path)
        broken += not untouched(package)
        for level in levels:
            wishes = GenerateOptions(intensity=level, long_notes=options.ln)
            analysis = analyse(package, wishes, options.cache)
            start = time.perf_counter()
            try:
                made = make_chart(analysis, wishes, rules_of(analysis, wishes), verify=False)
            except AutomapperError as error:
                broken, charts = broken + 1, charts + 1
                print(f"| {path.name} | {level} | | | | | {error} |")
                continue
            seconds = time.perf_counter() - start
            found = faults(analysis, made)
            if judge is not None:
                found += judged(made, judge)
            broken, charts = broken + bool(found), charts + 1
            cells = (path.name, level, made.figures.notes, made.figures.nps, made.level)
            print(f"| {' | '.join(map(str, cells))} | {seconds:.2f} | {'; '.join(found)} |")
    print(f"\n{charts} charts, {broken} with faults")
    return 1 if broken else 0


def untouched(package: BmsPackage) -> bool:
    """Whether every chart file of a package gives back its own bytes."""
    return not package.broken and all(
        document_bytes(read.document) == package.files[name] for name, read in package.charts
    )


if __name__ == "__main__":
    sys.exit(main())
