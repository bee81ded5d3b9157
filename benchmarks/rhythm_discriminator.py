"""Telling a machine's rhythm from a human's on windows of eight bars: AUC of boosted trees.

The features are those of the published figures: gaps, places, repeats, entropies, and the
salience of slots taken and skipped. .5 is indistinguishable, 1 is always told apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

import numpy as np
from numpy.typing import NDArray

from automapper.generation.slots import FEATURES, TICKS, TICKS_PER_BEAT, SlotGrid
from human_rhythm import FOLDS

Flags = NDArray[np.bool_]

BAR, BARS = 4 * TICKS_PER_BEAT, 8
WINDOW = BAR * BARS
GAPS = (3, 4, 6, 8, 9, 12, 18, 24)
LEAST_HUMAN = 10  # onsets a human must have in a window for it to be judged
SALIENCE_COLUMNS = 2 * len(TICKS)


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """A song's human and machine rhythm as played slots (beats, 6) of one grid, and its fold."""

    grid: SlotGrid
    human: Flags
    machine: Flags
    fold: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """AUC with and without the salience features, and how many windows were judged."""

    auc: float
    rhythm_only: float
    windows: int


def judge(pairs: Sequence[Pair]) -> Verdict:
    """Out-of-fold AUC of human against machine windows."""
    rows: list[list[float]] = []
    labels: list[int] = []
    folds: list[int] = []
    for pair in pairs:
        for label, played in enumerate((pair.human, pair.machine)):
            found = windows(pair.grid, played, pair.human)
            rows += found
            labels += [label] * len(found)
            folds += [pair.fold] * len(found)
    x, y, fold = np.asarray(rows), np.asarray(labels), np.asarray(folds)
    return Verdict(_auc(x, y, fold), _auc(x[:, :-SALIENCE_COLUMNS], y, fold), len(y))


def _auc(x: NDArray[np.float64], y: NDArray[np.int64], fold: NDArray[np.int64]) -> float:
    from lightgbm import LGBMClassifier
    from sklearn.metrics import roc_auc_score

    found = np.zeros(len(y))
    for left_out in range(FOLDS):
        test = fold == left_out
        if not test.any() or test.all():
            continue
        trees = LGBMClassifier(
            n_estimators=200,
            num_leaves=15,
            learning_rate=0.05,
            min_child_samples=30,
            random_state=0,
            deterministic=True,
            n_jobs=1,
            verbose=-1,
        )
        found[test] = trees.fit(x[~test], y[~test]).predict_proba(x[test])[:, 1]
    return float(roc_auc_score(y, found))


def windows(grid: SlotGrid, played: Flags, human: Flags) -> list[list[float]]:
    """Features of every window of eight bars in which the human plays ten onsets or more."""
    position = (grid.first + np.arange(len(grid)))[:, None] * TICKS_PER_BEAT + np.asarray(TICKS)
    notes = position[human]
    if not len(notes):
        return []
    salience = grid.features[:, :, FEATURES.index("flux")]
    start = int(notes[0]) // BAR * BAR
    found = []
    for first in range(start, int(notes[-1]) - WINDOW + 2, WINDOW):
        rows = (position >= first) & (position < first + WINDOW)
        if (human & rows).sum() >= LEAST_HUMAN:
            ticks = position[played & rows] - first
            found.append([*_rhythm(ticks), *_followed(salience, played, rows)])
    return found


def _rhythm(ticks: NDArray[np.int64]) -> list[float]:
    line = np.zeros(WINDOW)
    line[ticks] = 1
    bars, half_bars = line.reshape(BARS, BAR), line.reshape(2 * BARS, BAR // 2)
    gaps = np.diff(ticks) if len(ticks) > 1 else np.array([99])
    runs = [len(list(group)) for _, group in groupby(gaps.tolist())]
    place = np.arange(WINDOW) % TICKS_PER_BEAT
    return [
        float(len(ticks)),
        float(bars.sum(axis=1).std()),
        float(max(runs)),
        _entropy(Counter(gaps.tolist())),
        _entropy(Counter(pairwise(gaps.tolist()))),
        _repeats(half_bars, 1),
        *(float(np.mean(gaps == gap)) for gap in GAPS),
        float(np.mean(gaps > GAPS[-1])),
        *(float(line[place == tick].mean()) for tick in TICKS),
        *(_repeats(bars, lag) for lag in (1, 2, 4)),
        *(_overlap(bars, lag) for lag in (1, 2, 4)),
    ]


def _repeats(bars: NDArray[np.float64], lag: int) -> float:
    return float(np.mean((bars[lag:] == bars[:-lag]).all(axis=1)))


def _overlap(bars: NDArray[np.float64], lag: int) -> float:
    both = (bars[lag:] * bars[:-lag]).sum(axis=1)
    size = bars[lag:].sum(axis=1) + bars[:-lag].sum(axis=1)
    return float(np.mean(2 * both / np.maximum(size, 1)))


def _entropy(counts: Counter[object] | Counter[int] | Counter[tuple[int, int]]) -> float:
    share = np.asarray(list(counts.values()) or [1], dtype=np.float64)
    share /= share.sum()
    return float(-(share * np.log2(share)).sum())


def _followed(salience: NDArray[np.float32], played: Flags, rows: Flags) -> list[float]:
    """Mean salience of slots taken and skipped, at each place of the beat; -1 where none."""
    found = []
    for slot in range(len(TICKS)):
        for taken in (True, False):
            chosen = salience[:, slot][rows[:, slot] & (played[:, slot] == taken)]
            found.append(float(chosen.mean()) if len(chosen) else -1.0)
    return found
