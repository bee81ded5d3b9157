"""Beats of a song whose tempo moves: local tempo by Viterbi, beats by dynamic programming."""

from __future__ import annotations

import numpy as np
import scipy.ndimage
from numpy.typing import NDArray

from automapper.ear.novelty import GRID, Novelty
from automapper.ear.periodicity import tempo_prior

_COARSE = 10  # frames of novelty summed: 98 a second
_FPS = GRID.fps // _COARSE
_WINDOW_S, _HOP_S = 8.0, 1.0
_LOW_BPM, _STATES, _STEP = 56.0, 160, 2 ** (1 / 72)  # 56 to 258 bpm in steps of .97 %
# Costs against strengths that are scaled to 1 at each moment's best tempo.
_MOVE_COST, _JUMP_COST = 0.15, 1.2  # per .97 % and second; at most
_TIGHTNESS = 60.0  # how dear a beat off its period is (Ellis 2007: 100 on beats of .5 s)


def follow(curve: Novelty) -> NDArray[np.float64]:
    """Beat times in s of a song with a moving tempo, sorted; may be empty for very short songs.

    Ellis' tracker (2007) around a local tempo that may drift or step, then each beat is moved to
    the attack it means and the sequence is smoothed where the playing is.
    """
    usable = len(curve.values) // _COARSE * _COARSE
    if usable < 2 * _FPS * _COARSE:
        return np.zeros(0)
    coarse = curve.values[:usable].reshape(-1, _COARSE).sum(axis=1).astype(np.float64)
    envelope = scipy.ndimage.gaussian_filter1d(coarse, 1.0)
    envelope /= scipy.ndimage.uniform_filter1d(envelope, 10 * _FPS) + 0.1 * envelope.mean() + 1e-9
    period = _local_period(envelope)
    frames = _track(envelope, period)
    beats = curve.start + (frames * _COARSE + (_COARSE - 1) / 2) / GRID.fps
    return smooth(*snap_to_attacks(curve, beats))


def _local_period(envelope: NDArray[np.float64]) -> NDArray[np.float64]:
    """Beat period at each coarse frame, in coarse frames."""
    hz = _LOW_BPM / 60.0 * _STEP ** np.arange(_STATES)
    size, hop = int(_WINDOW_S * _FPS), int(_HOP_S * _FPS)
    padded = np.pad(envelope - envelope.mean(), (size // 2, size // 2 + hop))
    windows = np.lib.stride_tricks.sliding_window_view(padded, size)[::hop]
    window = np.hanning(size)
    time = np.arange(size) / _FPS
    strength = np.zeros((len(windows), _STATES))
    for part, weight in ((1, 1.0), (2, 1.0), (4, 1.0), (8, 0.5)):
        basis = np.exp(-2j * np.pi * part * np.outer(time, hz)) * window[:, None]
        strength += weight * np.abs(windows @ basis)
    strength *= tempo_prior(60.0 * hz)
    strength /= strength.max(axis=1, keepdims=True) + 1e-9
    states = _viterbi(strength)
    centre = np.arange(len(windows)) * hop
    log_hz = np.log(hz[states])
    return np.asarray(_FPS / np.exp(np.interp(np.arange(len(envelope)), centre, log_hz)))


def _viterbi(strength: NDArray[np.float64]) -> NDArray[np.int64]:
    """The path of states with most strength, moves and jumps paid for."""
    steps, states = strength.shape
    distance = np.abs(np.subtract.outer(np.arange(states), np.arange(states)))
    cost = np.minimum(_MOVE_COST * distance, _JUMP_COST)
    score = strength[0].copy()
    came = np.zeros((steps, states), np.int64)
    for step in range(1, steps):
        total = score[None] - cost
        came[step] = total.argmax(axis=1)
        score = np.take_along_axis(total, came[step][:, None], axis=1)[:, 0] + strength[step]
    path = np.zeros(steps, np.int64)
    path[-1] = int(score.argmax())
    for step in range(steps - 1, 0, -1):
        path[step - 1] = came[step, path[step]]
    return path


def _track(envelope: NDArray[np.float64], period: NDArray[np.float64]) -> NDArray[np.float64]:
    """Coarse frames of beats: most envelope under steps that keep to the local period."""
    count = len(envelope)
    score = envelope.copy()
    came = np.full(count, -1, np.int64)
    lags = np.arange(1, int(1.6 * period.max()) + 2)
    logs = np.log(lags)
    for frame in range(int(0.6 * period.min()), count):
        now = period[frame]
        low, high = int(0.6 * now), min(int(1.6 * now) + 1, frame)
        if high <= low or low < 1:
            continue
        cost = _TIGHTNESS * (logs[low - 1 : high] - np.log(now)) ** 2
        before = score[frame - high : frame - low + 1][::-1] - cost
        best = int(before.argmax())
        if before[best] > 0:
            score[frame] += before[best]
            came[frame] = frame - low - best
    tail = max(0, count - int(1.5 * period[-1]))
    beats = [tail + int(score[tail:].argmax())]
    while came[beats[-1]] >= 0:
        beats.append(int(came[beats[-1]]))
    return np.array(beats[::-1], dtype=np.float64)


def snap_to_attacks(
    curve: Novelty, beats: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Each beat moved to the strongest attack within 45 ms (near ones preferred), and its weight.

    Weights are attack strengths relative to their median, .02-3.
    """
    fine = scipy.ndimage.gaussian_filter1d(curve.values.astype(np.float64), 0.004 * GRID.fps)
    reach = round(0.045 * GRID.fps)
    offsets = np.arange(-reach, reach + 1)
    nearness = np.exp(-0.5 * (offsets / (0.020 * GRID.fps)) ** 2)
    centre = np.floor((beats - curve.start) * GRID.fps + 0.5).astype(int)
    index = centre[:, None] + offsets
    inside = (index >= 0) & (index < len(fine))
    found = np.where(inside, fine[np.clip(index, 0, len(fine) - 1)], 0.0) * nearness
    best = found.argmax(axis=1)
    strength = found[np.arange(len(beats)), best]
    moved = curve.start + (centre + offsets[best]) / GRID.fps
    weight = np.clip(strength / (np.median(strength) + 1e-9), 0.02, 3.0)
    return np.where(strength > 0, moved, beats), weight


def smooth(
    beats: NDArray[np.float64], weight: NDArray[np.float64], reach: int = 4
) -> NDArray[np.float64]:
    """Robust local quadratic over +-``reach`` beats: timing noise goes, tempo changes stay."""
    count = len(beats)
    if count < 2 * reach + 1:
        return beats
    step = np.arange(-reach, reach + 1)
    index = np.arange(count)[:, None] + step
    inside = (index >= 0) & (index < count)
    index = np.clip(index, 0, count - 1)
    y = beats[index] - beats[:, None]
    near = weight[index] * np.exp(-0.5 * (step / 2.0) ** 2) * inside
    powers = np.stack([np.ones(len(step)), step, step**2], axis=1)
    robust = near
    for _ in range(4):
        left = np.einsum("nk,ki,kj->nij", robust, powers, powers)
        right = np.einsum("nk,ki,nk->ni", robust, powers, y)
        fit = np.linalg.solve(left + 1e-9 * np.eye(3), right[..., None])[..., 0]
        rest = y - fit @ powers.T
        robust = near / (1.0 + (rest / 0.006) ** 2)
    return np.asarray(np.maximum.accumulate(beats + fit[:, 0]))
