"""The tempo of a song that is followed beat by beat."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from automapper.ear.moving.tracked import in_octaves
from automapper.ear.sound.heard import Heard
from automapper.ear.tempo.answer import Tempo, alternatives, odds, of_readings
from automapper.ear.tempo.counts import Count, best_first, counts, recount
from automapper.ear.tempo.question import Question
from automapper.ear.tempo.steadiness import Comparison
from automapper.timing import TempoMap

_LEAST_GAIN, _MOST_GAIN = 1.05, 99.0  # that are told
_WILD = 0.05  # a tempo change, as a share, that neighbouring pieces of played music seldom make
_WILD_BEATS = 16  # a longer piece is no wild one


def moving_tempo(ask: Question, tracked: TempoMap, comparison: Comparison) -> Tempo | None:
    """The best count of a followed song, None where none lies in the wished range."""
    wish, factor = ask.wish, ask.wish.octave_factor
    found = _all_counts(ask, tracked)
    tempi = [_mean_bpm(ask.heard, count.tempo_map) for count in found]
    allowed = [i for i, bpm in enumerate(tempi) if wish.allows(bpm * float(factor))]
    if not allowed:
        return None
    found, tempi = [found[i] for i in allowed], [tempi[i] for i in allowed]
    shares = odds([count.score for count in found])
    best = recount(found[0].tempo_map, factor)
    if wish.offset is not None:
        best = recount(best, Fraction(1), best.beat(wish.offset))
    gain = min(comparison.gain, _MOST_GAIN)
    reason = f"the tempo moves: followed, the attacks make {gain:.1f} times the pulse of one tempo"
    if gain < _LEAST_GAIN:
        reason = "followed beat by beat, though one tempo explains the attacks about as well"
    certainty = comparison.live / (comparison.live + comparison.steady) * (1.0 - _wildness(best))
    return Tempo(
        best,
        "live",
        of_readings(tempi, shares, profile=certainty),
        (*wish.reasons, reason),
        alternatives(tempi, shares, tempi[0] * float(factor)),
    )


def _all_counts(ask: Question, tracked: TempoMap) -> list[Count]:
    """Counts of the song as it was followed, and as it is within each octave, best first."""
    heard = ask.heard
    found = counts(heard, tracked, ask.weights)
    for other in in_octaves(heard.novelty, heard.activations, tracked):
        found += counts(heard, other, ask.weights, (Fraction(1),))
    return best_first(found)


def _wildness(tempo_map: TempoMap) -> float:
    """Share of the beats that lie where one tempo jumps to the next: what chance looks like."""
    points = tempo_map.points
    total = max(float(points[-1].beat - points[0].beat), 1e-9)
    wild = sum(
        float(after.beat - before.beat)
        for before, after in pairwise(points)
        if abs(float(after.bpm / before.bpm) - 1.0) > _WILD
        and after.beat - before.beat < _WILD_BEATS
    )
    return min(1.0, wild / total)


def _mean_bpm(heard: Heard, tempo_map: TempoMap) -> float:
    return 60.0 * float(tempo_map.beat(heard.duration) - tempo_map.beat(0.0)) / heard.duration
