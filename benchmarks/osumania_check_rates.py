"""How often human charts break each rule: a rule that many of them break is misdefined, or strict.

    python benchmarks/osumania_check_rates.py --data FOLDER_OF_PACKAGES [--kind osu]

FOLDER_OF_PACKAGES holds zips of charts (.osu, .qua, .sm, .ssc). Printed: for each rule, as the
ranking criteria weigh it, the share of charts (for rules about mapsets: of packages) that break
it, by the game the chart was made for; then, for one kind, by the difficulty it is judged as; the
findings per 1000 notes; and the seconds in the rules. Files beside the charts are not looked at,
and rules that the other games' files say nothing about (HP and OD) read as they fall.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from automapper.errors import FormatError
from automapper.files import open_package
from automapper.osumania.checks import (
    CHART_RULES,
    MAPSET_RULES,
    MapsetSubject,
    Preset,
    prepare_mapset,
)
from automapper.osumania.checks.files import RULES as FILE_RULES
from automapper.osumania.difficulty import Difficulty
from automapper.osumania.read import read_mapset
from automapper.osumania.stars import star_rating

KINDS = {"osu": (".osu",), "qua": (".qua",), "sm": (".sm", ".ssc")}
FEWEST_NOTES = 50


@dataclass
class Tally:
    """How many charts there were, and how many of them broke each rule how often."""

    charts: int = 0
    notes: int = 0
    broken: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)

    def add(self, name: str, findings: int) -> None:
        """Counts one chart's findings of a rule."""
        self.broken[name] += bool(findings)
        self.found[name] += findings

    def share(self, name: str) -> str:
        """The share of charts that broke a rule, as a column of the table."""
        return f"{self.broken[name] / self.charts:7.0%}" if self.charts else "      -"


def subjects(folder: Path, suffixes: tuple[str, ...]) -> Iterator[MapsetSubject]:
    """Each package's charts of one kind with 50 notes or more, made ready with their stars."""
    for path in sorted(folder.glob("*.zip")):
        files = open_package(path)
        try:
            mapset, _ = read_mapset(
                {k: v for k, v in files.items() if k.lower().endswith(suffixes)}
            )
        except FormatError:
            continue  # none of this kind
        charts = tuple(one for one in mapset.charts if len(one[1].notes) >= FEWEST_NOTES)
        if charts:
            stars = [star_rating(chart, name) for name, chart in charts]
            yield prepare_mapset(type(mapset)(charts), Preset.RANKING, stars=stars)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True, help="folder of packages as zips")
    parser.add_argument("--kind", choices=tuple(KINDS), default="osu", help="told by difficulty")
    options = parser.parse_args()
    kinds = {kind: Tally() for kind in KINDS}
    levels = {level: Tally() for level in Difficulty}
    sets = {kind: Tally() for kind in KINDS}
    seconds = 0.0
    for kind, suffixes in KINDS.items():
        for subject in subjects(options.data, suffixes):
            start = time.process_time()
            sets[kind].charts += 1
            for mapset_rule in MAPSET_RULES:
                sets[kind].add(mapset_rule.name, len(list(mapset_rule.find(subject))))
            for chart in subject.charts:
                tallies = [kinds[kind]]
                tallies += [levels[chart.difficulty]] if kind == options.kind else []
                for tally in tallies:
                    tally.charts += 1
                    tally.notes += len(chart.chart.notes)
                for rule in CHART_RULES:
                    count = len(list(rule.find(chart)))
                    for tally in tallies:
                        tally.add(rule.name, count)
            seconds += time.process_time() - start
    show(kinds, levels, sets, options.kind)
    print(f"\n{sum(tally.charts for tally in kinds.values())} charts, {seconds:.1f} s in the rules")


def show(
    kinds: dict[str, Tally], levels: dict[Difficulty, Tally], sets: dict[str, Tally], kind: str
) -> None:
    names = [*kinds, *(level.name.lower() for level in levels)]
    print(f"{'':18}  " + "".join(f"{name:>7}" for name in names) + f"  per 1000 notes ({kind})")
    tallies = [*kinds.values(), *levels.values()]
    print(f"{'charts':18}  " + "".join(f"{tally.charts:7}" for tally in tallies))
    for rule in CHART_RULES:
        rate = 1000 * kinds[kind].found[rule.name] / max(kinds[kind].notes, 1)
        shares = "".join(tally.share(rule.name) for tally in tallies)
        print(f"{rule.name:18} {rule.grades[0]}{shares}  {rate:8.2f}")
    print(f"\n{'mapsets':18}  " + "".join(f"{tally.charts:7}" for tally in sets.values()))
    for mapset_rule in MAPSET_RULES:
        if mapset_rule not in FILE_RULES:
            shares = "".join(tally.share(mapset_rule.name) for tally in sets.values())
            print(f"{mapset_rule.name:18} {mapset_rule.grades[0]}{shares}")


if __name__ == "__main__":
    main()
