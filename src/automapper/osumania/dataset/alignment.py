"""Whether notes stand on the attacks of the audio: by how much they miss, how surely, and drift.

The novelty of the audio is folded around the note times: its mean at every shift. Where the notes
belong to the sound, it stands up sharply at one shift; where they do not, it is flat.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from automapper.ear.sound.novelty import NOVELTY_GRID, Novelty
from automapper.ear.sound.periodicity import vertex

Times = NDArray[np.float64]

REACH_S = 0.060  # shifts looked for: osu! charts lie up to 45 ms before the attack
WIDE_S = 0.300
DRIFT_S = 0.060
_SMOOTH = 1.5  # frames (1.5 ms): attacks of real instruments do not begin on one frame
_DRIFT_STEP_S = 0.004
_PIECE = 4096  # notes folded at once


@dataclass(frozen=True, slots=True)
class Alignment:
    """How notes lie to the attacks of the audio.

    ``shift``: s by which attacks follow the notes. ``sharpness``: by how many standard errors the
    folded novelty at ``shift`` exceeds what as many random moments of the played stretch give;
    below 4 for notes that have nothing to do with the sound. ``drift``: s by which the attacks
    move against the notes from the first to the last, and ``drift_gain`` how many times the fold
    grows when that is followed. ``wide_shift``, ``wide_gain``: the same for the best shift within
    0.3 s.
    """

    shift: float
    sharpness: float
    drift: float
    drift_gain: float
    wide_shift: float
    wide_gain: float


def align(novelty: Novelty, notes: Times) -> Alignment | None:
    """How ``notes`` (s, sorted, at least two different) lie to the audio; None outside the sound.

    Shifts within :data:`REACH_S`, to about a millisecond; costs a quarter of a second for a song.
    """
    notes = notes[(notes > 0) & (notes < novelty.seconds)]
    if len(notes) < 2 or notes[-1] <= notes[0]:
        return None
    near = _fold(novelty, notes, _shifts(REACH_S))
    place, peak = _peak(near)
    first, last = NOVELTY_GRID.frame(notes[[0, -1]] - novelty.start)
    played = novelty.values[max(int(first), 0) : int(last) + 1]
    error = float(played.std()) / np.sqrt(len(notes))
    wide_place, wide_peak = _peak(_fold(novelty, notes, _shifts(WIDE_S)))
    drift, drift_peak = _drift(novelty, notes)
    scale = max(peak, 1e-12)
    return Alignment(
        shift=place,
        sharpness=(peak - float(played.mean())) / max(error, 1e-12),
        drift=drift,
        drift_gain=drift_peak / scale,
        wide_shift=wide_place,
        wide_gain=wide_peak / scale,
    )


def _drift(novelty: Novelty, notes: Times) -> tuple[float, float]:
    """(drift in s, height of the fold that follows it); the smallest of equals."""
    way = (notes - (notes[0] + notes[-1]) / 2) / (notes[-1] - notes[0])
    steps = round(DRIFT_S / _DRIFT_STEP_S)
    best = (0.0, _peak(_fold(novelty, notes, _shifts(REACH_S)))[1])
    for step in sorted(range(-steps, steps + 1), key=abs)[1:]:
        drift = step * _DRIFT_STEP_S
        height = _peak(_fold(novelty, notes + way * drift, _shifts(REACH_S)))[1]
        if height > best[1]:
            best = (drift, height)
    return best


def _shifts(reach: float) -> NDArray[np.int64]:
    """Shifts in frames, up to ``reach`` s to both sides."""
    return np.arange(-round(reach * NOVELTY_GRID.fps), round(reach * NOVELTY_GRID.fps) + 1)


def _fold(novelty: Novelty, notes: Times, shifts: NDArray[np.int64]) -> Times:
    """Mean novelty at the notes moved by each shift (frames), between frames linear; smoothed."""
    import scipy.ndimage

    values = novelty.values
    total = np.zeros(len(shifts))
    for start in range(0, len(notes), _PIECE):
        place = (notes[start : start + _PIECE] - novelty.start) * NOVELTY_GRID.fps
        frame = np.floor(place).astype(np.int64)
        part = place - frame
        index = frame[None, :] + shifts[:, None]
        at = np.clip(index, 0, len(values) - 1)
        after = np.clip(index + 1, 0, len(values) - 1)
        total += ((1 - part) * values[at] + part * values[after]).sum(axis=1)
    return np.asarray(scipy.ndimage.gaussian_filter1d(total / len(notes), _SMOOTH))


def _peak(fold: Times) -> tuple[float, float]:
    """(shift in s, height) of the highest point, between frames by a parabola."""
    top = int(fold.argmax())
    place = 0.0
    if 0 < top < len(fold) - 1:
        place = vertex(*fold[top - 1 : top + 2])
    return (top - len(fold) // 2 + place) / NOVELTY_GRID.fps, float(fold[top])
