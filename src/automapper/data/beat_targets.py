"""What a beat net shall answer, frame by frame."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from automapper.audio import BEAT_MEL

FPS = BEAT_MEL.grid.fps
UNKNOWN = -100  # class of frames whose tempo nobody knows; torch's losses leave it out
_QUIET = 0.1  # mean log-mel over 2 s below which there is nothing to hear
_LOWEST, _PER_OCTAVE, _CLASSES = 30.0, 12, 48  # as in models.beat_tcn


@dataclass(frozen=True, slots=True, eq=False)
class Targets:
    """One stretch of a song, arrays of shape (frames,).

    ``beat`` and ``downbeat``: 1 on the frame nearest to one, else 0; ``known`` and ``known_bars``:
    1 where the first and the second count, 0 where nothing can be heard or is known; ``tempo``:
    class of the tempo, or ``UNKNOWN``.
    """

    beat: NDArray[np.float32]
    downbeat: NDArray[np.float32]
    known: NDArray[np.float32]
    known_bars: NDArray[np.float32]
    tempo: NDArray[np.int64]


def targets(
    mel: NDArray[np.floating],
    beats: NDArray[np.float64],
    downbeats: NDArray[np.float64],
    bars_known: bool,
) -> Targets:
    """Targets of features (frames, mels) whose beats and downbeats stand at frames (floats)."""
    count = len(mel)
    known = audible(mel)
    return Targets(
        beat=_marks(beats, count),
        downbeat=_marks(downbeats, count),
        known=known,
        known_bars=known if bars_known else np.zeros_like(known),
        tempo=tempo_classes(beats, known),
    )


def audible(mel: NDArray[np.floating]) -> NDArray[np.float32]:
    """1 on frames within a second of sound, 0 in silence, where no beat can be asked for."""
    level = mel.mean(axis=1, dtype=np.float32)
    total = np.concatenate([np.zeros(1), np.cumsum(level, dtype=np.float64)])
    low = np.clip(np.arange(len(level)) - FPS, 0, None)
    high = np.clip(np.arange(len(level)) + FPS + 1, None, len(level))
    loud = (total[high] - total[low]) / (high - low) > _QUIET
    return np.asarray(loud, dtype=np.float32)


def tempo_classes(beats: NDArray[np.float64], known: NDArray[np.float32]) -> NDArray[np.int64]:
    """Per frame the class of the beat length around it, from beats in frames."""
    out = np.full(len(known), UNKNOWN, dtype=np.int64)
    if len(beats) < 3:
        return out
    bpm = 60.0 * FPS / np.diff(beats)
    classes = np.rint(_PER_OCTAVE * np.log2(bpm / _LOWEST)).astype(np.int64)
    frames = np.arange(len(known))
    place = np.searchsorted(beats, frames, side="right") - 1
    inside = (place >= 0) & (place < len(classes)) & (known > 0)
    found = classes[np.clip(place, 0, len(classes) - 1)]
    right = inside & (found >= 0) & (found < _CLASSES)
    out[right] = found[right]
    return out


def _marks(frames: NDArray[np.float64], count: int) -> NDArray[np.float32]:
    out = np.zeros(count, dtype=np.float32)
    places = np.floor(frames + 0.5).astype(np.int64)
    out[places[(places >= 0) & (places < count)]] = 1.0
    return out
