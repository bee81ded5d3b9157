"""What is measured of a sound whose measures are known by construction."""

from __future__ import annotations

from dataclasses import astuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automapper.bms.keysounds.features import SoundFeatures
from automapper.bms.keysounds.measure import measure
from bms.keysounds.tones import Samples, noise, stroke, tone, waveform


def measured(samples: Samples, rate: int = 44_100) -> SoundFeatures:
    return measure(waveform(samples, rate), "ab")


@pytest.mark.parametrize("rate", [11_025, 22_050, 44_100, 48_000])
def test_a_steady_tone(rate: int) -> None:
    got = measured(tone(1000.0, seconds=1.0, rate=rate), rate)
    assert got.duration_ms == 1000.0
    assert got.rms == pytest.approx(0.5 / np.sqrt(2), abs=1e-4)
    assert got.peak == pytest.approx(0.5, abs=0.01)
    assert got.attack == pytest.approx(got.rms, rel=0.01)
    assert got.centroid == pytest.approx(1000, rel=0.15)  # its edges spread a little
    assert got.flatness < 0.01
    assert got.low_ratio < 0.01
    assert got.zero_crossing == pytest.approx(2000 / 44_100, rel=0.02)
    assert got.zero_crossing_sd < 0.01
    assert got.content == "ab"


@pytest.mark.parametrize("rate", [22_050, 44_100, 96_000])
def test_measures_do_not_hang_on_the_rate_of_the_file(rate: int) -> None:
    here, there = (measured(stroke(800.0, rate=r), r) for r in (rate, 44_100))
    assert here.attack == pytest.approx(there.attack, rel=0.02)
    assert here.zero_crossing == pytest.approx(there.zero_crossing, rel=0.05)
    assert here.low_ratio == pytest.approx(there.low_ratio, abs=0.01)


def test_brighter_sounds_have_a_higher_centroid() -> None:
    centroids = [measured(stroke(hz)).centroid for hz in (200.0, 800.0, 3200.0)]
    assert centroids == sorted(centroids)
    assert measured(noise()).centroid > centroids[-1]


def test_noise_is_flat_and_a_bass_is_low() -> None:
    assert measured(noise()).flatness > 0.4 > 0.01 > measured(tone(500.0)).flatness
    assert measured(tone(80.0)).low_ratio > 0.95


def test_a_stroke_attacks_more_than_a_swell() -> None:
    struck = stroke(440.0)
    assert measured(struck).attack > 4 * measured(struck[:, ::-1]).attack


def test_silence_before_the_sound_is_no_attack() -> None:
    late = np.concatenate([np.zeros((1, 30_000), np.float32), stroke(440.0)], axis=1)
    assert measured(late).attack == pytest.approx(measured(stroke(440.0)).attack, rel=1e-3)


def test_silence_after_the_sound_changes_nothing_spectral() -> None:
    long = np.concatenate([stroke(440.0), np.zeros((1, 100_000), np.float32)], axis=1)
    assert measured(long).centroid == pytest.approx(measured(stroke(440.0)).centroid, rel=0.05)


def test_a_sound_that_changes_has_a_spread() -> None:
    rising = np.concatenate([tone(300.0), tone(3000.0)], axis=1)
    assert measured(rising).centroid_sd > 1000
    assert measured(rising).zero_crossing_sd > 0.03


def test_silence_has_zeros_throughout() -> None:
    got = measured(np.zeros((2, 5000), np.float32))
    assert astuple(got) == (pytest.approx(113.379), *[0.0] * 9, "ab")


def test_channels_that_cancel_each_other_are_still_heard() -> None:
    one = stroke(440.0)
    assert measured(np.concatenate([one, -one])).rms == measured(one).rms


@settings(max_examples=40)
@given(
    st.lists(st.floats(-1.0, 1.0, width=32), min_size=1, max_size=300),
    st.sampled_from([4000, 22_050, 44_100, 192_000]),
    st.integers(1, 40),
)
def test_every_sound_has_measures_in_range(values: list[float], rate: int, repeated: int) -> None:
    got = measured(np.tile(np.array([values], np.float32), repeated), rate)
    numbers = np.array(astuple(got)[:-1], float)
    assert np.isfinite(numbers).all() and (numbers >= 0).all()
    assert got.attack <= got.peak + 1e-6 and got.rms <= got.peak + 1e-6
    assert got.centroid <= rate / 2 and got.flatness <= 1 and got.low_ratio <= 1
    assert got.zero_crossing <= 1
