"""What speaks for a beat at each moment and for each tempo, from a net and from the attacks."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import scipy.ndimage
from numpy.typing import NDArray

from automapper.ear.activations import NET_GRID, Activations
from automapper.ear.sound.novelty import NOVELTY_GRID, Novelty
from automapper.ear.sound.periodicity import tempo_prior

FPS = NET_GRID.fps
LOW_BPM, STATES, STEP = 52.0, 64, 1.025  # 52 to 246 bpm in steps of 2.5 %
BPM = LOW_BPM * STEP ** np.arange(STATES)
_WINDOW_S, _HOP = 8.0, FPS // 2  # of the local spectrum, s and frames
_HARMONICS = ((1, 1.0), (2, 1.0), (4, 1.0), (8, 0.5))
# Where the tempo moves people play: slower in the mean than the made music most songs are.
_USUAL_BPM = 120.0
_LOCAL_S = 10.0  # loudness of attacks is judged against this much music
_RULED_OUT = -1000.0
_FLOOR, _LIMIT = 0.02, 4.0  # of a net's probabilities; of their log odds
# The best of .8 s, in which there is a beat, has this probability in the mean of a song with clear
# beats; a song is not raised by more than the last says.
_BEST_OF_S, _SURE, _LEAST_LEVEL = 0.8, 0.85, 0.3


@dataclass(frozen=True, slots=True)
class _Shares:
    """Log odds that a beat gains: a full-strength ``attack``, the best ``tempo``, a ``second``.

    A gain for every second that beats cover favours no tempo, but a path that goes on. ``half`` is
    the attack that counts for nothing.
    """

    second: float
    attack: float
    half: float
    tempo: float


_WITH_NET = _Shares(second=3.0, attack=1.0, half=0.5, tempo=1.0)
_WITHOUT = _Shares(second=0.0, attack=4.0, half=0.3, tempo=3.0)


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """Log odds up to a constant, 50 frames/s.

    ``gain``: of a beat in each frame, shape (frames,); below 0 where a beat needs an excuse.
    ``tempo``: of each of :data:`BPM`, a row every ``hop`` frames, shape (rows, STATES).
    """

    gain: NDArray[np.float32]
    tempo: NDArray[np.float32]
    hop: int

    def within(self, low: float, high: float) -> Evidence:
        """The same with all tempi ruled out but those from ``low`` to ``high`` bpm."""
        tempo = np.where((low <= BPM) & (high >= BPM), self.tempo, _RULED_OUT)
        return replace(self, tempo=tempo.astype(np.float32))


def evidence(curve: Novelty, activations: Activations | None) -> Evidence:
    """The evidence of a song; attacks alone decide where there is no net."""
    attacks = _attacks(curve)
    shares = _WITHOUT if activations is None else _WITH_NET
    gain = shares.attack * (_relative(attacks) - shares.half)
    if activations is not None:
        heard = np.zeros(len(gain))
        count = min(len(heard), len(activations.beat))
        heard[:count] = _as_sure(activations.beat[:count])
        odds = np.log((heard + _FLOOR) / (1.0 + _FLOOR - heard))
        gain = gain + np.clip(odds, -_LIMIT, _LIMIT)
    tempo = shares.tempo * (_tempo_strength(attacks) - 1.0) + shares.second * 60.0 / BPM
    return Evidence(gain.astype(np.float32), tempo.astype(np.float32), _HOP)


def _as_sure(beat: NDArray[np.float32]) -> NDArray[np.float64]:
    """Probabilities of a song raised to what they are where a net is sure of itself.

    Of soft attacks it believes every beat a little; as they stand, fewer beats would always be
    the likelier ones.
    """
    best = scipy.ndimage.maximum_filter1d(beat.astype(np.float64), round(_BEST_OF_S * FPS) | 1)
    level = float(best.mean()) / _SURE if len(best) else 1.0
    return np.asarray(np.clip(beat / np.clip(level, _LEAST_LEVEL, 1.0), 0.0, 1.0))


def _attacks(curve: Novelty) -> NDArray[np.float64]:
    """The strongest novelty in each frame, shape (frames,)."""
    smooth = scipy.ndimage.gaussian_filter1d(
        curve.values.astype(np.float64), 0.008 * NOVELTY_GRID.fps
    )
    widest = scipy.ndimage.maximum_filter1d(smooth, round(NOVELTY_GRID.fps / FPS) | 1)
    times = np.arange(int(curve.seconds * FPS) + 1) / FPS
    index = NOVELTY_GRID.frame(times - curve.start)
    return np.asarray(widest[np.clip(index, 0, len(widest) - 1)])


def _relative(attacks: NDArray[np.float64]) -> NDArray[np.float64]:
    """Attacks against the loud ones (90th percentile) of the 10 s around them, 0-1.5."""
    step = FPS // 10
    loud = scipy.ndimage.percentile_filter(attacks[::step], 90, round(_LOCAL_S * FPS / step) | 1)
    usual = np.interp(np.arange(len(attacks)), np.arange(len(loud)) * step, loud)
    return np.asarray(np.clip(attacks / (usual + 0.05 * attacks.max() + 1e-9), 0.0, 1.5))


def _tempo_strength(attacks: NDArray[np.float64]) -> NDArray[np.float64]:
    """How strongly each tempo is heard around each moment, 1 at its best, shape (rows, STATES)."""
    local = scipy.ndimage.uniform_filter1d(attacks, round(_LOCAL_S * FPS))
    even = attacks / (local + 0.1 * attacks.mean() + 1e-9)
    size = round(_WINDOW_S * FPS)
    padded = np.pad(even - even.mean(), (size // 2, size // 2 + _HOP))
    windows = np.lib.stride_tricks.sliding_window_view(padded, size)[::_HOP]
    time = np.arange(size) / FPS
    strength = np.zeros((len(windows), STATES))
    for part, weight in _HARMONICS:
        hz = part * BPM / 60.0
        basis = np.exp(-2j * np.pi * np.outer(time, hz)) * np.hanning(size)[:, None]
        strength += weight * np.abs(windows @ basis) * (hz < FPS / 2)
    strength *= tempo_prior(BPM, _USUAL_BPM)
    return np.asarray(strength / (strength.max(axis=1, keepdims=True) + 1e-9))
