"""What is asked of a song, with what was measured on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from automapper.ear.sound.heard import Heard
from automapper.ear.sound.periodicity import Spectrum
from automapper.ear.tempo.readings import Reading, readings
from automapper.ear.wish import Wish


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """A song with what is asked of it; ``weights`` of the evidence for a reading."""

    heard: Heard
    shape: Spectrum
    wish: Wish
    weights: tuple[float, ...]

    def readings(self, tempi: Sequence[float], phase: float | None) -> list[Reading]:
        """Readings with these tempi (Hz), best first; ``phase`` as of :func:`readings`."""
        return readings(self.heard, self.shape, tempi, self.weights, phase)
