"""Readings of a steady song: which tempo, and which of the moments in a beat is the beat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray

from automapper.ear.sound.heard import Heard
from automapper.ear.sound.net_evidence import net_evidence, net_phase, net_pulse
from automapper.ear.sound.periodicity import Spectrum, fold, fold_peak, refine
from automapper.ear.sound.repetition import repetition
from automapper.ear.tempo.answer import same_tempo

# What a listener may confuse: octaves, triplets against duplets, dotted notes against straight.
RATIOS = (1.0, 1 / 2, 2.0, 2 / 3, 3 / 2, 4 / 3, 3 / 4, 1 / 3)
MIN_BPM, MAX_BPM = 50.0, 300.0
PARTS = (1.0, 2.0, 4.0, 0.5, 3.0)  # the beat, its halves, quarters; two beats; thirds
_PLACES = 4  # the beat may be any quarter of the period
_REACH = 0.03  # share of a period within which the sharpest moment is taken
_APART_S = 0.01  # from the quarters, for a moment that a net names: else it is the same attack
_FLOOR = 1e-3


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A tempo in Hz and the time of some beat in s (0 <= phase < 1/hz), with its evidence.

    ``score`` is the log of its odds up to a constant; readings of one song compare by it.
    """

    hz: float
    phase: float
    score: float
    evidence: NDArray[np.float64]

    @property
    def bpm(self) -> float:
        """Beats per minute."""
        return 60.0 * self.hz


def readings(
    heard: Heard,
    spectrum: Spectrum,
    tempi: Sequence[float],
    weights: Sequence[float],
    phase: float | None = None,
) -> list[Reading]:
    """All readings with one of the ``tempi`` (Hz, taken as they are), best first.

    Without ``phase`` (time of a beat, s) each tempo has four: the sharpest moment of its fold and
    the three that lie quarters of a beat from it; and the one at which a net hears most beats,
    which in swung music may be none of these.
    """
    start, end = heard.span
    found = []
    for hz in tempi:
        for moment in _phases(heard, 1.0 / hz) if phase is None else (phase % (1.0 / hz),):
            first = max(0, ceil((start - moment) * hz))
            last = int((end - moment) * hz) - 1
            beats = moment + np.arange(first + 1, max(last, first + 3)) / hz
            evidence = gather(heard, beats, spectrum.at(np.array(PARTS) * hz))
            found.append(Reading(hz, moment, score(evidence, weights), evidence))
    return sorted(found, key=lambda reading: (-reading.score, reading.hz, reading.phase))


def candidate_tempi(heard: Heard, spectrum: Spectrum, hz: float) -> list[float]:
    """Tempi in Hz that a song may have: ``hz``, what the net hears, what both may be taken for.

    Each is refined by itself; slowest first.
    """
    found: list[float] = []
    pulses = [hz]
    if heard.activations is not None and (pulse := net_pulse(heard.activations)) > 0.0:
        pulses.append(refine(spectrum, pulse))
    for pulse in pulses:
        for other in related_tempi(spectrum, pulse):
            if not any(same_tempo(other, known) for known in found):
                found.append(other)
    return sorted(found)


def related_tempi(spectrum: Spectrum, hz: float) -> list[float]:
    """``hz`` and what it may be confused with, refined each by itself, in Hz."""
    inside = [ratio * hz for ratio in RATIOS if MIN_BPM <= 60 * ratio * hz < MAX_BPM]
    return [refine(spectrum, other, span=0.0005) for other in inside]


def _phases(heard: Heard, period: float) -> list[float]:
    folded = fold(heard.novelty, period)
    sharpest = (int(folded.argmax()) + 0.5) / len(folded)
    places = [sharpest + place / _PLACES for place in range(_PLACES)]
    found = [fold_peak(folded, place, reach=_REACH) for place in places]
    if heard.activations is not None:
        own = fold_peak(folded, net_phase(heard.activations, period), reach=_REACH)
        off = np.abs((own - np.array(found) + 0.5) % 1.0 - 0.5)
        if float(off.min()) * period > _APART_S:
            found.append(own)
    return [place * period for place in found]


def gather(
    heard: Heard, beats: NDArray[np.float64], strengths: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The evidence for beats at these times (s, evenly or not), a number per name in EVIDENCE.

    ``strengths``: how much of a pulse 0-1 the song has at ``PARTS`` of this count.
    """
    gaps = np.gradient(beats)
    octaves = float(np.log2(60.0 / np.median(gaps) / 150.0))
    values = [octaves, octaves**2, max(0.0, octaves) ** 2]
    places = [beats + place * gaps / _PLACES for place in range(_PLACES)]
    quarters = np.stack([heard.accent(times) for times in places])
    values += _contrasts(quarters)
    values += _alternation(quarters[0])
    change = np.stack([heard.harmony.change(times, gaps) for times in places])[..., None]
    values += _contrasts(change) + _alternation(change[0])
    values += [_log(float(strength)) for strength in strengths]
    values += repetition(heard, beats, gaps)
    if heard.activations is not None:
        values += net_evidence(heard.activations, beats, gaps)
    return np.array(values)


def score(evidence: NDArray[np.float64], weights: Sequence[float]) -> float:
    """Log odds of a reading up to a constant of the song."""
    return float(evidence @ np.array(weights))


def _contrasts(quarters: NDArray[np.float64]) -> list[float]:
    """Beat over half, beat over quarters, half over quarters for each register, as logs.

    ``quarters``: shape (4 places, beats, registers).
    """
    mean = quarters.mean(axis=1)
    odd = 0.5 * (mean[1] + mean[3])
    pairs = [(mean[0], mean[2]), (mean[0], odd), (mean[2], odd)]
    return [_log(a[r]) - _log(b[r]) for r in range(mean.shape[1]) for a, b in pairs]


def _alternation(beats: NDArray[np.float64]) -> list[float]:
    """How unlike every other beat is, and the beats two apart in a four, per register."""
    out = []
    for r in range(beats.shape[1]):
        two = [float(beats[i::2, r].mean()) for i in range(2)]
        four = [float(beats[i::4, r].mean()) if len(beats) > i else 0.0 for i in range(4)]
        out.append(abs(_log(two[0]) - _log(two[1])))
        out.append(abs(_log(four[0]) - _log(four[2])) + abs(_log(four[1]) - _log(four[3])))
    return out


def _log(value: float) -> float:
    return float(np.log(value + _FLOOR))
