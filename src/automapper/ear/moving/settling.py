"""Beats to the millisecond: each on the attack it means, the sequence as even as it is played."""

from __future__ import annotations

import numpy as np
import scipy.ndimage
from numpy.typing import NDArray

from automapper.ear.sound.novelty import NOVELTY_GRID, Novelty

_BLUR_S = 0.003
# (reach, width of the preference for near attacks) in s: wide at first, then around what the
# neighbours expect. Last the attacks half-way between beats are asked too: as many again.
_BEAT_ROUNDS = ((0.045, 0.020), (0.030, 0.012))
_HALF_ROUND = (0.025, 0.012)
_ON_BEAT = (0.020, 0.008)
# How dear an uneven step is against a missed attack; the song's own value is found by leaving
# beats out: steady music comes out at the upper end, rubato at the lower.
_STIFFNESS = (0.0003, 0.001, 0.004, 0.016, 0.06, 0.25, 1.0, 4.0, 16.0, 64.0, 400.0, 1600.0)
_ALIKE = 1.05  # the stiffest within this factor of the best is taken
# Mean loss above which neighbours foretell nothing (misses of some 9 ms; rubato stands at 1.4).
_FREE = 1.8
_PLAYED = 0.2  # of the usual attack, for a half to say where halves are
_FOLDS, _LEFT_OUT = 3, 1e-9
_MISS_S, _ATTACK_S, _UNEVEN_S = 0.004, 0.006, 0.002  # scales of the robust errors
_PASSES = 5
_FEWEST = 8


def settle(curve: Novelty, beats: NDArray[np.float64]) -> NDArray[np.float64]:
    """Beat times in s moved to their attacks and smoothed as far as the playing allows.

    ``beats`` are within about 45 ms of the attacks they mean. Attacks count by their strength,
    outliers and sudden steps of the tempo are let be (Cauchy weights).
    """
    if len(beats) < _FEWEST:
        return beats
    fine = scipy.ndimage.gaussian_filter1d(
        curve.values.astype(np.float64), _BLUR_S * NOVELTY_GRID.fps
    )
    settled = beats
    for near in _BEAT_ROUNDS:
        settled = _evened(*_snapped(curve, fine, settled, near))
    return _evened(*_with_halves(curve, fine, settled))[::2]


def strengths(curve: Novelty, beats: NDArray[np.float64]) -> NDArray[np.float64]:
    """The attack on each of the beats (s) relative to the usual one, .02-3."""
    fine = scipy.ndimage.gaussian_filter1d(
        curve.values.astype(np.float64), _BLUR_S * NOVELTY_GRID.fps
    )
    return _snapped(curve, fine, beats, _ON_BEAT)[1]


def _with_halves(
    curve: Novelty, fine: NDArray[np.float64], beats: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The attacks of all beats and of the places half-way between them, s, and their strengths.

    Halves that are usually late, as in swing, count as if they were not.
    """
    places = np.interp(np.arange(2 * len(beats) - 1) / 2, np.arange(len(beats)), beats)
    attacks, strength = _snapped(curve, fine, places, _HALF_ROUND, every=2)
    gaps, played = np.diff(beats), strength[1::2] > _PLAYED
    if played.any():
        attacks[1::2] -= np.median(((attacks - places)[1::2] / gaps)[played]) * gaps
    # What is not played lies where the beats beside it were, and would hold them there.
    strength[1::2][~played] = _LEFT_OUT
    return attacks, strength


def _evened(attacks: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """The attacks as smooth as they foretell each other best."""
    return _smoothed(attacks, weights, _stiffness(attacks, weights))


def _snapped(
    curve: Novelty,
    fine: NDArray[np.float64],
    beats: NDArray[np.float64],
    near: tuple[float, float],
    every: int = 1,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The strongest attack near each place (s) and its strength, .02-3.

    Strength is relative to the median of the beats: ``every`` such place from the first.
    """
    reach = round(near[0] * NOVELTY_GRID.fps)
    offsets = np.arange(-reach, reach + 1)
    nearness = np.exp(-0.5 * (offsets / (near[1] * NOVELTY_GRID.fps)) ** 2)
    centre = NOVELTY_GRID.frame(beats - curve.start)
    index = centre[:, None] + offsets
    inside = (index >= 0) & (index < len(fine))
    found = np.where(inside, fine[np.clip(index, 0, len(fine) - 1)], 0.0)
    rows, wanted = np.arange(len(beats)), found * nearness
    best = wanted.argmax(axis=1)
    strength = found[rows, best]
    shift = _vertex(*(wanted[rows, np.clip(best + step, 0, 2 * reach)] for step in (-1, 0, 1)))
    moved = curve.start + (centre + offsets[best] + shift) / NOVELTY_GRID.fps
    weight = np.clip(strength / (np.median(strength[::every]) + 1e-9), 0.02, 3.0)
    return np.where(strength > 0, moved, beats), weight


def _vertex(
    left: NDArray[np.float64], middle: NDArray[np.float64], right: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Where between -1/2 and 1/2 parabolas through three neighbours have their peaks."""
    bend = np.minimum(left - 2 * middle + right, -1e-12)
    return np.asarray(np.clip(0.5 * (left - right) / bend, -0.5, 0.5))


def _stiffness(attacks: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    """The stiffness under which beats that are left out are foretold best.

    Of several that do about as well the stiffest: what is left out is foretold by neighbours twice
    as far as they will be. Where none foretells anything each attack is believed.
    """
    kept = np.stack([weights] * _FOLDS)
    for fold in range(_FOLDS):
        kept[fold, fold::_FOLDS] *= _LEFT_OUT
    foretold = _smoothed(attacks, kept, np.array(_STIFFNESS)[:, None])
    left_out = np.arange(len(attacks)) % _FOLDS
    own = foretold[:, left_out, np.arange(len(attacks))]
    miss = np.abs(attacks - own) * np.minimum(weights, 1.0)
    misses = np.log1p((miss / _MISS_S) ** 2).sum(axis=1)
    if misses.min() > _FREE * np.minimum(weights, 1.0).sum():
        return min(_STIFFNESS)
    alike = misses <= _ALIKE * misses.min()
    return max(stiff for stiff, good in zip(_STIFFNESS, alike, strict=True) if good)


def _smoothed(
    attacks: NDArray[np.float64],
    weights: NDArray[np.float64],
    stiffness: float | NDArray[np.float64],
) -> NDArray[np.float64]:
    """Times with the least weighted squared misses and uneven steps (second differences).

    ``weights``: shape (..., beats); with ``stiffness``, shape (...), it tells the shape of the
    result, in which each row is smoothed for itself.
    """
    stiff = np.asarray(stiffness)[..., None]
    shape = np.broadcast_shapes(weights.shape, (*stiff.shape[:-1], len(attacks)))
    near = np.broadcast_to(weights, shape)
    even = np.ones((*shape[:-1], len(attacks) - 2))
    settled = np.broadcast_to(attacks, shape)
    for _ in range(_PASSES):
        settled = _least(attacks - attacks[0], near, stiff * even) + attacks[0]
        near = weights / (1.0 + _off(attacks - settled, _ATTACK_S, 2.0) ** 2)
        even = 1.0 / (1.0 + _off(np.diff(settled, 2), _UNEVEN_S, 3.0) ** 2)
    return settled


def _off(errors: NDArray[np.float64], least: float, medians: float) -> NDArray[np.float64]:
    """Sizes of errors in so many medians of their row, or in ``least``, whichever is more."""
    size = np.abs(errors)
    usual = medians * np.median(size, axis=-1, keepdims=True)
    return np.asarray(size / np.maximum(least, usual))


def _least(
    times: NDArray[np.float64], weights: NDArray[np.float64], bends: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The x with the least sum of weights (times - x)^2 + bends (its second difference)^2.

    Rows of ``weights`` and ``bends`` are solved in one system, in which none touches another.
    """
    from scipy.linalg import solveh_banded

    bands = np.zeros((3, *weights.shape))  # the upper form of solveh_banded
    bands[2] = weights
    bands[2, ..., :-2] += bends
    bands[2, ..., 1:-1] += 4 * bends
    bands[2, ..., 2:] += bends
    bands[1, ..., 1:-1] -= 2 * bends
    bands[1, ..., 2:] -= 2 * bends
    bands[0, ..., 2:] += bends
    wanted = (weights * times).ravel()
    solved = solveh_banded(bands.reshape(3, -1), wanted, check_finite=False)
    return np.asarray(solved.reshape(weights.shape))
