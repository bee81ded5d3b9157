"""The tempo of a song: what a listener hears, what a user insists on, and how sure that is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from automapper.ear.heard import Heard
from automapper.ear.periodicity import Spectrum, fold_sharpness, refine, spectrum, strongest_pulse
from automapper.ear.pulse import TempoCandidate
from automapper.ear.readings import Reading, readings, related_tempi
from automapper.errors import ConfigError
from automapper.timing import TempoMap

Octave = Literal["auto", "half", "double"]
_FALLBACK_BPM = 120.0
_MIN_BPM, _MAX_BPM = 10.0, 1000.0
# A rounder tempo is taken when nobody could hear the difference at the song's end.
_INAUDIBLE_S = 0.004


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user says about the tempo; what is said is believed exactly.

    ``bpm`` beats per minute, ``offset`` the time of some beat in s, ``octave`` whether to take
    the tempo heard, half or double.
    """

    bpm: float | None = None
    offset: float | None = None
    octave: Octave = "auto"

    def __post_init__(self) -> None:
        if self.bpm is not None and not _MIN_BPM <= self.bpm <= _MAX_BPM:
            raise ConfigError(f"bpm must be {_MIN_BPM:.0f} to {_MAX_BPM:.0f}, not {self.bpm:g}")
        if self.offset is not None and not math.isfinite(self.offset):
            raise ConfigError(f"the offset must be a number of seconds, not {self.offset}")
        if self.octave not in ("auto", "half", "double"):
            raise ConfigError(f"octave must be auto, half or double, not {self.octave!r}")


@dataclass(frozen=True, slots=True)
class Tempo:
    """A tempo map whose beat 0 is any beat, with its profile, confidence and the other readings."""

    tempo_map: TempoMap
    profile: str
    confidence: float
    reasons: tuple[str, ...]
    alternatives: tuple[TempoCandidate, ...]


def find_tempo(heard: Heard, wish: Wish) -> Tempo:
    """The tempo of a song that holds one tempo; see :func:`automapper.ear.listen`."""
    shape = spectrum(heard.novelty)
    hz = strongest_pulse(shape)
    if wish.bpm is not None:
        tempi = [wish.bpm / 60.0]
    elif hz > 0.0:
        tempi = [_rounded(shape, other) for other in related_tempi(shape, refine(shape, hz))]
    else:
        tempi = [_FALLBACK_BPM / 60.0]
    found = readings(heard, shape, tempi, wish.offset)
    odds = np.exp(np.array([reading.score - found[0].score for reading in found]))
    odds /= odds.sum()
    best = _in_octave(heard, shape, found[0], wish)
    return Tempo(
        TempoMap.constant(round(best.bpm, 4), round(best.phase, 5)),
        "steady",
        float(odds[0]),
        _reasons(best, wish),
        _alternatives(found, odds, best),
    )


def _rounded(shape: Spectrum, hz: float) -> float:
    """A whole or half bpm in place of ``hz`` where the difference is inaudible."""
    for step in (1.0, 0.5):
        near = round(60.0 * hz / step) * step / 60.0
        if abs(near / hz - 1.0) * shape.seconds < _INAUDIBLE_S:
            sharp = fold_sharpness(shape, np.array([hz, near]))
            if sharp[1] > 0.98 * sharp[0]:
                return near
    return round(60.0 * hz, 4) / 60.0


def _in_octave(heard: Heard, shape: Spectrum, best: Reading, wish: Wish) -> Reading:
    if wish.octave == "auto" or wish.bpm is not None:
        return best
    if wish.octave == "double":
        return readings(heard, shape, [2.0 * best.hz], best.phase)[0]
    # Of every two beats either may be the one that stays.
    phases = [best.phase] if wish.offset is not None else [best.phase, best.phase + 1.0 / best.hz]
    both = [readings(heard, shape, [0.5 * best.hz], phase)[0] for phase in phases]
    return max(both, key=lambda reading: (reading.score, -reading.phase))


def _alternatives(
    found: list[Reading], odds: np.ndarray[tuple[int], np.dtype[np.float64]], best: Reading
) -> tuple[TempoCandidate, ...]:
    """The other tempi with the summed odds of their readings, best first."""
    shares: dict[float, float] = {}
    for reading, share in zip(found, odds, strict=True):
        bpm = round(reading.bpm, 4)
        if abs(bpm / best.bpm - 1.0) > 1e-3:
            shares[bpm] = shares.get(bpm, 0.0) + float(share)
    ranked = sorted(shares.items(), key=lambda item: (-item[1], item[0]))
    return tuple(TempoCandidate(bpm, share) for bpm, share in ranked)


def _reasons(best: Reading, wish: Wish) -> tuple[str, ...]:
    out = []
    if wish.bpm is not None:
        out.append(f"the tempo of {wish.bpm:g} bpm was given")
    if wish.offset is not None:
        out.append(f"a beat at {wish.offset:g} s was given")
    if wish.octave != "auto" and wish.bpm is None:
        out.append(f"{wish.octave} of the tempo heard was asked for")
    return tuple(out)
