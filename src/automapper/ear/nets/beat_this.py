"""Beat This! as a source of activations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from automapper.audio import BEAT_MEL, Waveform, log_mel
from automapper.ear.activations import Activations
from automapper.errors import WeightsError

Curve = NDArray[np.float32]
_TORCH = 'pip install ".[train]" in the checkout'


@dataclass(frozen=True, slots=True)
class BeatThisSource:
    """``run`` takes log-mel (frames, 128) and gives the probabilities of beat and downbeat."""

    run: Callable[[NDArray[np.float32]], tuple[Curve, Curve]]
    name: str = "beatthis"

    @classmethod
    def load(cls, checkpoint: Path, device: str = "auto") -> BeatThisSource:
        """From a checkpoint as the authors save theirs; needs torch and their package."""
        try:
            from automapper.models.beat_this import beat_runner
        except ImportError as error:
            raise WeightsError(f"Beat This! needs torch ({error}): {_TORCH}") from None
        return cls(beat_runner(checkpoint, device))

    def __call__(self, waveform: Waveform) -> Activations:
        """Activations of a song."""
        beat, downbeat = self.run(log_mel(waveform, BEAT_MEL).values)
        return Activations(beat, downbeat, self.name)
