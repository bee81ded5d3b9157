"""Fit the weights with which the Ear chooses tempo, beat and bar line: ear/nets/weights*.json.

    python scripts/fit_ear_weights.py --data DIR [DIR ...] --folds NETS -o OUT [--cache DIR]
    python scripts/fit_ear_weights.py --data DIR [DIR ...] --net FILE [--source NAME] -o OUT
    python scripts/fit_ear_weights.py --data DIR [DIR ...] -o OUT            (without a net)

DIR as osu-evaluate takes them; songs of one tempo count. NETS holds fold0.onnx to fold4.onnx (and,
if twins among the songs share a fold that their titles do not show, a store's manifest.jsonl): each
song is heard by the net that has not learned from it, so that the weights believe a net no more
than it deserves. OUT gets weights0.json to weights4.json, fitted without their fold, and
weights.json, fitted on all. Prints how often the right reading and the right bar line win among
songs that took no part (weights of the other folds, net of the other folds).

Both are a softmax, over a song's readings or over the places of a bar, linear in the evidence, with
a small penalty on the weights. A reading is right when its tempo is within .2 % and its beat within
25 ms of the truth's.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import multiprocessing
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from automapper.beatsaber.truths import counted_beats
from automapper.cli.osumania.evaluate_data import truths_in
from automapper.data.store import FOLDS, fold_of, read_manifest
from automapper.ear.bars.signs import BAR_SIGNS_WITH_NET, bar_signs
from automapper.ear.evaluation.truths import Truth
from automapper.ear.sound.heard import Heard, measure
from automapper.ear.sound.periodicity import refine, spectrum, strongest_pulse
from automapper.ear.sources import SourceName, beat_source
from automapper.ear.tempo.reading_names import EVIDENCE, EVIDENCE_WITH_NET
from automapper.ear.tempo.readings import candidate_tempi, readings
from automapper.ear.weights import Weights, weights_bytes
from automapper.errors import AutomapperError
from automapper.files import write_file

Table = NDArray[np.float64]
READING_PENALTY, BAR_PENALTY = 0.02, 0.01
TEMPO_SHARE, BEAT_S = 2e-3, 0.025


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """One choice: ``evidence`` (options, names) and which options are ``right``."""

    group: str
    fold: int
    evidence: Table
    right: NDArray[np.bool_]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, nargs="+", required=True)
    parser.add_argument("--folds", type=Path, help="folder of fold0.onnx to fold4.onnx")
    parser.add_argument("--net", type=Path, help="one net for all songs")
    parser.add_argument("--source", default="tcn", help="whose net that is: tcn, beatnet, beatthis")
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    parser.add_argument("--cache", type=Path, help="folder in which evidence is kept between runs")
    args = parser.parse_args()
    choices: dict[str, list[Case]] = {"readings": [], "bars": []}
    songs = [truth for folder in args.data for truth in truths_in(folder) if _known(truth)]
    hear = partial(cases, nets=Nets(args.folds, args.net, args.source), cache=args.cache)
    with ProcessPoolExecutor(args.jobs, multiprocessing.get_context("spawn")) as pool:
        for found in pool.map(hear, songs):
            for what, case in found.items():
                choices[what].append(case)
    penalties = {"readings": READING_PENALTY, "bars": BAR_PENALTY}
    for fold in (None, *range(FOLDS)):
        fitted = {what: fit(choices[what], penalties[what], fold) for what in choices}
        kept = Weights(*(tuple(round(float(w), 4) for w in fitted[what]) for what in fitted))
        name = "weights.json" if fold is None else f"weights{fold}.json"
        write_file(args.output / name, weights_bytes(kept), force=True)
        print(f"{args.output / name}", flush=True)
    for what, known in choices.items():
        report(what, known, penalties[what])


def _known(truth: Truth) -> bool:
    """Whether it has one tempo, and notes on its attacks if they must say where its beats are."""
    return truth.bpm is not None and not truth.group.endswith("not aligned")


@dataclass(frozen=True, slots=True)
class Nets:
    """Who hears the songs: a net a fold, one net for all, or none."""

    folds: Path | None
    one: Path | None
    source: SourceName

    def fold_of(self, truth: Truth) -> int:
        """The fold of a song, as the nets' makers knew it."""
        known = {entry.id: entry.fold for entry in read_manifest(self.folds)} if self.folds else {}
        return known.get(truth.name, fold_of(truth.title, truth.name))

    def file(self, fold: int) -> Path | None:
        """The net that hears songs of a fold."""
        return self.one if self.folds is None else self.folds / f"fold{fold}.onnx"


def cases(truth: Truth, nets: Nets, cache: Path | None) -> dict[str, Case]:
    """The choices of one song, from the cache if they are there; none if it cannot be heard."""
    fold = nets.fold_of(truth)
    net = nets.file(fold)
    kept = cache / f"{truth.name}-{_key(net)}.npz" if cache else None
    if kept is not None and kept.is_file():
        with np.load(kept, allow_pickle=False) as arrays:
            found = {name: arrays[name] for name in arrays.files}
    else:
        try:
            heard = measure(truth.sound.decode(), beat_source(nets.source, net) if net else None)
        except AutomapperError as error:
            print(f"left out: {error}")
            return {}
        found = {**_readings(truth, heard), **_bars(truth, heard)}
        if kept is not None:
            buffer = io.BytesIO()
            np.savez(buffer, **found)
            write_file(kept, buffer.getvalue(), force=True)
    return {
        what: Case(truth.group, fold, found[what], found[f"{what} right"])
        for what in ("readings", "bars")
        if what in found
    }


def _key(net: Path | None) -> str:
    names = f"{EVIDENCE_WITH_NET} {BAR_SIGNS_WITH_NET}".encode()
    return hashlib.blake2b(names + (net.read_bytes() if net else b""), digest_size=8).hexdigest()


def _readings(truth: Truth, heard: Heard) -> dict[str, Table | NDArray[np.bool_]]:
    shape = spectrum(heard.novelty)
    tempi = candidate_tempi(heard, shape, refine(shape, strongest_pulse(shape)))
    names = EVIDENCE if heard.activations is None else EVIDENCE_WITH_NET
    found = readings(heard, shape, tempi, [0.0] * len(names))
    bpm = truth.bpm or 1.0
    period = 60.0 / bpm
    beats = truth.beats if len(truth.beats) else counted_beats(truth)
    if not len(beats):
        return {}
    errors = [(r.phase - beats[0] + period / 2) % period - period / 2 for r in found]
    right = [
        abs(r.bpm / bpm - 1.0) < TEMPO_SHARE and abs(error) < BEAT_S
        for r, error in zip(found, errors, strict=True)
    ]
    return {"readings": np.array([r.evidence for r in found]), "readings right": np.array(right)}


def _bars(truth: Truth, heard: Heard) -> dict[str, Table | NDArray[np.bool_]]:
    """Contrast of every sign for each place of the bar; the first place is the right one."""
    if len(truth.downbeats) < 8 or len(truth.beats) < 32:
        return {}
    meter = round(float(np.median(np.diff(truth.downbeats)) / np.median(np.diff(truth.beats))))
    beats = truth.beats[(truth.beats > 0.1) & (truth.beats < heard.duration - 0.1)]
    signs = bar_signs(heard, beats)
    first = int(np.abs(beats[: meter + 1, None] - truth.downbeats[None]).min(axis=1).argmin())
    place = (np.arange(len(beats)) - first) % meter
    contrast = [
        signs[:, place == p].mean(axis=1) - signs[:, place != p].mean(axis=1) for p in range(meter)
    ]
    return {"bars": np.array(contrast), "bars right": np.arange(meter) == 0}


def fit(cases: Sequence[Case], penalty: float, fold: int | None) -> Table:
    """Weights by maximum likelihood without a fold; the penalty acts on scaled evidence."""
    scale = np.concatenate([case.evidence for case in cases]).std(axis=0) + 1e-9
    known = [case for case in cases if case.fold != fold and case.right.any()]

    def loss(weights: Table) -> tuple[float, Table]:
        total, slope = 0.0, np.zeros_like(weights)
        for case in known:
            values = case.evidence / scale
            odds = values @ weights
            odds = np.exp(odds - odds.max())
            odds /= odds.sum()
            right = float(odds[case.right].sum())
            total -= float(np.log(max(right, 1e-300)))
            slope -= values.T @ (np.where(case.right, odds / max(right, 1e-300), 0.0) - odds)
        count = max(len(known), 1)
        return (
            total / count + penalty * float(weights @ weights),
            slope / count + 2 * penalty * weights,
        )

    found = minimize(loss, np.zeros(len(scale)), jac=True, method="L-BFGS-B")
    return np.asarray(found.x / scale)


def report(what: str, cases: Sequence[Case], penalty: float) -> None:
    """How often the right option wins, for each group, among songs that took no part."""
    won: dict[str, list[bool]] = defaultdict(list)
    possible: dict[str, list[bool]] = defaultdict(list)
    for fold in range(FOLDS):
        weights = fit(cases, penalty, fold)
        for case in cases:
            if case.fold == fold:
                won[case.group].append(bool(case.right[(case.evidence @ weights).argmax()]))
                possible[case.group].append(bool(case.right.any()))
    for group, wins in won.items():
        share = float(np.mean(possible[group]))
        print(f"{what}, {group}: {np.mean(wins):.3f} of {len(wins)} ({share:.3f} possible)")


if __name__ == "__main__":
    main()
