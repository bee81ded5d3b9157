"""How often clean human charts break each rule: a rule that many of them break is misdefined.

    python benchmarks/beatsaber_check_rates.py --data FOLDER_OF_LEVELS

FOLDER_OF_LEVELS holds levels as zips. Clean charts are those with at most 3 parity breaks per 100
swings, 5 % double-directionals and 30 % dots (Standard, 50 notes or more). Printed: issues per 100
notes over all clean charts, the share of charts with any, and the seconds it took.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from automapper.beatsaber.checks import CHART_RULES, ChartSubject, Preset, prepare_chart
from automapper.beatsaber.model import Cut
from automapper.beatsaber.read import read_level
from automapper.beatsaber.swings import Strain
from automapper.beatsaber.tempo import level_tempo
from automapper.files import open_package

FEWEST_NOTES = 50
MOST_BREAKS, MOST_DOUBLED, MOST_DOTS = 0.03, 0.05, 0.30


def is_clean(subject: ChartSubject) -> bool:
    swings = [swing for hand in subject.swings for swing in hand]
    breaks = sum(swing.strain == Strain.BREAK for swing in swings)
    doubled = sum(swing.double_directional for swing in swings)
    dots = sum(note.cut == Cut.DOT for note in subject.notes)
    return (
        breaks <= MOST_BREAKS * len(swings)
        and doubled <= MOST_DOUBLED * len(swings)
        and dots <= MOST_DOTS * len(subject.notes)
    )


def subjects(folder: Path) -> Iterator[ChartSubject]:
    for path in sorted(folder.glob("*.zip")):
        level, _ = read_level(open_package(path))
        for chart in level.charts:
            if chart.characteristic == "Standard" and len(chart.notes) >= FEWEST_NOTES:
                tempo = level_tempo(level, chart)
                yield prepare_chart(chart, tempo, Preset.SCORESABER, level.bpm)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True, help="folder of levels as zips")
    folder: Path = parser.parse_args().data
    charts, notes, seconds = 0, 0, 0.0
    issues: Counter[str] = Counter()
    hit: Counter[str] = Counter()
    for subject in subjects(folder):
        if not is_clean(subject):
            continue
        charts += 1
        notes += len(subject.notes)
        start = time.process_time()
        counts = {rule.name: len(list(rule.find(subject))) for rule in CHART_RULES}
        seconds += time.process_time() - start
        issues.update(counts)
        hit.update(name for name, count in counts.items() if count)
    print(f"{charts} clean charts, {notes} notes, {seconds:.1f} s in the rules")
    for rule in CHART_RULES:
        rate, share = 100 * issues[rule.name] / notes, hit[rule.name] / charts
        print(f"{rule.name:20} {rate:6.3f} per 100 notes, in {share:4.0%} of charts")


if __name__ == "__main__":
    main()
