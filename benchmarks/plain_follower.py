"""The plain way to follow a moving tempo, to compare the Ear with.

A beat tracker's beats stand on frames; each is moved to the strongest attack near it, then a local
quadratic over four beats to either side takes out what single attacks err.
"""

from __future__ import annotations

import numpy as np

from automapper.ear.evaluation.metrics import Times
from automapper.ear.sound.novelty import NOVELTY_GRID, Novelty

FRAME_S = 0.010  # frames of usual trackers
_REACH_S = 0.045
_NEARNESS_S = 0.020  # of two attacks as strong the nearer one is taken
_BEATS = 4
_SPREAD_BEATS = 2.0
_OUTLIER_S = 0.006
_ROUNDS = 4


def on_frames(beats: Times) -> Times:
    """Beats where a tracker would put them that errs by its frames alone, s."""
    return np.round(beats / FRAME_S) * FRAME_S


def on_attacks(beats: Times, novelty: Novelty) -> tuple[Times, Times]:
    """Each beat (s) at the strongest attack within 45 ms, and how strong that is (>= 0)."""
    moved = beats.copy()
    strength = np.zeros(len(beats))
    for index, beat in enumerate(beats):
        near = novelty.between(beat - _REACH_S, beat + _REACH_S)
        if not len(near.values):
            continue
        times = near.start + np.arange(len(near.values)) / NOVELTY_GRID.fps
        best = int(np.argmax(near.values * np.exp(-0.5 * ((times - beat) / _NEARNESS_S) ** 2)))
        moved[index], strength[index] = times[best], near.values[best]
    return moved, strength


def smoothed(beats: Times, strength: Times) -> Times:
    """Each beat (s) on the quadratic through its neighbours, strong and agreeing ones first."""
    weight = np.clip(strength / (np.median(strength) + 1e-9), 0.02, 3.0)
    result = beats.copy()
    for index in range(len(beats)):
        part = slice(max(0, index - _BEATS), index + _BEATS + 1)
        place = np.arange(len(beats))[part] - index
        trust = weight[part] * np.exp(-0.5 * (place / _SPREAD_BEATS) ** 2)
        powers = np.stack([np.ones(len(place)), place, place**2], axis=1)
        counted = trust
        for _ in range(_ROUNDS):
            root = np.sqrt(counted)
            fit = np.linalg.lstsq(powers * root[:, None], beats[part] * root, rcond=None)[0]
            off = (beats[part] - powers @ fit) / _OUTLIER_S
            counted = trust / (1.0 + off**2)
        result[index] = fit[0]
    return result
