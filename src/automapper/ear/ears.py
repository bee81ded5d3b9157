"""What the Ear hears with: a beat net and the weights of what it concludes from it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from automapper.ear.activations import BeatSource
from automapper.ear.readings_weights import WEIGHTS


@dataclass(frozen=True, slots=True)
class Ears:
    """A ``source`` of activations (None: no net) and the weights of the evidence for a reading.

    ``weights``: one number per name in :data:`automapper.ear.readings_weights.EVIDENCE` (without
    a net) or in ``EVIDENCE_WITH_NET``; they belong to the source they were fitted with.
    """

    source: BeatSource | None
    weights: tuple[float, ...]


BARE_EARS = Ears(None, WEIGHTS)


@lru_cache(maxsize=1)
def shipped_ears() -> Ears:
    """The net and the weights in the package."""
    return BARE_EARS
