"""What the Ear hears with: a beat net and the weights of what it concludes from it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from automapper.ear.activations import BeatSource
from automapper.ear.nets.tcn import TcnSource
from automapper.ear.weights import Weights, read_weights
from automapper.errors import WeightsError

NETS = Path(__file__).parent / "nets"


@dataclass(frozen=True, slots=True)
class Ears:
    """A ``source`` of activations (None: no net) and the ``weights`` that were fitted with it."""

    source: BeatSource | None
    weights: Weights

    def __post_init__(self) -> None:
        """Raises WeightsError for weights of a net without one, and the other way round."""
        if self.weights.needs_net and self.source is None:
            raise WeightsError("weights that were fitted with a net need one")
        if self.source is not None and not self.weights.needs_net:
            raise WeightsError("weights that were fitted without a net say nothing of one")


@lru_cache(maxsize=1)
def bare_ears() -> Ears:
    """Ears without a net."""
    return Ears(None, read_weights(NETS / "weights-without-net.json"))


@lru_cache(maxsize=1)
def shipped_ears() -> Ears:
    """The net and the weights in the package."""
    return Ears(TcnSource(), read_weights(NETS / "weights.json"))
