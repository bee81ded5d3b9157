from dataclasses import replace

import numpy as np
import pytest

from automapper.ear.pulse import Salience
from automapper.osumania.timing.points import first_sound, written_points
from automapper.timing import FrameGrid, TempoMap
from osumania.timing.timing_songs import pulse_of, steps

GRID = FrameGrid(44100, 441)


def heard_from(start, hiss=0.0, seconds=60.0):
    """A song that is silent, but for hiss, before ``start`` s."""
    frames = round(seconds * GRID.fps)
    level = np.full((frames, 8), 3.0, np.float32)
    level[: round(start * GRID.fps)] = hiss
    return Salience(GRID, level[:, 0], level, level, level[:, 0])


@pytest.mark.parametrize("hiss", [0.0, 0.15])
def test_the_first_sound_ends_the_silence_before_a_song(hiss):
    assert first_sound(heard_from(10.3, hiss)) == pytest.approx(10.3)
    assert first_sound(heard_from(0.0)) == 0.0
    assert first_sound(heard_from(50.0, hiss)) == pytest.approx(50.0)


@pytest.mark.parametrize("shift", [0.0, -0.022])
@pytest.mark.parametrize(
    ("start", "time", "beat"),
    [
        (0.0, 0.5, 0),
        (0.74, 0.5, 0),  # what is half a beat away is near
        (0.76, 2.5, 4),
        (2.49, 2.5, 4),
        (10.0, 10.5, 20),
    ],
)
def test_the_first_point_stands_on_the_first_bar_that_sounds(start, time, beat, shift):
    pulse = replace(pulse_of(TempoMap.constant(120, 0.5)), salience=heard_from(start))
    (point,) = written_points(pulse, shift)
    assert (point.time, point.beat) == (pytest.approx(time + shift), beat)
    assert (point.bpm, point.meter) == (120, 4)


def test_points_that_end_in_silence_are_left_out_and_others_never_pass_the_next():
    pulse = pulse_of(steps(120, 150, 100), profile="live")
    whole = written_points(pulse, 0.0)
    assert [point.beat for point in whole] == [0, 32, 64]
    for start, beats in ((10.2, [20, 32, 64]), (15.9, [28, 32, 64]), (16.6, [32, 64])):
        points = written_points(replace(pulse, salience=heard_from(start)), 0.0)
        assert [point.beat for point in points] == beats
        assert points[-1] == whole[-1]


def test_no_pulse_no_points():
    assert written_points(pulse_of(TempoMap.constant(90), profile="none"), 0.0) == ()
