from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from numpy.typing import NDArray

from automapper.audio import Waveform
from automapper.ear import shipped_ears
from automapper.ear.activations import NET_GRID, Activations
from automapper.ear.listen import listen
from automapper.ear.redlines import line_beats, redlines
from automapper.ear.sound.heard import Heard, measure
from automapper.ear.tempo.choice import find_tempo
from automapper.ear.tempo.splices import find_splices
from automapper.ear.wish import Wish
from render import band, steady_beats

PERIOD, CUT = 0.5, 40.0


def spliced(leaps: list[tuple[float, float]]) -> Heard:
    """A band at 120 bpm whose beats come later by some seconds from some moments on."""
    beats = 0.3 + np.arange(160) * PERIOD
    for at, late in leaps:
        beats = np.where(beats >= at, beats + late, beats)
    return dataclasses.replace(measure(band(beats).waveform), activations=net(beats))


def net(beats: NDArray[np.float64]) -> Activations:
    """A net that is right."""
    beat = np.zeros(NET_GRID.frame(float(beats[-1]) + 3.0), np.float32)
    beat[NET_GRID.frame(beats)] = 0.9
    return Activations(beat, np.zeros_like(beat), "test")


@pytest.mark.parametrize("late", [-0.19, -0.12, 0.06, 0.13, 0.21])
def test_a_leap_is_found_to_the_beat(late: float) -> None:
    (found,) = find_splices(spliced([(CUT, late)]), 1 / PERIOD)
    assert CUT - 2 * PERIOD < found < CUT + 2 * PERIOD


def test_each_of_two_leaps_is_found() -> None:
    found = find_splices(spliced([(25.0, 0.13), (52.0, 0.09)]), 1 / PERIOD)
    assert np.allclose(found, [25.0, 52.0], atol=2 * PERIOD)


def test_music_that_keeps_its_beat_has_no_splices() -> None:
    assert find_splices(spliced([]), 1 / PERIOD) == ()
    assert find_splices(spliced([(CUT, PERIOD)]), 1 / PERIOD) == ()


def test_a_net_that_is_lost_for_a_while_is_no_splice() -> None:
    heard = spliced([])
    beats = 0.3 + np.arange(160) * PERIOD
    lost = np.where((beats > 30) & (beats < 50), beats + PERIOD / 2, beats)
    assert find_splices(dataclasses.replace(heard, activations=net(lost)), 1 / PERIOD) == ()


def test_another_tempo_is_no_splice() -> None:
    assert find_splices(spliced([]), 1.07 / PERIOD) == ()


def test_without_a_net_nothing_is_known() -> None:
    heard = dataclasses.replace(spliced([(CUT, 0.2)]), activations=None)
    assert find_splices(heard, 1 / PERIOD) == ()


def test_a_splice_is_found_at_half_the_tempo_too() -> None:
    heard = spliced([(CUT, 0.21)])
    for octave in ("auto", "half"):
        wish = Wish(octave=octave)  # type: ignore[arg-type]
        tempo = find_tempo(heard, wish, shipped_ears().weights.readings)
        assert len(tempo.breaks) == 1
        assert CUT - 2 < tempo.breaks[0] < CUT + 2


@pytest.mark.parametrize("left_out", [10.73, 0.17])
def test_a_spliced_song_has_a_redline_for_each_part(left_out: float) -> None:
    music = band(steady_beats(131.0, 0.4, 90.0), seed=3)
    sound, rate = music.waveform.samples[0], music.waveform.sample_rate
    parts = [sound[: round(CUT * rate)], sound[round((CUT + left_out) * rate) :]]
    pulse = listen(Waveform(np.concatenate(parts)[None], rate))
    later = music.beats[music.beats >= CUT + left_out] - left_out
    true = np.concatenate([music.beats[music.beats < CUT], later])
    drawn = line_beats([(mark.time, mark.bpm) for mark in redlines(pulse)], pulse.duration)
    assert np.abs(drawn[:, None] - true).min(axis=0).max() < 0.005
    assert len(redlines(pulse)) in (2, 3)
    assert {round(mark.bpm, 3) for mark in redlines(pulse)} == {131.0}
