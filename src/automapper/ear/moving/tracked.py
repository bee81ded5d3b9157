"""The tempo map of a song that is followed beat by beat."""

from __future__ import annotations

import numpy as np

from automapper.ear.activations import Activations
from automapper.ear.moving.live import follow
from automapper.ear.moving.pieces import tempo_pieces
from automapper.ear.sound.novelty import Novelty
from automapper.timing import TempoMap

_MIN_BEATS = 16  # for a song to be followed
# Tempi that lie farther apart (log of the ratio of the 95th to the 5th percentile) are seldom all
# played: somewhere the count changes. Of 80 rendered songs that move 8 are followed like that, of
# 48 charted ones 10.
_WIDE = 0.4
_LONGEST_S = 900.0  # what is longer is a mix of songs, whose tempi do lie apart
_LOWEST, _HIGHEST = 52.0, 246.0  # bpm that are followed
_OCTAVES = tuple(_LOWEST * 2 ** (half / 2) for half in range(4))  # bpm where they begin


def track(
    curve: Novelty,
    activations: Activations | None = None,
    span: tuple[float, float] | None = None,
) -> TempoMap | None:
    """The tempi of a song as it is played, within ``span`` (bpm) if that is given.

    None for a song of too few beats to be followed.
    """
    found = follow(curve, activations, span)
    if len(found.beats) < _MIN_BEATS:
        return None
    return tempo_pieces(found.beats, gaps=found.gaps)


def in_octaves(
    curve: Novelty, activations: Activations | None, tracked: TempoMap
) -> list[TempoMap]:
    """The song followed anew within one octave at a time, where ``tracked`` leaps between them.

    Followed at all tempi, a song whose halves are heard as well is counted now so, now so; within
    an octave it can't be.
    """
    if curve.seconds > _LONGEST_S or _spread(tracked, curve.start + curve.seconds) <= _WIDE:
        return []
    spans = [(low, min(2 * low, _HIGHEST)) for low in _OCTAVES]
    found = [track(curve, activations, span) for span in spans]
    return [tempo_map for tempo_map in found if tempo_map is not None]


def _spread(tracked: TempoMap, end: float) -> float:
    """Log of the ratio of fast to slow tempi until ``end`` s, weighed by their beats."""
    edges = [*(float(point.beat) for point in tracked.points), float(tracked.beat(end))]
    beats = np.maximum(np.diff(edges), 0.0)
    tempi = np.log([float(point.bpm) for point in tracked.points])
    order = np.argsort(tempi)
    place = np.cumsum(beats[order]) / max(float(beats.sum()), 1e-9)
    low, high = np.searchsorted(place, (0.05, 0.95)).clip(0, len(order) - 1)
    return float(tempi[order[high]] - tempi[order[low]])
