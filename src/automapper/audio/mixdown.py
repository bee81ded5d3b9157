"""Many channels -> one or two."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

# Gains into (left, right), after ITU-R BS.775: centre and surrounds 3 dB down. The low-frequency
# channel, which BS.775 leaves out, is kept 6 dB down: a chart follows the kick drum.
_CENTRE = 0.5**0.5
_GAINS: dict[str, tuple[float, float]] = {
    "FL": (1.0, 0.0),
    "FR": (0.0, 1.0),
    "FC": (_CENTRE, _CENTRE),
    "LFE": (0.5, 0.5),
    "BL": (_CENTRE, 0.0),
    "BR": (0.0, _CENTRE),
    "SL": (_CENTRE, 0.0),
    "SR": (0.0, _CENTRE),
    "FLC": (1.0, 0.3),
    "FRC": (0.3, 1.0),
    "BC": (0.5, 0.5),
    "DL": (1.0, 0.0),  # an existing stereo mix beside the surround channels
    "DR": (0.0, 1.0),
}
KNOWN_CHANNELS = frozenset(_GAINS)
_UNKNOWN = (0.5, 0.5)


def mix_down(block: NDArray[np.float32], channels: tuple[str, ...]) -> NDArray[np.float32]:
    """At most two channels: mono and stereo as they are, more by loudspeaker; (1 or 2, frames).

    The gains of each side sum to one, so that a full-scale input cannot clip.
    """
    if len(channels) <= 2:
        return block
    mixed = np.zeros((2, block.shape[1]), dtype=np.float32)
    for gains, channel in zip(_matrix(channels).T, block, strict=True):
        mixed += gains[:, None] * channel
    return mixed


@lru_cache(maxsize=16)
def _matrix(channels: tuple[str, ...]) -> NDArray[np.float32]:
    gains = np.array([_GAINS.get(name, _UNKNOWN) for name in channels], dtype=np.float32).T
    return np.asarray(gains / gains.sum(axis=1, keepdims=True), dtype=np.float32)
