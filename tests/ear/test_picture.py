from dataclasses import replace

import numpy as np
import pytest

from automapper.audio import Waveform
from automapper.ear import listen
from automapper.ear.picture import beat_residuals, draw_pulse, draw_unpulsed
from automapper.ear.redlines import redlines
from automapper.ear.sound.novelty import novelty
from render import band, steady_beats


@pytest.fixture(scope="module")
def song():
    return band(steady_beats(120.0, 0.25, 16.0)).waveform


def test_attacks_lie_on_true_beats_and_beside_moved_ones(song):
    heard = novelty(song)
    for moved in (0.0, 0.01, -0.02):
        beats = steady_beats(120.0, 0.25, 16.0) + moved
        near, residuals = beat_residuals(beats, heard)
        assert len(near) > 25 and np.isin(near, beats).all()
        assert np.median(residuals) == pytest.approx(-moved, abs=0.003)


def test_a_picture_is_the_same_every_time_and_takes_any_title(song):
    pulse, heard = listen(song), novelty(song)
    marks = redlines(pulse)
    first = draw_pulse(pulse, marks, heard, "東方 $x_$")
    assert first[:4] == b"\x89PNG" and first == draw_pulse(pulse, marks, heard, "東方 $x_$")
    assert first != draw_pulse(pulse, marks, heard, "other")
    moved = [replace(mark, time=mark.time + 0.1) for mark in marks]
    assert first != draw_pulse(pulse, moved, heard, "東方 $x_$")


def test_a_song_without_pulse_is_drawn_without_beats():
    noise = 0.1 * np.random.default_rng(0).normal(size=(1, 22050 * 10)).astype(np.float32)
    for samples in (noise, np.zeros_like(noise)):
        drawn = draw_unpulsed(novelty(Waveform(samples, 22050)), "$x")
        assert drawn[:4] == b"\x89PNG"
        height = int.from_bytes(drawn[20:24])
        assert height < 500  # one panel: there is nothing to fill the others with


def test_no_beats_no_residuals(song):
    near, residuals = beat_residuals(np.zeros(0), novelty(song))
    assert len(near) == len(residuals) == 0
