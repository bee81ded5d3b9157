"""Whether somebody speaks, and in which stretches of a song: syllables, but no beat."""

from __future__ import annotations

import numpy as np
import scipy.fft
from numpy.typing import NDArray

from automapper.ear.activations import NET_GRID
from automapper.ear.sound.harmony import CHROMA_GRID, Harmony
from automapper.ear.sound.heard import Heard
from automapper.ear.spans import runs
from automapper.ear.unheard import WINDOW_S, Spans, Times, likeliest

# The net hears beats here and there in speech, half as likely as a song's. Unlike those of faint
# music they neither keep to the grid nor come back after any one time; and unlike in singing, which
# may keep time as loosely, no pitch is held.
_FAINT = 0.6  # probability of a beat relative to the song's median
_TOGETHER = 0.4  # length 0-1 of the mean phasor of what is heard, over beats and over halves
_COMES_BACK = 0.25  # autocorrelation at its best lag
_LAGS_S = (0.25, 1.2)
_WANDERS = 1.3  # how much the harmony changes in .2 s, relative to the song's mean
_WANDERS_S = 0.2
_HOP_S = 1.0
# Where all is speech there is no music to compare it with. In 80 recordings of it the beats come
# back at .11 to .19, the median of all windows, and the harmony changes by .30 to .69; of 720 songs
# five lie below the one, and none of those above .17 in the other.
_NEVER_BACK, _NO_HARMONY = 0.22, 0.25
_WINDOWS = 3  # of 6 s, in a row, in which all of it must hold: 8 s


def find_speech(heard: Heard, beats: Times) -> Spans:
    """(start, end) s of stretches of speech of 8 s or more, in order; none without a net.

    ``beats`` (s): those of the song, counted through them.
    """
    if heard.activations is None:
        return []
    activation = heard.activations.beat
    starts, size = _windows(activation)
    if not len(starts):
        return []
    likely = likeliest(activation, beats)
    around = np.interp((starts + size / 2) / NET_GRID.fps, beats[:-1], likely)
    spoken = around < _FAINT * float(np.median(likely))
    spoken &= _together(activation, beats, starts, size) < _TOGETHER
    spoken &= _comes_back(activation, starts, size) < _COMES_BACK
    wanders, usual = _wanders(heard.harmony, starts / NET_GRID.fps)
    spoken &= wanders > _WANDERS * usual
    return [
        (float(starts[first]) / NET_GRID.fps, float(starts[last - 1] + size) / NET_GRID.fps)
        for first, last in runs(spoken)
        if last - first >= _WINDOWS
    ]


def is_speech(heard: Heard) -> bool:
    """Whether all there is to hear is speech, as far as a net can tell: without one False."""
    if heard.activations is None:
        return False
    starts, size = _windows(heard.activations.beat)
    if not len(starts):
        return False
    back = float(np.median(_comes_back(heard.activations.beat, starts, size)))
    return back < _NEVER_BACK and _wanders(heard.harmony, starts / NET_GRID.fps)[1] > _NO_HARMONY


def _windows(activation: NDArray[np.float32]) -> tuple[NDArray[np.int64], int]:
    """The first frame of each window of 6 s, one a second, and how many it has."""
    size = round(WINDOW_S * NET_GRID.fps)
    return np.arange(0, len(activation) - size + 1, round(_HOP_S * NET_GRID.fps)), size


def _together(
    activation: NDArray[np.float32], beats: Times, starts: NDArray[np.int64], size: int
) -> NDArray[np.float64]:
    """How much 0-1 what is heard in each window falls on one part of the beat, or of its half."""
    place = np.interp(
        np.arange(len(activation)) / NET_GRID.fps, beats, np.arange(float(len(beats)))
    )
    windows = np.stack([starts, starts + size])
    total = np.diff(_sums(activation)[windows], axis=0)[0]
    lengths = [
        np.abs(np.diff(_sums(activation * np.exp(2j * np.pi * parts * place))[windows], axis=0)[0])
        for parts in (1, 2)
    ]
    return np.asarray(np.max(lengths, axis=0) / np.maximum(np.abs(total), 1e-9))


def _sums(values: NDArray[np.float32] | NDArray[np.complex128]) -> NDArray[np.complex128]:
    """What stands before each place, added up; one longer than ``values``."""
    return np.concatenate([np.zeros(1, complex), np.cumsum(values, dtype=complex)])


def _comes_back(
    activation: NDArray[np.float32], starts: NDArray[np.int64], size: int
) -> NDArray[np.float64]:
    """The autocorrelation of what is heard in each window, at its best lag."""
    windows = np.lib.stride_tricks.sliding_window_view(activation, size)[starts]
    windows = windows - windows.mean(axis=1, keepdims=True)
    spectrum = scipy.fft.rfft(windows, scipy.fft.next_fast_len(2 * size), axis=1)
    back = scipy.fft.irfft(np.abs(spectrum) ** 2, axis=1)
    low, high = (round(lag * NET_GRID.fps) for lag in _LAGS_S)
    return np.asarray(back[:, low:high].max(axis=1) / np.maximum(back[:, 0], 1e-9))


def _wanders(harmony: Harmony, starts: NDArray[np.float64]) -> tuple[NDArray[np.float64], float]:
    """How much the harmony changes in .2 s, 0-1: in the 6 s from each start (s) on; in all."""
    chroma = harmony.chroma.astype(np.float64)
    lag = round(_WANDERS_S * CHROMA_GRID.fps)
    change = 1.0 - (chroma[:-lag] * chroma[lag:]).sum(axis=1)
    total = np.concatenate([[0.0], np.cumsum(change)])
    first = np.clip(CHROMA_GRID.frame(starts), 0, len(change) - 1)
    last = np.clip(CHROMA_GRID.frame(starts + WINDOW_S), first + 1, len(change))
    return np.asarray((total[last] - total[first]) / (last - first)), float(change.mean())
