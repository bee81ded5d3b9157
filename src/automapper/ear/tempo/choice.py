"""The tempo of a song: what a listener hears, what a user insists on, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from automapper.ear.activations import Activations
from automapper.ear.moving.live import follow
from automapper.ear.moving.pieces import tempo_pieces
from automapper.ear.pulse import TempoCandidate
from automapper.ear.sound.heard import Heard
from automapper.ear.sound.net_evidence import at_beats
from automapper.ear.sound.periodicity import (
    Spectrum,
    fold_sharpness,
    refine,
    spectrum,
    strongest_pulse,
)
from automapper.ear.tempo.readings import Reading, candidate_tempi, readings
from automapper.ear.tempo.reasons import tempo_reasons
from automapper.ear.tempo.steadiness import Comparison, chance_pulse, compare
from automapper.ear.tempo.varying import Count, counts, recount, whole_beats
from automapper.ear.wish import Wish
from automapper.timing import TempoMap

_FALLBACK_BPM = 120.0
# A whole bpm is taken where the fold is nearly as sharp there: most music is made on one, and
# what pulls the sharpest fold aside by less is a passage that plays a little off the grid.
_WHOLE_SHARPNESS, _WHOLE_DRIFT_S = 0.75, 0.025
_HALF_SHARPNESS, _HALF_DRIFT_S = 0.97, 0.005
_MIN_BEATS = 16  # for a song to be followed, or its pulse to be believed
# Against attacks at random times: white noise stands at 1.6-2.3 under its best steady count and at
# 3.8 when followed; the weakest charted song at 5.3, the next at 11.
_STEADY_PULSE, _LIVE_PULSE = 3.0, 6.0
# Where a net hears next to no beats on the count (.23 at most in speech, .41 in noise, .43 at least
# in charted songs) the pulse must be this much clearer: speech stands at 5.3 and 10.
# Where it hears most of them a pulse is there, however soft the attacks.
_NET_SILENT, _NET_DOUBT = 0.35, 2.5
_NET_SURE, _NET_TRUST = 0.5, 0.5
_BUSY, _BUSY_GAIN = 0.125, 2.0  # tempi a beat; how much more they must explain than one tempo
# How much more of the net's beats the followed count must meet to be believed against the attacks,
# with what little these must say for it; a tempo for every bar must meet more of them.
_CLEARER, _CLEARER_GAIN, _CLEARER_SHARE = 1.3, 1.1, 0.5
_BUSY_CLEARER = 1.5
_LOST, _BETTER_ALONE = 0.5, 2.5  # share of a song explained; gain that shows the net misleads
_MOST_GAIN = 99.0  # that is told
_WILD = 0.05  # a tempo change, as a share, that neighbouring pieces of played music seldom make


@dataclass(frozen=True, slots=True)
class Tempo:
    """A tempo map whose beat 0 is any beat, with its profile, confidence and other readings."""

    tempo_map: TempoMap
    profile: str
    confidence: float
    reasons: tuple[str, ...]
    alternatives: tuple[TempoCandidate, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Question:
    """A song with what is asked of it; ``weights`` of the evidence for a reading."""

    heard: Heard
    shape: Spectrum
    wish: Wish
    weights: tuple[float, ...]

    def readings(self, tempi: Sequence[float], phase: float | None) -> list[Reading]:
        """Readings with these tempi (Hz), best first."""
        return readings(self.heard, self.shape, tempi, self.weights, phase)


def find_tempo(heard: Heard, wish: Wish, weights: tuple[float, ...]) -> Tempo:
    """The tempo of a song, steady or moving; see :func:`automapper.ear.listen`."""
    ask = _Question(heard, spectrum(heard.novelty), wish, weights)
    if wish.bpm is not None:
        return _steady(ask, [wish.bpm / 60.0])
    hz = strongest_pulse(ask.shape)
    if hz <= 0.0:
        return _without_pulse(_steady(ask, [_FALLBACK_BPM / 60.0]))
    hz = refine(ask.shape, hz)
    tracked, comparison = _compare(heard, hz)
    chance = chance_pulse(heard.novelty)
    steady = _steady(ask, [_rounded(ask.shape, tempo) for tempo in _tempi(ask, hz)])
    if tracked is not None and _moves(ask, (tracked, steady.tempo_map), comparison, chance):
        return _varying(ask, tracked, comparison)
    least = _STEADY_PULSE * chance * _doubt(heard, steady.tempo_map)
    if comparison.steady < least or heard.duration * hz < _MIN_BEATS:
        return _without_pulse(steady)
    share = f"{100 * comparison.share:.0f} % of the song keeps to one tempo"
    # A song half of which says something else is a guess, however good the rest.
    certainty = steady.confidence * min(1.0, 0.4 + 0.6 * comparison.share)
    return Tempo(
        steady.tempo_map, "steady", certainty, (*steady.reasons, share), steady.alternatives
    )


def _moves(
    ask: _Question, counted: tuple[TempoMap, TempoMap], comparison: Comparison, chance: float
) -> bool:
    """Whether the song is taken as followed; a pulse must be there even where that was asked.

    ``counted``: as followed, and steadily.
    """
    heard, (tracked, steady) = ask.heard, counted
    first, last = tracked.beat(0.0), tracked.beat(heard.duration)
    busy = len(tracked.points) > _BUSY * float(last - first)
    more = _BUSY_CLEARER if busy else _CLEARER
    clearer = _met(heard, tracked) > more * _met(heard, steady)
    # A tempo for every bar follows the noise of any playing: it must explain far more.
    varies = comparison.varies and (not busy or comparison.gain > _BUSY_GAIN or clearer)
    varies |= clearer and (comparison.gain > _CLEARER_GAIN or comparison.share < _CLEARER_SHARE)
    wanted = ask.wish.profile == "live" or (ask.wish.profile == "auto" and varies)
    return wanted and comparison.live >= _LIVE_PULSE * chance * _doubt(heard, tracked)


def _doubt(heard: Heard, counted: TempoMap) -> float:
    """Factor on the pulse that is asked for, by what a net hears where the beats are; 1 without."""
    if heard.activations is None:
        return 1.0
    met = _met(heard, counted)
    return _NET_DOUBT if met < _NET_SILENT else _NET_TRUST if met > _NET_SURE else 1.0


def _met(heard: Heard, counted: TempoMap) -> float:
    """Mean activation 0-1 at the beats of a count; 0 without a net."""
    if heard.activations is None:
        return 0.0
    beats = counted.seconds_array(np.array(whole_beats(counted, heard.duration)))
    found = at_beats(heard.activations.beat, beats)
    # Counted twice as fast as the net does, every other beat is still one.
    return max(float(found[place::2].mean()) for place in range(min(2, len(found))))


def _tempi(ask: _Question, hz: float) -> list[float]:
    """Tempi in Hz among which the song's is chosen, all of them in the wished range."""
    found = candidate_tempi(ask.heard, ask.shape, hz)
    allowed = [tempo for tempo in found if ask.wish.allows(60.0 * tempo)]
    if allowed or ask.wish.bpm_range is None:
        return allowed
    low, high = ask.wish.bpm_range
    inside = strongest_pulse(ask.shape, low, high) or 0.5 * (low + high) / 60.0
    return [refine(ask.shape, inside, span=0.0005)]


def _compare(heard: Heard, hz: float) -> tuple[TempoMap | None, Comparison]:
    """Follow the song, and judge the result against one tempo of ``hz``."""
    followed = _followed(heard, hz, heard.activations)
    if heard.activations is None or followed[1].share >= _LOST:
        return followed
    # Neither the tempo nor the net explains the song: free playing, of which it may know nothing.
    alone = _followed(heard, hz, None)
    return alone if alone[1].live > _BETTER_ALONE * followed[1].live else followed


def _followed(
    heard: Heard, hz: float, activations: Activations | None
) -> tuple[TempoMap | None, Comparison]:
    def steady(seconds: NDArray[np.float64]) -> NDArray[np.float64]:
        return seconds * hz

    beats = follow(heard.novelty, activations)
    beats = beats[np.concatenate([[True], np.diff(beats) > 0.1])] if len(beats) else beats
    if len(beats) < _MIN_BEATS:
        return None, compare(heard.novelty, steady, steady)
    tracked = tempo_pieces(beats)
    return tracked, compare(heard.novelty, steady, tracked.beats_array)


def _steady(ask: _Question, tempi: Sequence[float]) -> Tempo:
    wish = ask.wish
    found = ask.readings(tempi, wish.offset)
    odds = _odds([reading.score for reading in found])
    best = found[0] if wish.bpm is not None else _in_octave(ask, found[0])
    tempi_heard = [reading.bpm for reading in found]
    heard = tempo_reasons(found, odds, ask.weights) if best is found[0] and len(found) > 1 else ()
    bpm = wish.bpm if wish.bpm is not None else round(best.bpm, 4)
    origin = wish.offset if wish.offset is not None else round(best.phase, 5)
    return Tempo(
        TempoMap.constant(bpm, origin),
        "steady",
        float(odds[0]),
        (*wish.reasons, *heard),
        _alternatives(tempi_heard, odds, best.bpm),
    )


def _varying(ask: _Question, tracked: TempoMap, comparison: Comparison) -> Tempo:
    heard, wish = ask.heard, ask.wish
    found = counts(heard, tracked, ask.weights)
    found = [count for count in found if wish.allows(_mean_bpm(heard, count))] or found
    odds = _odds([count.score for count in found])
    best = found[0].tempo_map if found else tracked
    if wish.octave != "auto":
        best = recount(best, Fraction(2) if wish.octave == "double" else Fraction(1, 2))
    if wish.offset is not None:
        best = recount(best, Fraction(1), best.beat(wish.offset))
    tempi = [_mean_bpm(heard, count) for count in found]
    gain = min(comparison.gain, _MOST_GAIN)
    reason = f"the tempo moves: followed, the attacks make {gain:.1f} times the pulse of one tempo"
    certainty = comparison.live / (comparison.live + comparison.steady) * (1.0 - _wildness(best))
    return Tempo(
        best,
        "varying",
        float(odds[0]) * certainty if found else 0.0,
        (*wish.reasons, reason),
        _alternatives(tempi, odds, tempi[0]) if found else (),
    )


def _wildness(tempo_map: TempoMap) -> float:
    """Share of the beats that lie where one tempo jumps to the next: what chance looks like."""
    points = tempo_map.points
    total = max(float(points[-1].beat - points[0].beat), 1e-9)
    wild = sum(
        float(after.beat - before.beat)
        for before, after in pairwise(points)
        if abs(float(after.bpm / before.bpm) - 1.0) > _WILD and after.beat - before.beat < 16
    )
    return min(1.0, wild / total)


def _without_pulse(tempo: Tempo) -> Tempo:
    reasons = ("nothing in it keeps a beat: the tempo is a guess",)
    return Tempo(tempo.tempo_map, "none", 0.0, reasons, tempo.alternatives)


def _mean_bpm(heard: Heard, count: Count) -> float:
    tempo_map = count.tempo_map
    beats = float(tempo_map.beat(heard.duration) - tempo_map.beat(0.0))
    return 60.0 * beats / heard.duration


def _rounded(shape: Spectrum, hz: float) -> float:
    """A whole or half bpm in place of ``hz`` where the song fits it as well."""
    for step, sharpness, drift in (
        (1.0, _WHOLE_SHARPNESS, _WHOLE_DRIFT_S),
        (0.5, _HALF_SHARPNESS, _HALF_DRIFT_S),
    ):
        near = round(60.0 * hz / step) * step / 60.0
        if abs(near / hz - 1.0) * shape.seconds < drift:
            sharp = fold_sharpness(shape, np.array([hz, near]))
            if sharp[1] > sharpness * sharp[0]:
                return near
    return round(60.0 * hz, 4) / 60.0


def _in_octave(ask: _Question, best: Reading) -> Reading:
    wish = ask.wish
    if wish.octave == "auto":
        return best
    if wish.octave == "double":
        return ask.readings([2.0 * best.hz], best.phase)[0]
    # Of every two beats either may be the one that stays.
    phases = [best.phase] if wish.offset is not None else [best.phase, best.phase + 1.0 / best.hz]
    both = [ask.readings([0.5 * best.hz], phase)[0] for phase in phases]
    return max(both, key=lambda reading: (reading.score, -reading.phase))


def _odds(scores: list[float]) -> list[float]:
    """Shares 0-1 of readings from their log odds."""
    if not scores:
        return []
    shares = np.exp(np.array(scores) - max(scores))
    return [float(share) for share in shares / shares.sum()]


def _alternatives(
    tempi: list[float], odds: list[float], chosen: float
) -> tuple[TempoCandidate, ...]:
    """The tempi that were not chosen with the summed shares of their readings, best first."""
    shares: dict[float, float] = {}
    for bpm, share in zip(tempi, odds, strict=True):
        if abs(bpm / chosen - 1.0) > 1e-3:
            key = round(bpm, 4)
            shares[key] = shares.get(key, 0.0) + share
    ranked = sorted(shares.items(), key=lambda item: (-item[1], item[0]))
    return tuple(TempoCandidate(bpm, share) for bpm, share in ranked)
