"""The numbers that turn evidence into conclusions, and the files they are kept in."""

from __future__ import annotations

import json
from dataclasses import dataclass
from math import isfinite
from pathlib import Path

from automapper.ear.bars.signs import BAR_SIGNS, BAR_SIGNS_WITH_NET
from automapper.ear.tempo.reading_names import EVIDENCE, EVIDENCE_WITH_NET
from automapper.errors import WeightsError


@dataclass(frozen=True, slots=True)
class Weights:
    """Log odds that each piece of evidence is worth.

    ``readings``: for a tempo and a beat, one number per name in ``EVIDENCE`` (without a net) or
    ``EVIDENCE_WITH_NET``; ``bars``: for a bar line, one per name in ``BAR_SIGNS`` or
    ``BAR_SIGNS_WITH_NET``. Fitted by ``scripts/fit_ear_weights.py``.
    """

    readings: tuple[float, ...]
    bars: tuple[float, ...]

    @property
    def needs_net(self) -> bool:
        """Whether they weigh what a net hears."""
        return len(self.readings) == len(EVIDENCE_WITH_NET)


def read_weights(path: Path) -> Weights:
    """Weights from a JSON file ``{"readings": {name: number}, "bars": {name: number}}``.

    Raises :class:`WeightsError` for a file that is missing, damaged, or of another version.
    """
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        readings = {str(name): float(value) for name, value in kept["readings"].items()}
        bars = {str(name): float(value) for name, value in kept["bars"].items()}
        if not all(map(isfinite, (*readings.values(), *bars.values()))):
            raise ValueError("a weight is no number")
    except (
        OSError,
        ValueError,
        TypeError,
        KeyError,
        AttributeError,
        OverflowError,
        RecursionError,
    ) as error:
        raise WeightsError(f"{path}: holds no weights of the Ear ({error})") from None
    for names, signs in ((EVIDENCE, BAR_SIGNS), (EVIDENCE_WITH_NET, BAR_SIGNS_WITH_NET)):
        if set(readings) == set(names) and set(bars) == set(signs):
            return Weights(tuple(readings[n] for n in names), tuple(bars[n] for n in signs))
    raise WeightsError(f"{path}: its weights belong to another version; fit them again")


def weights_bytes(weights: Weights) -> bytes:
    """The file of some weights, readable and the same every time."""
    names = EVIDENCE_WITH_NET if weights.needs_net else EVIDENCE
    signs = BAR_SIGNS_WITH_NET if weights.needs_net else BAR_SIGNS
    kept = {
        "readings": dict(zip(names, weights.readings, strict=True)),
        "bars": dict(zip(signs, weights.bars, strict=True)),
    }
    return (json.dumps(kept, indent=1) + "\n").encode()
