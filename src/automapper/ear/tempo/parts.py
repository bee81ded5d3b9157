"""Parts of a song that keep to a tempo each, and where one ends and the next begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor, log2

import numpy as np
from numpy.typing import NDArray

from automapper.ear.rests import Rests
from automapper.ear.sound.novelty import NOVELTY_GRID, Novelty
from automapper.ear.sound.periodicity import (
    Spectrum,
    fold,
    fold_sharpness,
    refine,
    spectrum,
    strongest_pulse,
)

_WINDOW_S, _HOP_S = 10.0, 2.5
_SHORTEST_S = 6.0
_MOST_TEMPI = 256  # in a block
_BLOCK_S = 1200.0  # of a long stretch: as many tempi again may be in the next
_SAME = 0.0015  # share by which two tempi measured in a window differ at most that are one
# Tempi in these ratios have most of their subdivisions in common: which of them is the beat is
# asked later.
_RATIOS = np.array([1.0, 2.0, 1 / 2, 3.0, 1 / 3])
_LOWEST_BPM = 80.0  # tempi are compared an octave above it: a slower one has more harmonics
_CHANGE = 1.5  # what a change of tempo costs, in windows that say nothing for the old one
_UNIFORM = 0.3  # share of the attacks that may come at any time
_REACH_S = 10.0  # how far from the border of two windows the tempo may change


@dataclass(frozen=True, slots=True)
class Part:
    """[start, end) s of a song; its tempo is ``hz``, or stands to that in a simple ratio."""

    start: float
    end: float
    hz: float


def find_parts(
    curve: Novelty, hz: float, pauses: Rests, splices: Sequence[float] = ()
) -> tuple[Part, ...]:
    """The parts between pauses, splices (s) and changes of the tempo; ``hz`` is the song's pulse.

    Parts meet where neither a pause lies between them nor something that is too short (6 s) to
    have a tempo. A long song may also be parted where its tempo does not change. Time grows
    linearly with the song.
    """
    return tuple(
        part
        for start, end in _stretches(curve, pauses, splices)
        for part in _parts_of(curve.between(start, end), hz)
    )


def _stretches(
    curve: Novelty, pauses: Rests, splices: Sequence[float]
) -> list[tuple[float, float]]:
    """What lies between pauses and splices in blocks, s, where it is long enough for a tempo."""
    apart = [at for at in splices if not any(start <= at <= end for start, end in pauses)]
    inner = [edge for pause in sorted([*pauses, *((at, at) for at in apart)]) for edge in pause]
    edges = [curve.start, *inner, curve.start + curve.seconds]
    blocks = []
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        count = max(1, ceil((end - start) / _BLOCK_S))
        borders = np.linspace(start, end, count + 1).tolist()
        blocks += [(a, b) for a, b in pairwise(borders) if b - a >= _SHORTEST_S]
    return blocks


def _parts_of(curve: Novelty, hz: float) -> list[Part]:
    """The parts of a stretch without pauses."""
    starts = np.arange(0.0, max(curve.seconds - _WINDOW_S, 0.0) + _HOP_S / 2, _HOP_S) + curve.start
    windows = [curve.between(start, start + _WINDOW_S) for start in starts.tolist()]
    spectra = [spectrum(window) for window in windows]
    tempi = _candidates(spectra, hz)
    sharpness = np.stack([fold_sharpness(shape, tempi) for shape in spectra])
    fit = sharpness / np.maximum(sharpness.max(axis=1, keepdims=True), 1e-12)
    energy = np.array([float(window.values.sum()) for window in windows])
    weight = np.clip(energy / max(float(np.median(energy)), 1e-9), 0.0, 1.0)
    path = _path(weight[:, None] * (1.0 - fit))
    changes = np.flatnonzero(np.diff(path)) + 1
    borders = (starts[changes] - _HOP_S / 2 + _WINDOW_S / 2).tolist()
    rough = [
        Part(start, end, float(tempi[path[first]]))
        for start, end, first in zip(
            [curve.start, *borders],
            [*borders, curve.start + curve.seconds],
            [0, *changes],
            strict=True,
        )
    ]
    return _settled(curve, rough)


def _candidates(spectra: list[Spectrum], hz: float) -> NDArray[np.float64]:
    """Tempi (Hz) that windows have, none of them in a simple ratio to another; most usual first."""
    found = [_octaved(hz)]
    support = [0]
    for shape in spectra:
        pulse = strongest_pulse(shape)
        if pulse <= 0.0:
            continue
        pulse = refine(shape, pulse)
        off = np.abs(pulse / np.outer(found, _RATIOS) - 1.0).min(axis=1)
        best = int(off.argmin())
        if off[best] <= _SAME:
            support[best] += 1
        else:
            found.append(_octaved(pulse))
            support.append(1)
    order = sorted(range(len(found)), key=lambda i: (-support[i], i))[:_MOST_TEMPI]
    return np.array([found[i] for i in order])


def _octaved(hz: float) -> float:
    """The tempo in the octave in which tempi are compared."""
    return hz / 2.0 ** floor(log2(60.0 * hz / _LOWEST_BPM))


def _path(cost: NDArray[np.float64]) -> NDArray[np.int64]:
    """The cheapest choice of a column for each row, when each change costs as much as any."""
    count, width = cost.shape
    total = cost[0].copy()
    came = np.zeros((count, width), np.int64)
    for row in range(1, count):
        best = int(total.argmin())
        changed = total[best] + _CHANGE < total
        came[row] = np.where(changed, best, np.arange(width))
        total = np.where(changed, total[best] + _CHANGE, total) + cost[row]
    path = [int(total.argmin())]
    for row in range(count - 1, 0, -1):
        path.append(int(came[row, path[-1]]))
    return np.array(path[::-1])


def _settled(curve: Novelty, rough: list[Part]) -> list[Part]:
    """Tempi to a few thousandths of a percent, and the moment at which each gives way."""
    inner = [_inner(rough, i) for i in range(len(rough))]
    tempi = [
        refine(spectrum(curve.between(*span)), part.hz)
        for part, span in zip(rough, inner, strict=True)
    ]
    cuts = [
        border_of(curve, rough[i].end, (tempi[i], tempi[i + 1]), (inner[i], inner[i + 1]))
        for i in range(len(rough) - 1)
    ]
    starts, ends = [rough[0].start, *cuts], [*cuts, rough[-1].end]
    return [
        Part(start, end, refine(spectrum(curve.between(start, end)), hz, span=0.001))
        for start, end, hz in zip(starts, ends, tempi, strict=True)
        if end - start >= _SHORTEST_S
    ]


def _inner(rough: list[Part], index: int) -> tuple[float, float]:
    """The middle of a part, in which no window reaches over a border; or all of a short one."""
    part = rough[index]
    start = part.start + (_WINDOW_S / 2 if index > 0 else 0.0)
    end = part.end - (_WINDOW_S / 2 if index < len(rough) - 1 else 0.0)
    return (start, end) if end - start >= _SHORTEST_S else (part.start, part.end)


def border_of(
    curve: Novelty,
    around: float,
    tempi: tuple[float, float],
    inner: tuple[tuple[float, float], tuple[float, float]],
    reach: float = _REACH_S,
) -> float:
    """The moment (s) at which attacks cease to lie as in the part before and lie as in the next.

    The greatest likelihood, with each part's own distribution of attacks over its beat.
    """
    low = max(around - reach, inner[0][0])
    high = min(around + reach, inner[1][1])
    near = curve.between(low, high)
    times = near.start + np.arange(len(near.values)) / NOVELTY_GRID.fps
    odds = np.zeros(len(times))
    for hz, span, sign in zip(tempi, inner, (1.0, -1.0), strict=True):
        folded = fold(curve.between(*span), 1.0 / hz)
        density = folded / max(float(folded.mean()), 1e-12)
        place = ((times * hz) % 1.0 * len(folded)).astype(np.int64) % len(folded)
        odds += sign * np.log((1.0 - _UNIFORM) * density[place] + _UNIFORM)
    before = np.concatenate([[0.0], np.cumsum(near.values * odds)])
    return float(near.start + int(before.argmax()) / NOVELTY_GRID.fps)
