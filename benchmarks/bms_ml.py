"""Rules against rankers on packages that no ranker knows: which notes are played, and on which key.

    python benchmarks/bms_ml.py --data DIR --work DIR [--parts notes,lanes,engine,charts]

DIR of --data holds packages (.zip or folders). Everything made stays in --work: the store of
examples and, for each package, a ranker of every kind in ``KINDS``, taught on all others. A stopped
run goes on. Needs automapper[train]; about twenty minutes on one core, most of them teaching.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from automapper.bms.keysounds.cache import cache_folder
from automapper.bms.learning.columns import LANE_COLUMNS, LANES, TOKEN_COLUMNS, columns_text
from automapper.bms.learning.dataset import fill, package_id
from automapper.bms.learning.evaluation import which_lane, which_notes
from automapper.bms.learning.evaluation.cases import Case, cases_of
from automapper.bms.learning.evaluation.metrics import (
    Interval,
    auc,
    f1,
    f1_of_best,
    gain,
    over_packages,
)
from automapper.bms.learning.evaluation.whole_engine import (
    at_peoples_level,
    decide,
    same_lane,
)
from automapper.bms.learning.examples import Past, lane_examples, token_examples
from automapper.bms.learning.pool_table import Counts
from automapper.bms.learning.rank import LANE_MODES, LearnedAdviser
from automapper.bms.learning.rankers import LANE_SPEC, TOKEN_SPEC
from automapper.bms.model import Lane
from automapper.bms.package import open_bms_package
from automapper.bms.placement.model import Event, Placed
from automapper.data.ranked_rows import PackageSplit, RankedRows
from automapper.models.run import Net, open_net
from bms_packages import packages_in


@dataclass(frozen=True, slots=True)
class Kind:
    """A way to teach a ranker; ``power`` is that of the class weights."""

    stage: str
    past: Past = Past.SOURCE
    counts: Counts = Counts.OTHER
    power: float = 2.0


# As they ship; as published; with all lanes counting alike; with the chart's own counts, which give
# the answer away.
KINDS = {
    "token": Kind("token"),
    "token-people": Kind("token", Past.PEOPLE),
    "token-own": Kind("token", Past.PEOPLE, Counts.OWN),
    "lane": Kind("lane"),
    "lane-people": Kind("lane", Past.PEOPLE),
    "lane-flat": Kind("lane", power=0.0),
}
LEVELS = (2, 5, 8, 11, 14, 17, 20)

# Label -> package -> a value for each of its charts.
Values = dict[str, dict[str, list[float]]]


@dataclass(frozen=True, slots=True)
class Part:
    """What can be judged: its table's title, its measures, and what all else is set against."""

    title: str
    measures: tuple[str, ...]
    against: str


PARTS = {
    "notes": Part("Which notes are played", ("AUC", "F1"), "rules: selection and worth"),
    "lanes": Part("Lane, top 1", ("top 1",), "rule: centroid, 30 % drawn"),
    "engine": Part("The engine at people's number of notes", ("F1 of notes", "same lane"), "rules"),
    "charts": Part("Generated charts beside people's", ("jaccard", "same lane", "chords"), "rules"),
}

# Part -> measure -> values.
Found = dict[str, dict[str, Values]]


def teach(store: Path, folds: Path) -> None:
    """Rankers of all kinds for each package, of those not there yet."""
    from automapper.training.quiet import quiet

    names = [folder.name for folder in sorted(store.iterdir()) if folder.is_dir()]
    wanted = [kind for kind in KINDS if not all(_net(folds, kind, n).is_file() for n in names)]
    if not wanted:
        return
    quiet()
    for kind in wanted:
        how = KINDS[kind]
        examples = token_examples if how.stage == "token" else lane_examples
        rows = examples(store, how.counts, how.past)
        for name in rows.names:
            if not _net(folds, kind, name).is_file():
                print(f"teaching {kind} without {name}", file=sys.stderr, flush=True)
                _teach_one(rows, how, PackageSplit(name), folds / kind / name)


def _teach_one(rows: RankedRows, how: Kind, split: PackageSplit, output: Path) -> None:
    from automapper.training.ranker_files import write_ranker
    from automapper.training.ranker_module import RankerSchedule
    from automapper.training.ranker_training import RankerRun, train_ranker

    spec, columns = {
        "token": (TOKEN_SPEC, TOKEN_COLUMNS),
        "lane": (LANE_SPEC, LANE_COLUMNS),
    }[how.stage]
    run = RankerRun(output, spec, split, RankerSchedule(class_weight_power=how.power))
    write_ranker(train_ranker(rows, run), run, {"columns": columns_text(columns)})


def _net(folds: Path, kind: str, package: str) -> Path:
    return folds / kind / package / "net.onnx"


def _nets(folds: Path, package: str) -> dict[str, Net]:
    return {kind: open_net(_net(folds, kind, package)) for kind in KINDS}


def judge_package(path: Path, nets: Mapping[str, Net], counts: np.ndarray, into: Found) -> None:
    """Judges the parts that ``into`` names; ``counts``: how often each key is played elsewhere."""
    name = package_id(path)
    cases = list(cases_of(open_bms_package(path), name, cache_folder()))
    print(f"{name}: {len(cases)} charts", file=sys.stderr, flush=True)
    for case in cases:
        if "notes" in into and case.reference:
            judge_notes(case, nets, into["notes"])
        if "lanes" in into:
            judge_lanes(case, nets, counts, into["lanes"]["top 1"])
        if "engine" in into and case.reference:
            judge_engine(case, nets, counts, into["engine"])
    if "charts" in into:
        judge_charts(path, nets, into["charts"])


def judge_notes(case: Case, nets: Mapping[str, Net], into: Mapping[str, Values]) -> None:
    scorers: dict[str, which_notes.Scorer] = {
        "order of the file": which_notes.by_file_order,
        "attack percentile": which_notes.by_attack,
        "rules: selection and worth": which_notes.by_rule,
        "the source's notes": which_notes.by_source,
        "keysound's share of keys in the source": which_notes.by_source_share,
        "ranker": which_notes.ranker_alone(nets["token"]),
        "ranker taught with people's past": which_notes.ranker_alone(nets["token-people"]),
        "(leak: told people's past)": which_notes.ranker_fed(nets["token-people"]),
        "(leak: and the chart's own counts)": which_notes.ranker_fed(
            nets["token-own"], lambda case: case.own
        ),
    }
    for label, scorer in scorers.items():
        scores = scorer(case)
        keep(into["AUC"], label, case, auc(scores, case.played))
        keep(into["F1"], label, case, f1_of_best(scores, case.played))


def judge_lanes(case: Case, nets: Mapping[str, Net], counts: np.ndarray, into: Values) -> None:
    common = which_lane.commonest(counts)
    choosers: dict[str, which_lane.Chooser] = {
        "most common lane": common,
        "order of the file, dealt": which_lane.dealt,
        "rule: centroid, 30 % drawn": which_lane.by_centroid(0.3),
        "rule: centroid, none drawn": which_lane.by_centroid(0.0),
        "ranker, its own past": which_lane.ranker_alone(nets["lane"]),
        "ranker, the source's past": which_lane.ranker_fed(nets["lane"], Past.SOURCE),
        "ranker, people's past": which_lane.ranker_fed(nets["lane"]),
        "taught with people's past, its own past": which_lane.ranker_alone(nets["lane-people"]),
        "taught with people's past, people's past": which_lane.ranker_fed(nets["lane-people"]),
        "keys counting alike, its own past": which_lane.ranker_alone(nets["lane-flat"]),
        "same keysound's last lane": which_lane.as_before(common),
        "the source's lane for the event": which_lane.as_source(common),
    }
    asked = which_lane.questions(case)
    if asked:
        keep(into, "by chance", case, float(np.mean([1 / len(q.free) for q in asked])))
    for label, chooser in choosers.items():
        keep(into, label, case, which_lane.top1(chooser, case))


@dataclass(frozen=True, slots=True)
class Habit:
    """A guess in the ranker's place: the key played most elsewhere, or the keysound's last one."""

    counts: np.ndarray
    repeats: bool

    def tokens(
        self, measure: int, events: Sequence[Event], placed: Sequence[Placed]
    ) -> Sequence[float] | None:
        """No opinion."""
        return None

    def lane(self, event: Event, free: Sequence[Lane], placed: Sequence[Placed]) -> Lane | None:
        """One of the free lanes, or no opinion."""
        if not self.repeats:
            return max(free, key=lambda lane: (self.counts[lane.key - 1], -lane.key))
        last = (note.lane for note in reversed(placed) if note.event.wav_id == event.wav_id)
        return next(last, None)


def judge_engine(
    case: Case, nets: Mapping[str, Net], counts: np.ndarray, into: Mapping[str, Values]
) -> None:
    mode = case.seen.mode
    rules = at_peoples_level(case)
    single = mode in LANE_MODES
    advisers: dict[str, LearnedAdviser | Habit | None] = {
        "rules": None,
        "rules, most common lane": Habit(counts, repeats=False) if single else None,
        "rules, keysounds on their last lane": Habit(counts, repeats=True) if single else None,
        "--ml": LearnedAdviser(case.view, mode, nets["token"], nets["lane"]),
        "--ml, token only": LearnedAdviser(case.view, mode, nets["token"], None),
        "--ml, lane only": LearnedAdviser(case.view, mode, None, nets["lane"]),
        "token taught with people's past": LearnedAdviser(
            case.view, mode, nets["token-people"], None
        ),
        "lane taught with people's past": LearnedAdviser(
            case.view, mode, None, nets["lane-people"]
        ),
        "lane, keys counting alike": LearnedAdviser(case.view, mode, None, nets["lane-flat"]),
    }
    for label, adviser in advisers.items():
        made = rules if adviser is None else decide(case, rules.level, adviser)
        keep(into["F1 of notes"], label, case, f1(made.chosen, case.played))
        keep(into["same lane"], label, case, same_lane(case, made.placed))


def keep(values: Values, label: str, case: Case, value: float | None) -> None:
    each = values[label][case.package]
    if value is not None:
        each.append(value)


def judge_charts(path: Path, nets: Mapping[str, Net], into: Mapping[str, Values]) -> None:
    """Whole charts by ``bms-generate`` beside people's other charts of the package."""
    from automapper.bms.generate.analyse import analyse
    from automapper.bms.generate.chart import make_chart
    from automapper.bms.generate.place import Rules, rules_of
    from automapper.bms.lanes import is_double
    from automapper.bms.learning.view import view_of
    from automapper.bms.options import GenerateOptions

    package, name = open_bms_package(path), package_id(path)
    analysis = analyse(package, GenerateOptions(), cache_folder())
    source = analysis.source
    view = view_of(source, analysis.sounds)
    others = {
        chart: len(made.notes)
        for chart, made in analysis.charts
        if chart != analysis.name and made.notes and not is_double(made.mode)
    }
    made = {}
    for level in LEVELS if others else ():
        options = GenerateOptions(intensity=level)
        for label in ("rules", "--ml"):
            plain = rules_of(analysis, options)
            adviser = LearnedAdviser(view, source.mode, nets["token"], nets["lane"])
            rules = (
                plain
                if label == "rules"
                else Rules(plain.tuning, plain.pool, plain.selection, adviser)
            )
            made[label, level] = make_chart(analysis, options, rules, verify=False)
    for chart, notes in others.items():
        level = min(LEVELS, key=lambda one: abs(len(made["rules", one].placed) - notes))
        for label in ("rules", "--ml"):
            likeness = next(s for s in made[label, level].similarity if s.name == chart)
            into["jaccard"][label][name].append(likeness.jaccard)
            into["chords"][label][name].append(likeness.chord_distance)
            if likeness.same_lane is not None:
                into["same lane"][label][name].append(likeness.same_lane)


def fresh() -> Values:
    return defaultdict(lambda: defaultdict(list))


def show(part: Part, measured: Mapping[str, Values]) -> None:
    """Prints a table, a row for each label."""
    print(f"\n### {part.title}\n")
    first = next(iter(measured.values()))
    heads = [f"{name} | gain on {part.against}" for name in measured]
    print("| | packages | " + " | ".join(heads) + " |")
    print("|---|---|" + "---|" * (2 * len(measured)))
    for label in first:
        cells = []
        for values in measured.values():
            own, other = values[label], values[part.against]
            cells.append(_cell(over_packages(own)))
            cells.append("" if label == part.against else _cell(gain(own, other)))
        count = sum(bool(each) for each in first[label].values())
        print(f"| {label} | {count} | " + " | ".join(cells) + " |")
    sys.stdout.flush()


def _cell(interval: Interval | None) -> str:
    if interval is None:
        return ""
    return f"{interval.mean:.3f} ({interval.low:.3f} to {interval.high:.3f})"


def frequencies(store: Path) -> Callable[[str], np.ndarray]:
    """How often each key is played in the charts of all packages but one."""
    rows = lane_examples(store)

    def of(package: str) -> np.ndarray:
        elsewhere = rows.of([name for name in rows.names if name != package])
        return np.bincount(elsewhere.labels, minlength=LANES)

    return of


def parts_of(text: str) -> tuple[str, ...]:
    """The parts of "notes,lanes", in the order of ``PARTS``."""
    named = text.split(",")
    unknown = [name for name in named if name not in PARTS]
    if unknown:
        raise argparse.ArgumentTypeError(
            f"no part {', '.join(map(repr, unknown))}; there are {', '.join(PARTS)}"
        )
    return tuple(name for name in PARTS if name in named)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="a folder of packages")
    parser.add_argument("--work", type=Path, required=True, help="what is made stays here")
    parser.add_argument(
        "--parts", type=parts_of, default=",".join(PARTS), help="what to judge, by commas"
    )
    options = parser.parse_args()
    store, folds = options.work / "store", options.work / "folds"
    packages = packages_in(options.data)
    fill(packages, store, cache_folder())
    teach(store, folds)
    frequency = frequencies(store)
    found: Found = {
        part: {measure: fresh() for measure in PARTS[part].measures} for part in options.parts
    }
    for path in packages:
        name = package_id(path)
        judge_package(path, _nets(folds, name), frequency(name), found)
    for part, measured in found.items():
        show(PARTS[part], measured)
    target = options.work / "bms_ml.json"
    target.write_text(json.dumps(found, indent=1), encoding="utf-8")
    print(f"\nvalues by package: {target}")


if __name__ == "__main__":
    main()
