"""Beats of a song whose tempo moves."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from automapper.ear.activations import Activations
from automapper.ear.moving.beat_evidence import evidence
from automapper.ear.moving.beat_path import beat_path
from automapper.ear.moving.counting import even_count
from automapper.ear.moving.settling import heard_span, settle
from automapper.ear.sound.novelty import Novelty

_SHORTEST_S = 2.0
_CLOSEST_S = 0.1  # between two beats


def follow(curve: Novelty, activations: Activations | None = None) -> NDArray[np.float64]:
    """Beat times in s of a song with a moving tempo, increasing; empty for very short songs.

    The likeliest path of tempo and phase under what a net and the attacks say, then each beat on
    the attack it means, as smooth as the playing is.
    """
    if curve.seconds < _SHORTEST_S:
        return np.zeros(0)
    rough = beat_path(evidence(curve, activations))
    if activations is not None:
        rough = even_count(rough, activations)
    beats = _apart(settle(curve, rough))
    return np.asarray(beats[heard_span(curve, beats)])


def _apart(beats: NDArray[np.float64]) -> NDArray[np.float64]:
    """The beats without those that come too soon after the last one kept, or before it."""
    kept: list[float] = []
    for beat in beats.tolist():
        if not kept or beat - kept[-1] > _CLOSEST_S:
            kept.append(beat)
    return np.array(kept)
