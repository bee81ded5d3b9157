"""Sound as samples."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from automapper.errors import AudioError

# Energy of the mix over that of the loudest channel: -20 dB. Two channels that have nothing in
# common mix to half, one that is silent to a quarter.
CANCELLED = 0.01


@dataclass(frozen=True, slots=True, eq=False)
class Waveform:
    """``samples``: float32 in about -1..1, shape (channels, frames), read-only; rate in Hz."""

    samples: NDArray[np.float32]
    sample_rate: int

    def __post_init__(self) -> None:
        if self.samples.ndim != 2 or self.samples.dtype != np.float32:
            raise ValueError("samples are float32 of shape (channels, frames)")
        if not _all_finite(self.samples):
            raise AudioError("the audio holds samples that are not numbers (NaN or infinite)")
        self.samples.setflags(write=False)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Waveform)
            and self.sample_rate == other.sample_rate
            and np.array_equal(self.samples, other.samples)
        )

    __hash__ = None  # type: ignore[assignment]  # large values are not dictionary keys

    @property
    def channels(self) -> int:
        """How many channels."""
        return int(self.samples.shape[0])

    @property
    def seconds(self) -> float:
        """Length, s."""
        return int(self.samples.shape[1]) / self.sample_rate

    def mono(self) -> NDArray[np.float32]:
        """Mean of the channels, shape (frames,); the loudest alone where they cancel each other."""
        if self.channels == 1:
            return np.asarray(self.samples[0], dtype=np.float32)
        mixed = np.asarray(self.samples.mean(axis=0), dtype=np.float32)
        energy = [float(np.vdot(channel, channel)) for channel in self.samples]
        if float(np.vdot(mixed, mixed)) >= CANCELLED * max(energy):
            return mixed
        return np.asarray(self.samples[int(np.argmax(energy))], dtype=np.float32)


def _all_finite(samples: NDArray[np.float32]) -> bool:
    """Piece by piece: one mask over an hour of sound would cost a quarter of its memory."""
    step = 1 << 20
    pieces = range(0, samples.shape[1], step)
    return all(bool(np.isfinite(samples[:, at : at + step]).all()) for at in pieces)
