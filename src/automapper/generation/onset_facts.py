"""What the music does at every slot: strength, accent, brightness and sustain of an onset."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from automapper.ear.pulse import Salience
from automapper.generation.frames import FrameCurve, box_mean
from automapper.generation.slots import FEATURES, SlotGrid

Floats = NDArray[np.float64]

_AROUND = 33  # beats (odd) that a slot's accent is measured against
_ACCENT_REACH = 2.5  # standard deviations above its like that make a full accent
_ATTACK_S = 0.08  # after its onset, a sound is no new one
_NEW = 1.2  # flux over its local mean that counts as something new
_FADED = 0.35  # log-mel below the onset's own level at which a sound is over
_MAX_SUSTAIN_S = 8.0
_LEAST_SUSTAIN = 0.5  # beats; shorter sounds are percussive


@dataclass(frozen=True, slots=True, eq=False)
class SlotFacts:
    """Float64 (beats, 6) each; see ``Onset`` for meaning and range."""

    strength: Floats
    accent: Floats
    brightness: Floats
    sustain: Floats


def slot_facts(grid: SlotGrid, salience: Salience, section: NDArray[np.int64]) -> SlotFacts:
    """The facts of every slot; ``section``: index of each beat's section, int64 (beats,)."""
    flux = grid.features[:, :, FEATURES.index("flux")].astype(np.float64)
    return SlotFacts(
        _rank(flux), _accent(flux), _brightness(grid, salience, section), _sustain(grid, salience)
    )


def _rank(values: Floats) -> Floats:
    """Share of all slots that are weaker, 0-1; equals share one rank."""
    flat = np.sort(values.ravel())
    return np.searchsorted(flat, values) / max(len(flat) - 1, 1)


def _accent(flux: Floats) -> Floats:
    if not len(flux):
        return flux
    mean = box_mean(flux, _AROUND)
    spread = np.sqrt(np.maximum(box_mean(flux**2, _AROUND) - mean**2, 0.0)) + 0.1
    return np.clip((flux - mean) / (_ACCENT_REACH * spread), 0.0, 1.0)


def _brightness(grid: SlotGrid, salience: Salience, section: NDArray[np.int64]) -> Floats:
    fps = salience.grid.fps
    centroid = FrameCurve(box_mean(salience.centroid.astype(np.float64), 9), fps)
    # The sound itself, not its attack: 40 ms later.
    found = centroid.at(grid.seconds + 0.04)
    result = np.zeros_like(found)
    for index in np.unique(section):
        rows = section == index
        low, middle, high = np.percentile(found[rows], (10, 50, 90))
        result[rows] = (found[rows] - middle) / max(high - middle, middle - low, 1e-3)
    return np.clip(result, -1.0, 1.0)


def _sustain(grid: SlotGrid, salience: Salience) -> Floats:
    """Beats until something new starts or the sound has faded, 0 below half a beat."""
    fps = salience.grid.fps
    flux = salience.flux.astype(np.float64)
    local = box_mean(flux, 8 * fps + 1) + 0.15 * flux.mean() + 1e-6
    new = np.flatnonzero(flux > _NEW * local) / fps
    level = FrameCurve(box_mean(salience.level.astype(np.float64).mean(axis=1), 7), fps)
    start = grid.seconds + _ATTACK_S
    index = np.searchsorted(new, start)
    end = np.where(index < len(new), np.append(new, np.inf)[index], np.inf)
    end = np.minimum(end, grid.seconds + _MAX_SUSTAIN_S)
    own = level.at(start)
    alive = np.ones(start.shape, dtype=bool)
    held = np.zeros_like(start)
    for after in np.arange(0.1, _MAX_SUSTAIN_S, 0.1):
        time = start + after
        alive &= (time <= end) & (level.at(time) > own - _FADED)
        if not alive.any():
            break
        held[alive] = after
    beats = np.where(held > 0, held + _ATTACK_S, 0.0) / grid.spacing[:, None]
    return np.where(beats >= _LEAST_SUSTAIN, beats, 0.0)
