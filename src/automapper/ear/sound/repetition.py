"""After how many beats of a count music comes back."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from automapper.ear.sound.heard import Heard

# Phrases are mostly of twice as many beats again and again: counted three for two, what should come
# back after eight beats comes back after six or twelve.
_PHRASES = ((8, 6), (16, 12), (32, 24))
REPETITION_EVIDENCE: tuple[str, ...] = tuple(
    f"repeated {what} after {twos} over {threes}"
    for what in ("rhythm", "harmony")
    for twos, threes in _PHRASES
)
_FEWEST = 8  # pairs of beats from which on a distance is judged
_PARTS = (0.0, 0.25, 0.5, 0.75)


def repetition(heard: Heard, beats: NDArray[np.float64], gaps: NDArray[np.float64]) -> list[float]:
    """A number per name in :data:`REPETITION_EVIDENCE` for beats at these times, s.

    ``gaps``: from each to the next, s. How much more alike beats are that lie 8, 16 and 32 apart
    than those 6, 12 and 24 apart, -2 to 2: as cosines of what is played in a beat, less what all
    beats have in common.
    """
    rhythm = [np.sqrt(heard.accent(beats + part * gaps)[:, :3]) for part in _PARTS]
    middle = beats + 0.5 * gaps
    tones = [heard.harmony.mean(beats, middle), heard.harmony.mean(middle, beats + gaps)]
    return [
        _alike(values, twos) - _alike(values, threes)
        for values in (_centred(rhythm), _centred(tones))
        for twos, threes in _PHRASES
    ]


def _centred(parts: list[NDArray[np.float64]]) -> NDArray[np.float64]:
    """The parts of each beat side by side, mean 0, of unit length in the mean."""
    values = np.concatenate(parts, axis=1)
    values = values - values.mean(axis=0)
    return np.asarray(values / (np.sqrt((values**2).sum(axis=1).mean()) + 1e-9))


def _alike(values: NDArray[np.float64], distance: int) -> float:
    if len(values) < distance + _FEWEST:
        return 0.0
    return float((values[distance:] * values[:-distance]).sum(axis=1).mean())
