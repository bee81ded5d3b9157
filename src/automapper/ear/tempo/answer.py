"""What is said of a song's tempo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from automapper.ear.pulse import Confidences, TempoCandidate
from automapper.timing import TempoMap

SAME_TEMPO = 1e-3  # share by which two tempi differ at most that are told as one


@dataclass(frozen=True, slots=True)
class Tempo:
    """A tempo map whose beat 0 is any beat, with its profile, confidences and other readings.

    ``breaks``: the times (s, rising) of the beats from which on the song is counted anew.
    """

    tempo_map: TempoMap
    profile: str
    confidences: Confidences
    reasons: tuple[str, ...]
    alternatives: tuple[TempoCandidate, ...]
    breaks: tuple[float, ...] = ()

    @property
    def confidence(self) -> float:
        """How sure the beats are, 0-1."""
        return self.confidences.pulse


def same_tempo(tempo: float, other: float) -> bool:
    """Whether two tempi, both in bpm or both in Hz, would be told as one."""
    return abs(tempo / other - 1.0) <= SAME_TEMPO


def odds(scores: Sequence[float]) -> list[float]:
    """Shares 0-1 of readings from their log odds; they sum to 1."""
    if not scores:
        return []
    shares = np.exp(np.array(scores) - max(scores))
    return [float(share) for share in shares / shares.sum()]


def of_readings(
    tempi: Sequence[float], shares: Sequence[float], index: int = 0, profile: float = 1.0
) -> Confidences:
    """How sure one of the readings is: of tempi in bpm or Hz, with their shares 0-1.

    ``profile``: how sure it is that the song keeps to one tempo, or does not.
    """
    chosen = tempi[index]
    same = sum(share for own, share in zip(tempi, shares, strict=True) if same_tempo(own, chosen))
    return Confidences(profile, min(same, 1.0), shares[index] / max(same, 1e-12))


def alternatives(
    tempi: Sequence[float], shares: Sequence[float], chosen: float
) -> tuple[TempoCandidate, ...]:
    """The tempi (bpm) other than the chosen one with the summed shares of their readings."""
    total: dict[float, float] = {}
    for bpm, share in zip(tempi, shares, strict=True):
        if not same_tempo(bpm, chosen):
            key = round(bpm, 4)
            total[key] = total.get(key, 0.0) + share
    ranked = sorted(total.items(), key=lambda item: (-item[1], item[0]))
    return tuple(TempoCandidate(bpm, share) for bpm, share in ranked)
