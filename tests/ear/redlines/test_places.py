from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from automapper.ear.redlines.places import bar_lines, leaps, places, returns_of, sounding
from ear.redlines.pulses import pulse_of
from render import stepped_beats

BEATS = 0.5 * np.arange(1, 41)
NONE = np.zeros(0, np.int64)


def test_bar_lines_are_the_beats_nearest_to_downbeats() -> None:
    pulse = replace(pulse_of(BEATS), downbeats=BEATS[[2, 6, 10]] + np.array([0.1, -0.1, 0.0]))
    assert bar_lines(pulse).tolist() == [2, 6, 10]
    assert bar_lines(replace(pulse, downbeats=np.zeros(0))).tolist() == [0]


def test_what_rests_does_not_sound_unless_all_does() -> None:
    pulse = replace(pulse_of(BEATS), rests=((5.1, 10.9),))
    heard = sounding(pulse)
    assert heard.tolist() == [*range(10), *range(21, 40)]
    assert returns_of(heard).tolist() == [21]
    assert len(sounding(replace(pulse, rests=((0.0, 30.0),)))) == len(BEATS)


def test_a_leap_is_one_gap_unlike_all_around_it() -> None:
    cut = np.where(np.arange(40) >= 17, BEATS + 0.2, BEATS)
    assert leaps(cut).tolist() == [17]
    assert leaps(BEATS).tolist() == []
    assert leaps(stepped_beats([(120.0, 20), (150.0, 20)], 0.5)).tolist() == []
    assert leaps(cut[15:20]).tolist() == []  # too few to tell


@pytest.mark.parametrize(("gap", "found"), [(0.2, [20]), (0.45, [20]), (0.6, [20]), (0.41, [])])
def test_a_cut_to_another_tempo_is_a_leap(gap: float, found: list[int]) -> None:
    before, after = 0.5 * np.arange(20), 0.4 * np.arange(20)
    assert leaps(np.concatenate([before, before[-1] + gap + after])).tolist() == found
    assert leaps(np.concatenate([before[-4:], before[-1] + gap + after])).tolist() == []


def test_slowing_down_is_no_leap() -> None:
    assert leaps(np.cumsum(0.4 * 1.02 ** np.arange(60))).tolist() == []


@pytest.mark.parametrize("beat", [16, 18])
def test_a_point_may_stand_on_bar_lines_and_steps(beat: int) -> None:
    pulse = pulse_of(stepped_beats([(120.0, beat), (150.0, 40 - beat)], 0.5), first=4)
    heard, lines = np.arange(len(pulse.beats)), bar_lines(pulse)
    found = places(pulse, heard, lines, NONE)
    assert found.tolist() == sorted({*range(4, 40, 4), beat, len(pulse.beats)})


def test_a_point_stands_in_no_rest_but_where_it_ends() -> None:
    pulse = replace(pulse_of(BEATS), rests=((5.1, 10.9),))
    heard = sounding(pulse)
    found = places(pulse, heard, bar_lines(pulse), returns_of(heard))
    assert found.tolist() == [0, 4, 8, 21, 24, 28, 32, 36, 40]
