"""Pulses whose beats are given."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from automapper.ear import Pulse, listen
from automapper.timing import Meter, TempoMap, TempoPoint
from render import band, steady_beats


@lru_cache(maxsize=1)
def heard() -> Pulse:
    return listen(band(steady_beats(128, 0.5, 20)).waveform)


def pulse_of(beats: NDArray[np.float64], meter: int = 4, first: int = 0) -> Pulse:
    """A pulse with these beats; the map only has to say that the tempo moves."""
    points = (TempoPoint(Fraction(0), Fraction(120)), TempoPoint(Fraction(4), Fraction(121)))
    return replace(
        heard(),
        tempo_map=TempoMap(points),
        meter=Meter(meter),
        beats=beats,
        downbeats=beats[first::meter],
        profile="live",
    )
