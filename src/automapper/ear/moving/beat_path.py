"""The likeliest beats under evidence, tempo and phase at once (Viterbi over beats)."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from automapper.ear.moving.beat_evidence import BPM, FPS, STATES, Evidence

# From beat to beat the log tempo moves like a narrow Laplace distribution with a wide one added
# (their rates, and the share of the wide one): as a band plays, or as one who breathes between
# phrases does. Rarely it jumps to anything, hardly ever by an octave (a mistake in counting).
_PLAYED = ((150.0, 40.0, 0.03), (40.0, 15.0, 0.1))
_JUMP, _OCTAVE_JUMP = 1e-8, 1e-11
_OCTAVE_WIDTH = 0.12
_PERIODS = 60.0 * FPS / BPM  # frames
_FLOORS = np.floor(_PERIODS).astype(np.int64)
_APART = int(_FLOORS.min())  # frames that no beat follows another within: they go at one step


def beat_path(heard: Evidence) -> NDArray[np.float64]:
    """Times of the likeliest beats in s, on a grid of 20 ms, sorted; at least one.

    A hidden semi-Markov model: a state is a beat in a frame with the tempo that led to it. A beat
    is a period of its tempo after the last, rounded either way. The path may begin and end
    anywhere: what lies outside is left alone. Of a steady and a free way to play, both of which are
    distributions, the one is taken under which the whole song is likelier.
    """
    found = [_path(heard, _moves(*played)) for played in _PLAYED]
    beats, _ = max(found, key=lambda path: path[1])
    return np.array(beats, dtype=np.float64) / FPS


def _path(heard: Evidence, moves: NDArray[np.float32]) -> tuple[list[int], float]:
    """The frames of the likeliest beats with the log odds of all of them.

    ``moves``: log probability of each tempo (columns) after each (rows).
    """
    count = len(heard.gain)
    reach = int(_FLOORS.max()) + 2
    score = np.zeros((count + reach, STATES), np.float32)  # of what ends in a beat, by next tempo
    here = np.zeros((count, STATES), np.float32)  # the same by the tempo that led to it
    known = score.reshape(-1)
    total = np.empty((STATES, _APART, STATES), np.float32)
    # Where the score of a period before each frame of a step stands, counted from its first frame.
    last = ((np.arange(_APART)[:, None] + reach - _FLOORS) * STATES + np.arange(STATES)).ravel()
    best, end = -np.inf, (0, 0)
    for first in range(0, count, _APART):
        step = slice(first, min(first + _APART, count))
        size = step.stop - first
        at = last[: size * STATES] + first * STATES
        before = np.maximum(known.take(at), known.take(at - STATES)).reshape(size, STATES)
        rows = np.minimum(np.arange(first, step.stop) // heard.hop, len(heard.tempo) - 1)
        np.add(before, heard.gain[step, None] + heard.tempo[rows], out=here[step])
        top = int(here[step].argmax())
        if here[step].flat[top] > best:
            best = float(here[step].flat[top])
            end = (first + top // STATES, top % STATES)
        np.add(here[step].T[:, :, None], moves[:, None, :], out=total[:, :size])
        # A history worth less than none is forgotten: the song may as well begin here.
        np.maximum(total[:, :size].max(axis=0), 0.0, out=score[first + reach : step.stop + reach])
    return _trace(end, score[reach:], here, moves), best


def _trace(
    end: tuple[int, int],
    score: NDArray[np.float32],
    here: NDArray[np.float32],
    moves: NDArray[np.float32],
) -> list[int]:
    """Frames of the beats that lead to ``end``, first to last."""
    frame, tempo = end
    beats = [frame]
    while True:
        soon = frame - int(_FLOORS[tempo])
        later = soon - 1  # the period rounded up
        before = later if later >= 0 and score[later, tempo] > score[soon, tempo] else soon
        if before < 0 or score[before, tempo] <= 0.0:
            return beats[::-1]
        frame, tempo = before, int((here[before] + moves[:, tempo]).argmax())
        beats.append(frame)


@lru_cache(maxsize=len(_PLAYED))
def _moves(narrow: float, wide: float, wide_share: float) -> NDArray[np.float32]:
    """Log probability of each tempo (columns) after each (rows), shape (STATES, STATES)."""
    distance = np.abs(np.subtract.outer(np.log(BPM), np.log(BPM)))
    near = narrow * np.exp(-narrow * distance)
    near += wide_share * wide * np.exp(-wide * distance)
    near /= near.sum(axis=1, keepdims=True)
    octave = np.abs(distance - np.log(2.0)) < _OCTAVE_WIDTH
    out: NDArray[np.float32] = np.log(near + np.where(octave, _OCTAVE_JUMP, _JUMP)).astype(
        np.float32
    )
    out.setflags(write=False)
    return out
