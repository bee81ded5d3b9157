"""The usual way from activations to beats, for comparison; the Ear itself works otherwise.

A hidden Markov model of the place in the beat (Krebs, Böck and Widmer, "An efficient state-space
model for joint tempo and meter tracking", 2015), for beats alone.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from automapper.ear.activations import NET_GRID, Activations

LOWEST_BPM, HIGHEST_BPM = 55.0, 215.0  # as published trackers have it
_TIGHTNESS = 100.0  # how dear a change of tempo is
_BEAT_PART = 16  # a beat sounds in the first 1/16 of it
_METRES = (4, 3)
_FLOOR = 1e-6


def decode_beats(heard: Activations) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(beats, downbeats) in s: the likeliest path, each beat moved to its activation's peak."""
    frames = _likeliest(heard.beat.astype(np.float64))
    if len(frames) < 2:
        return np.zeros(0), np.zeros(0)
    beats = _peaks(heard.beat, frames) / NET_GRID.fps
    near = heard.at(beats)[:, 1]
    best, first, metre = -1.0, 0, _METRES[0]
    for candidate in _METRES:
        for place in range(candidate):
            chosen = np.arange(len(beats)) % candidate == place
            if chosen.any() and not chosen.all():
                contrast = float(near[chosen].mean() - near[~chosen].mean())
                if contrast > best:
                    best, first, metre = contrast, place, candidate
    return beats, beats[first::metre]


def _likeliest(activation: NDArray[np.float64]) -> NDArray[np.int64]:
    """Frames in which a beat begins on the best path."""
    lengths = np.arange(
        round(60.0 * NET_GRID.fps / HIGHEST_BPM), round(60.0 * NET_GRID.fps / LOWEST_BPM) + 1
    )
    first = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    last = first + lengths - 1
    owner = np.repeat(np.arange(len(lengths)), lengths)
    sounding = (np.arange(len(owner)) - first[owner]) * _BEAT_PART < lengths[owner]
    change = -_TIGHTNESS * np.abs(lengths[None] / lengths[:, None] - 1.0)
    change -= np.log(np.exp(change).sum(axis=1, keepdims=True))  # (from, to)
    beat = np.log(np.clip(activation, _FLOOR, 1.0))
    rest = np.log(np.clip(1.0 - activation, _FLOOR, 1.0) / (_BEAT_PART - 1))
    score = np.full(len(owner), -np.log(len(owner)))
    came = np.zeros((len(activation), len(lengths)), np.int16)
    places = np.arange(len(lengths))
    for frame in range(len(activation)):
        moves = score[last][:, None] + change
        score[1:] = score[:-1]
        came[frame] = moves.argmax(axis=0)
        score[first] = moves[came[frame], places]
        score += np.where(sounding, beat[frame], rest[frame])
    return _walk_back(int(score.argmax()), came, first, last, owner)


def _walk_back(
    state: int,
    came: NDArray[np.int16],
    first: NDArray[np.int64],
    last: NDArray[np.int64],
    owner: NDArray[np.int64],
) -> NDArray[np.int64]:
    starts = []
    for frame in range(len(came) - 1, -1, -1):
        length = owner[state]
        if state == first[length]:
            starts.append(frame)
            state = int(last[came[frame, length]])
        else:
            state -= 1
    return np.array(starts[::-1], dtype=np.int64)


def _peaks(activation: NDArray[np.float32], frames: NDArray[np.int64]) -> NDArray[np.float64]:
    """Each beat on the parabola through the strongest of the frames around its first."""
    reach = np.clip(frames[:, None] + np.arange(-1, 4), 1, len(activation) - 2)
    top = reach[np.arange(len(frames)), activation[reach].argmax(axis=1)]
    left, middle, right = (activation[top + step].astype(np.float64) for step in (-1, 0, 1))
    bend = left - 2 * middle + right
    shift = np.where(bend < 0, 0.5 * (left - right) / np.minimum(bend, -1e-9), 0.0)
    return np.asarray(np.maximum.accumulate(top + np.clip(shift, -0.5, 0.5)))
