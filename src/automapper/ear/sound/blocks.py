"""A song in pieces of a minute, so that memory does not grow with its length."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from automapper.audio import Waveform, resample

RATE = 44100  # every analysis of the Ear runs at this rate
BLOCK_SECONDS = 60
MARGIN_SECONDS = 1  # longer than any analysis window and than the resampler's filter
_WHOLE_SECONDS = 900  # songs up to this are brought to RATE once instead of in every analysis


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Whole seconds [start, end) of a song, with up to a second of its surroundings.

    ``samples``: mono float32 at 44100 Hz; its first sample stands at ``first`` s <= ``start``.
    Where the song ends inside the block, the samples end there too.
    """

    samples: NDArray[np.float32]
    first: int
    start: int
    end: int

    def frames(self, fps: int, total: int) -> slice:
        """Which of the song's ``total`` frames at ``fps`` this block owns."""
        return slice(self.start * fps, min(self.end * fps, total))

    def inside(self, fps: int, total: int) -> slice:
        """The same frames counted from the block's first sample."""
        own = self.frames(fps, total)
        return slice(own.start - self.first * fps, own.stop - self.first * fps)


def prepared(waveform: Waveform) -> Waveform:
    """The mono mix at 44100 Hz, where that costs little memory (160 MB); else as it is."""
    if waveform.seconds > _WHOLE_SECONDS:
        return waveform
    return resample(Waveform(waveform.mono()[None], waveform.sample_rate), RATE)


def frame_count(waveform: Waveform, fps: int) -> int:
    """Centred frames at ``fps`` that begin within the song: 1 + whole hops."""
    return 1 + int(waveform.samples.shape[1]) * fps // waveform.sample_rate


def blocks(waveform: Waveform) -> Iterator[Block]:
    """The mono mix at 44100 Hz, a minute at a time; every frame belongs to exactly one block."""
    rate = waveform.sample_rate
    total = int(waveform.samples.shape[1])
    seconds = total // rate + 1
    for start in range(0, seconds, BLOCK_SECONDS):
        end = min(start + BLOCK_SECONDS, seconds)
        first = max(0, start - MARGIN_SECONDS)
        piece = waveform.samples[:, first * rate : (end + MARGIN_SECONDS) * rate]
        mono = piece[0]
        if len(piece) > 1 or rate != RATE:
            mixed = Waveform(piece, rate).mono()
            # One spare sample: a resampler may return one less than the frame count needs.
            mono = resample(Waveform(mixed[None], rate), RATE).samples[0]
        wanted = -(-(piece.shape[1] * RATE) // rate)
        if wanted > len(mono):
            mono = np.pad(mono, (0, wanted - len(mono)))
        yield Block(mono, first, start, end)
