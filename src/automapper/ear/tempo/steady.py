"""The tempo of a song that keeps to one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from automapper.ear.sound.periodicity import fold_sharpness, refine, strongest_pulse
from automapper.ear.tempo.answer import Tempo, alternatives, odds, of_readings
from automapper.ear.tempo.question import Question
from automapper.ear.tempo.readings import Reading, candidate_tempi
from automapper.ear.tempo.reasons import tempo_reasons
from automapper.timing import TempoMap

# A whole bpm is taken where the fold is nearly as sharp there: most music is made on one, and
# what pulls the sharpest fold aside by less is a passage that plays a little off the grid.
_WHOLE_SHARPNESS, _WHOLE_DRIFT_S = 0.75, 0.025
_HALF_SHARPNESS, _HALF_DRIFT_S = 0.97, 0.005
_SHORT_S = 60.0  # less music drifts less


def steady_tempi(ask: Question, hz: float) -> list[float]:
    """Tempi in Hz among which that of a song with a pulse of ``hz`` is chosen.

    All of them lie in the wished range, once the wished octave is taken.
    """
    allowed = [tempo for tempo in candidate_tempi(ask.heard, ask.shape, hz) if _fits(ask, tempo)]
    return [rounded(ask, tempo) for tempo in allowed] or [wished_tempo(ask, hz)]


def heard_in_range(ask: Question, hz: float) -> bool:
    """Whether the wished range has any of the tempi that a song with a pulse of ``hz`` may have."""
    if ask.wish.bpm_range is None:
        return True
    return any(_fits(ask, tempo) for tempo in candidate_tempi(ask.heard, ask.shape, hz))


def wished_tempo(ask: Question, hz: float) -> float:
    """``hz`` where the wished range has it, or else the strongest pulse there (its middle), Hz."""
    if ask.wish.bpm_range is None or _fits(ask, hz):
        return hz
    low, high = (bpm / float(ask.wish.octave_factor) for bpm in ask.wish.bpm_range)
    inside = strongest_pulse(ask.shape, low, high) or 0.5 * (low + high) / 60.0
    return float(np.clip(refine(ask.shape, inside, span=0.0005), low / 60.0, high / 60.0))


def steady_tempo(ask: Question, tempi: Sequence[float]) -> Tempo:
    """The best reading with one of the tempi (Hz), in the wished octave."""
    wish = ask.wish
    found = ask.readings(tempi, wish.offset)
    shares = odds([reading.score for reading in found])
    told = [reading.bpm for reading in found]
    best = found[0] if wish.bpm is not None else in_octave(ask, found[0])
    heard = tempo_reasons(found, shares, ask.weights) if best is found[0] and len(found) > 1 else ()
    bpm = wish.bpm if wish.bpm is not None else round(best.bpm, 4)
    origin = wish.offset if wish.offset is not None else round(best.phase, 5)
    return Tempo(
        TempoMap.constant(bpm, origin),
        "steady",
        of_readings(told, shares),
        (*wish.reasons, *heard),
        alternatives(told, shares, best.bpm),
    )


def rounded(ask: Question, hz: float) -> float:
    """A whole or half bpm in place of ``hz`` where the song fits it as well."""
    for step, sharpness, drift in (
        (1.0, _WHOLE_SHARPNESS, _WHOLE_DRIFT_S),
        (0.5, _HALF_SHARPNESS, _HALF_DRIFT_S),
    ):
        near = round(60.0 * hz / step) * step / 60.0
        drift *= min(1.0, ask.shape.seconds / _SHORT_S)
        if abs(near / hz - 1.0) * ask.shape.seconds < drift and _fits(ask, near):
            sharp = fold_sharpness(ask.shape, np.array([hz, near]))
            if sharp[1] > sharpness * sharp[0]:
                return near
    plain = round(60.0 * hz, 4) / 60.0
    return plain if _fits(ask, plain) else hz


def in_octave(ask: Question, best: Reading) -> Reading:
    """The reading in the wished octave."""
    wish = ask.wish
    if wish.octave == "auto":
        return best
    if wish.octave == "double":
        return ask.readings([2.0 * best.hz], best.phase)[0]
    # Of every two beats either may be the one that stays.
    phases = [best.phase] if wish.offset is not None else [best.phase, best.phase + 1.0 / best.hz]
    both = [ask.readings([0.5 * best.hz], phase)[0] for phase in phases]
    return max(both, key=lambda reading: (reading.score, -reading.phase))


def _fits(ask: Question, hz: float) -> bool:
    return ask.wish.allows(60.0 * hz * float(ask.wish.octave_factor))
