"""The count of a song whose tempo moves: which multiple of the tracked beats is the beat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from automapper.ear.sound.heard import Heard
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
# Log odds for the count in which a net's beats were followed: it was the right one in 10 of 13
# rendered songs, where readings fitted on songs of one tempo were right in 3.
_AS_FOLLOWED = 3.0


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


def counts(heard: Heard, tracked: TempoMap, weights: Sequence[float]) -> list[Count]:
    """Octaves, dotted readings and phases of a tracked tempo map, best first."""
    middle = 60.0 * float(tracked.beat(heard.duration) - tracked.beat(0.0)) / heard.duration
    found = []
    for ratio, places in _RATIOS.items():
        if not MIN_BPM <= middle * ratio < MAX_BPM:
            continue
        parts = np.array(PARTS) * float(ratio)
        strengths = part_strength(heard.novelty, tracked.beats_array, parts)
        for place in range(places):
            counted = recount(tracked, ratio, Fraction(place, places) / ratio)
            beats = counted.seconds_array(np.array(whole_beats(counted, heard.duration)))
            if len(beats) >= 8:
                followed = heard.activations is not None and ratio == 1 and place == 0
                odds = score(gather(heard, beats[1:-1], strengths), weights)
                found.append(Count(counted, ratio, odds + _AS_FOLLOWED * followed))
    return sorted(found, key=lambda count: (-count.score, count.ratio, count.tempo_map.origin))
