"""What is known of one keysound."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from automapper.bms.model import WavId


@dataclass(frozen=True, slots=True)
class SoundFeatures:
    """Measures of one decoded sample (mixed to mono, 44.1 kHz where it matters).

    ``duration_ms``; ``rms`` and ``peak`` of the whole, 0-1; ``attack`` the RMS of the loudest part
    of its beginning, 0-1; ``centroid`` / ``centroid_sd`` Hz over frames; ``flatness`` 0-1;
    ``low_ratio`` share of the energy below 200 Hz, 0-1; ``zero_crossing`` / ``zero_crossing_sd``
    crossings a sample, 0-1. ``content`` names the sample's bytes (hex digest).
    """

    duration_ms: float
    rms: float
    peak: float
    attack: float
    centroid: float
    centroid_sd: float
    flatness: float
    low_ratio: float
    zero_crossing: float
    zero_crossing_sd: float
    content: str


# A missing or broken sample is None: it stays unknown and is never played by hand.
SoundTable: TypeAlias = Mapping[WavId, SoundFeatures | None]
