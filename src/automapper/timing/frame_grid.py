"""The one place where frames become seconds and back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, slots=True)
class FrameGrid:
    """Analysis frames of an audio signal: frame ``i`` is centred at ``i * hop / sample_rate`` s.

    ``hop`` must give whole frames per second (22050/441 = 50, 44100/441 = 100), so that frame
    times are exact in decimal; otherwise ``ValueError``.
    """

    sample_rate: int
    hop: int

    def __post_init__(self) -> None:
        if self.sample_rate <= 0 or self.hop <= 0:
            raise ValueError("sample rate and hop must be positive")
        if self.sample_rate % self.hop:
            raise ValueError(f"{self.sample_rate}/{self.hop} is not a whole number of frames/s")

    @property
    def fps(self) -> int:
        """Frames per second."""
        return self.sample_rate // self.hop

    def seconds(self, frame: ArrayLike) -> NDArray[np.float64]:
        """Centre of frame(s), s."""
        return np.asarray(frame, dtype=np.float64) / self.fps

    def frame(self, seconds: ArrayLike) -> NDArray[np.int64]:
        """Frame(s) nearest to a time in s; half a frame rounds up, nothing is floored."""
        return np.floor(np.asarray(seconds, dtype=np.float64) * self.fps + 0.5).astype(np.int64)
