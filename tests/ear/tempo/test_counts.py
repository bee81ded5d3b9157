from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from automapper.ear import bare_ears
from automapper.ear.sound.heard import Heard, measure
from automapper.ear.tempo.counts import counts, recount, whole_beats
from automapper.timing import TempoMap, TempoPoint
from render import band, stepped_beats

BEATS = stepped_beats([(90, 30), (110, 30)], 0.5)


@pytest.fixture(scope="module")
def heard() -> Heard:
    return measure(band(BEATS).waveform)


def tracked() -> TempoMap:
    return TempoMap((TempoPoint(0, 90), TempoPoint(30, 110)), 0.5)


def nearest(tempo_map: TempoMap, duration: float) -> float:
    """Distance in s of the true beats from those of a map, the largest, both ways."""
    beats = tempo_map.seconds_array(np.array(whole_beats(tempo_map, duration)))
    inside = beats[(beats > BEATS[0] - 0.01) & (beats < BEATS[-1] + 0.01)]
    distance = np.abs(BEATS[:, None] - inside[None])
    return float(max(distance.min(axis=1).max(), distance.min(axis=0).max()))


@pytest.mark.parametrize(
    "miscount",
    [Fraction(1), Fraction(2), Fraction(1, 2), Fraction(3), Fraction(3, 2), Fraction(2, 3)],
)
@pytest.mark.parametrize("late", [Fraction(0), Fraction(1)])
def test_the_true_count_is_among_those_weighed(
    heard: Heard, miscount: Fraction, late: Fraction
) -> None:
    wrong = recount(tracked(), miscount, late / miscount)
    found = counts(heard, wrong, bare_ears().weights.readings)
    assert min(nearest(count.tempo_map, heard.duration) for count in found) < 0.002


def test_counts_come_best_first_and_name_their_ratio(heard: Heard) -> None:
    found = counts(heard, tracked(), bare_ears().weights.readings)
    assert [count.score for count in found] == sorted((c.score for c in found), reverse=True)
    for count in found:
        assert count.tempo_map.points[0].bpm == 90 * count.ratio
