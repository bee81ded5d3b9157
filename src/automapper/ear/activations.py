"""Where beats are likely: the one interface to every net that hears them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from automapper.audio import Waveform
from automapper.timing import FrameGrid

NET_GRID = FrameGrid(22050, 441)  # 50 frames/s, centred frames: every source answers on this grid
TEMPO_FRAMES = 25  # frames that share one answer about the tempo
# Classes of tempo: twelve an octave, the first stands for 30 bpm (as in models.beat_tcn).
TEMPO_CLASSES, TEMPO_LOWEST, TEMPO_PER_OCTAVE = 48, 30.0, 12


@dataclass(frozen=True, slots=True, eq=False)
class Activations:
    """Probability 0-1 that a beat / a downbeat stands at each frame of :data:`NET_GRID`.

    Arrays are float32, read-only, shape (frames,); a downbeat is a beat too. ``source`` names the
    net they come from. ``tempo``: probability of each class of tempo, a row for every
    :data:`TEMPO_FRAMES` frames, shape (rows, TEMPO_CLASSES); None from a net that says nothing of
    it.
    """

    beat: NDArray[np.float32]
    downbeat: NDArray[np.float32]
    source: str
    tempo: NDArray[np.float32] | None = None

    def __post_init__(self) -> None:
        if self.beat.shape != self.downbeat.shape or self.beat.ndim != 1:
            raise ValueError("activations are two arrays of shape (frames,)")
        for values in (self.beat, self.downbeat, self.tempo):
            if values is not None:
                values.setflags(write=False)

    def at(self, times: ArrayLike) -> NDArray[np.float64]:
        """(beat, downbeat) at times in s, linearly interpolated, shape (..., 2); 0 outside."""
        place = np.asarray(times, dtype=np.float64) * NET_GRID.fps
        index = np.arange(len(self.beat))
        return np.stack(
            [np.interp(place, index, v, left=0.0, right=0.0) for v in (self.beat, self.downbeat)],
            axis=-1,
        )

    def between(self, start: float, end: float) -> Activations:
        """The same, but nothing is heard before ``start`` and from ``end`` s on."""
        frames = np.arange(len(self.beat))
        inside = (frames >= NET_GRID.frame(start)) & (frames < NET_GRID.frame(end))
        beat, downbeat = (
            np.where(inside, v, 0.0).astype(np.float32) for v in (self.beat, self.downbeat)
        )
        return Activations(beat, downbeat, self.source, self.tempo)

    def excerpt(self, start: int, end: int) -> Activations:
        """The whole seconds from ``start`` to ``end`` s, as of a song of their own."""
        first, last = start * NET_GRID.fps, end * NET_GRID.fps + 1
        tempo = self.tempo
        if tempo is not None:
            tempo = tempo[first // TEMPO_FRAMES : -(-last // TEMPO_FRAMES)]
        return Activations(self.beat[first:last], self.downbeat[first:last], self.source, tempo)


class BeatSource(Protocol):
    """A net that hears beats; ``name`` is what users call it (tcn, beatnet, beatthis)."""

    @property
    def name(self) -> str:
        """Short name."""
        ...

    def __call__(self, waveform: Waveform) -> Activations:
        """Activations of a song; memory grows by less than 2 kB a second of sound."""
        ...
