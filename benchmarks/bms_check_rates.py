"""How often human BMS charts break each rule: a rule that many of them break is misdefined.

    python benchmarks/bms_check_rates.py --data FOLDER_OF_PACKAGES

FOLDER_OF_PACKAGES holds packages of charts as zips or folders. Printed: for each rule about chart
files its severity, the charts that break it (and their share), the packages these are in, and the
findings per 1000 notes; then the charts with any error, and the seconds in the rules.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from automapper.bms.checks import CHART_CHECKS, ChartSubject, Preset
from automapper.bms.checks.report import subjects_in
from automapper.chart import Severity
from bms_packages import open_packages


def subjects(folder: Path) -> Iterator[tuple[str, ChartSubject]]:
    """Every chart of every package, made ready with what its package lacks."""
    for name, package in open_packages(folder):
        for subject in subjects_in(package.files, package.charts):
            yield name, subject


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True, help="folder of packages")
    parser.add_argument("--names", action="store_true", help="name the charts with errors")
    options = parser.parse_args()
    charts = total = with_errors = 0
    broken: Counter[str] = Counter()
    found: Counter[str] = Counter()
    packages: dict[str, set[str]] = {rule.name: set() for rule in CHART_CHECKS}
    seconds = 0.0
    for package, subject in subjects(options.data):
        charts += 1
        total += len(subject.presses)
        start = time.process_time()
        counts = {rule: len(list(rule.find(subject))) for rule in CHART_CHECKS}
        seconds += time.process_time() - start
        errors = []
        for rule, count in counts.items():
            broken[rule.name] += bool(count)
            found[rule.name] += count
            if count:
                packages[rule.name].add(package)
                errors += [rule.name] * (rule.severity(Preset.DEFAULT) is Severity.ERROR)
        with_errors += bool(errors)
        if errors and options.names:
            print(f"{package} {subject.part}: {', '.join(errors)}")
    print(f"{'rule':24}    charts  share  packages  per 1000 notes")
    for rule in CHART_CHECKS:
        name, rate = rule.name, 1000 * found[rule.name] / max(total, 1)
        share = broken[name] / max(charts, 1)
        print(
            f"{name:24} {rule.grades}  {broken[name]:6} {share:6.1%}  {len(packages[name]):8}"
            f"  {rate:8.2f}"
        )
    print(f"\n{charts} charts, {with_errors} with an error, {seconds:.1f} s in the rules")


if __name__ == "__main__":
    main()
