"""The count of a song whose tempo moves: which multiple of the tracked beats is the beat."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from automapper.ear.sound.heard import Heard
from automapper.ear.tempo.reading_names import EVIDENCE_WITH_NET
from automapper.ear.tempo.readings import MAX_BPM, MIN_BPM, PARTS, gather, score
from automapper.ear.tempo.steadiness import part_strength
from automapper.timing import TempoMap, TempoPoint

# Counts, and into how many parts each divides its beat to find where the beat may be: of beats
# counted in thirds the first of three is one.
_RATIOS = {
    Fraction(1): 4,
    Fraction(1, 2): 4,
    Fraction(2): 4,
    Fraction(1, 3): 3,
    Fraction(2, 3): 3,
    Fraction(3, 2): 4,
}
# How much more the tempo that a net names weighs than in songs of one tempo, whose attacks know
# better: of 51 rendered songs with drift, accelerando and rubato F rose from .935 to .956.
_MOVING_NET_TEMPO = 2.0
_NET_TEMPO = EVIDENCE_WITH_NET.index("net tempo")


@dataclass(frozen=True, slots=True)
class Count:
    """One way to count a tracked song; ``score`` is its log odds up to a constant."""

    tempo_map: TempoMap
    ratio: Fraction
    score: float


def recount(tempo_map: TempoMap, ratio: Fraction, shift: Fraction = Fraction(0)) -> TempoMap:
    """The same times counted ``ratio`` times as fast, with beat ``shift`` of the old count as 0."""
    points = tuple(
        TempoPoint((point.beat - shift) * ratio, point.bpm * ratio) for point in tempo_map.points
    )
    return TempoMap(points, tempo_map.seconds(shift))


def whole_beats(tempo_map: TempoMap, duration: float) -> range:
    """Numbers of the beats at or after 0 s and before ``duration`` s; at least one."""
    first = -int(-tempo_map.beat(Fraction(0)) // 1)
    last = -int(-tempo_map.beat(duration) // 1)
    return range(first, max(last, first + 1))


def counts(
    heard: Heard,
    tracked: TempoMap,
    weights: Sequence[float],
    ratios: Collection[Fraction] = tuple(_RATIOS),
) -> list[Count]:
    """Octaves, dotted readings (by ``ratios``) and phases of a tracked tempo map, best first."""
    middle = 60.0 * float(tracked.beat(heard.duration) - tracked.beat(0.0)) / heard.duration
    found = []
    for ratio, places in _RATIOS.items():
        if ratio not in ratios or not MIN_BPM <= middle * ratio < MAX_BPM:
            continue
        parts = np.array(PARTS) * float(ratio)
        strengths = part_strength(heard.novelty, tracked.beats_array, parts)
        for place in range(places):
            counted = recount(tracked, ratio, Fraction(place, places) / ratio)
            beats = counted.seconds_array(np.array(whole_beats(counted, heard.duration)))
            if len(beats) >= 8:
                evidence = gather(heard, beats[1:-1], strengths)
                odds = score(evidence, weights)
                if heard.activations is not None:
                    odds += _MOVING_NET_TEMPO * float(evidence[_NET_TEMPO])
                found.append(Count(counted, ratio, odds))
    return best_first(found)


def best_first(found: Iterable[Count]) -> list[Count]:
    """Counts of a song in the order of their odds."""
    return sorted(found, key=lambda count: (-count.score, count.ratio, count.tempo_map.origin))
