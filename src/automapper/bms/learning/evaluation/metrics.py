"""Figures of an answer against people's charts, and how far to trust them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

DRAWS = 1000


def auc(scores: Floats, played: Bools) -> float | None:
    """The chance 0-1 that a played event scores above one that is not; ties count half.

    None where everything or nothing is played.
    """
    ones = int(played.sum())
    zeros = len(played) - ones
    if not ones or not zeros:
        return None
    values, inverse, counts = np.unique(scores, return_inverse=True, return_counts=True)
    del values
    ranks = np.cumsum(counts) - (counts - 1) / 2
    total = ranks[inverse][played].sum()
    return float((total - ones * (ones + 1) / 2) / (ones * zeros))


def f1(chosen: Bools, played: Bools) -> float | None:
    """F1 of a choice of events; None where nothing is played and nothing chosen."""
    both = int((chosen & played).sum())
    sizes = int(chosen.sum()) + int(played.sum())
    return 2 * both / sizes if sizes else None


def f1_of_best(scores: Floats, played: Bools) -> float | None:
    """F1 of as many events as people play, those with the highest scores (ties share evenly).

    Every scorer is allowed the same number of notes, so that no threshold favours one.
    """
    count = int(played.sum())
    if not count or count == len(played):
        return None
    border = np.sort(scores)[-count]
    above, level = scores > border, scores == border
    left = count - int(above.sum())
    hits = (above & played).sum() + (level & played).sum() * left / int(level.sum())
    return float(hits / count)


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean over packages with the bounds that 95 of 100 draws of as many packages keep."""

    mean: float
    low: float
    high: float


def over_packages(values: Mapping[str, Sequence[float]], seed: int = 42) -> Interval | None:
    """Mean over packages of the mean over a package's charts; packages are drawn anew 1,000 times.

    A package of many charts counts as much as one of few. None without values.
    """
    means = package_means(values)
    if not means:
        return None
    each = np.array([means[name] for name in sorted(means)])
    draws = np.random.default_rng(seed).integers(0, len(each), (DRAWS, len(each)))
    low, high = np.percentile(each[draws].mean(axis=1), (2.5, 97.5))
    return Interval(float(each.mean()), float(low), float(high))


def gain(
    one: Mapping[str, Sequence[float]], other: Mapping[str, Sequence[float]], seed: int = 42
) -> Interval | None:
    """How much ``one`` lies above ``other``, package by package."""
    mine, theirs = package_means(one), package_means(other)
    shared = sorted(mine.keys() & theirs.keys())
    return over_packages({name: [mine[name] - theirs[name]] for name in shared}, seed)


def package_means(values: Mapping[str, Sequence[float]]) -> dict[str, float]:
    """The mean over the charts of each package that has any."""
    return {name: float(np.mean(each)) for name, each in values.items() if len(each)}
