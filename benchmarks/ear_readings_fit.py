"""Fit the weights with which the Ear chooses tempo and beat among a steady song's readings.

    python benchmarks/ear_readings_fit.py --data DIR [--limit N]

Prints the tuple ``WEIGHTS`` of ``automapper/ear/readings_weights.py`` and, beside it, how often the
right reading wins in five folds by song. A reading is right when its tempo is within .2 % and its
beat within 25 ms of the chart's (DIR as for ear_timing.py). The model is a softmax over a song's
readings, linear in the evidence, with a small penalty on the weights.
"""

from __future__ import annotations

import argparse
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from automapper.audio import decode
from automapper.ear.heard import measure
from automapper.ear.periodicity import refine, spectrum, strongest_pulse
from automapper.ear.readings import readings, related_tempi
from ear_timing import Truth, read_beatsaber, read_fourkey, read_timing

_PENALTY = 0.02
_FOLDS = 5


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """One song: evidence (readings, names) and which readings are right."""

    evidence: NDArray[np.float64]
    right: NDArray[np.bool_]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--limit", type=int, default=10_000)
    args = parser.parse_args()
    cases: list[Case] = []
    for reader, kind in (
        (read_timing, "timing"),
        (read_fourkey, "fourkey"),
        (read_beatsaber, "beatsaber"),
    ):
        for number, truth in enumerate(reader(args.data / kind)):
            if number == args.limit:
                break
            cases.append(case(truth))
    usable = [c for c in cases if c.right.any()]
    scale = np.concatenate([c.evidence for c in cases]).std(axis=0) + 1e-9
    wins = []
    fold = np.random.default_rng(0).permutation(len(usable)) % _FOLDS
    for part in range(_FOLDS):
        known = [c for c, f in zip(usable, fold, strict=True) if f != part]
        weights = fit(known, scale)
        held_out = [c for c, f in zip(usable, fold, strict=True) if f == part]
        wins += [bool(c.right[(c.evidence @ weights).argmax()]) for c in held_out]
    print(
        f"{len(usable)} of {len(cases)} songs have a right reading; it wins in {np.mean(wins):.3f}"
    )
    print("WEIGHTS =", tuple(round(float(w), 4) for w in fit(usable, scale)))


def case(truth: Truth) -> Case:
    """All readings of one song, judged."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "song.opus"
        path.write_bytes(truth.audio)
        heard = measure(decode(path))
    shape = spectrum(heard.novelty)
    found = readings(heard, shape, related_tempi(shape, refine(shape, strongest_pulse(shape))))
    period = 60.0 / truth.bpm
    errors = [(r.phase - truth.beat + period / 2) % period - period / 2 for r in found]
    right = [
        abs(r.bpm / truth.bpm - 1.0) < 2e-3 and abs(error) < 0.025
        for r, error in zip(found, errors, strict=True)
    ]
    return Case(np.array([r.evidence for r in found]), np.array(right))


def fit(cases: list[Case], scale: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weights of the evidence by maximum likelihood; the penalty acts on scaled evidence."""

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        total, slope = 0.0, np.zeros_like(weights)
        for one in cases:
            values = one.evidence / scale
            odds = values @ weights
            odds = np.exp(odds - odds.max())
            odds /= odds.sum()
            right = float(odds[one.right].sum())
            total -= float(np.log(right))
            slope -= values.T @ (np.where(one.right, odds / right, 0.0) - odds)
        count = len(cases)
        return (
            total / count + _PENALTY * float(weights @ weights),
            slope / count + 2 * _PENALTY * weights,
        )

    found = minimize(loss, np.zeros(len(scale)), jac=True, method="L-BFGS-B")
    return np.asarray(found.x / scale)


if __name__ == "__main__":
    main()
