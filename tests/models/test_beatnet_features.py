import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automapper.audio import Waveform
from automapper.models.beatnet_features import (
    BLOCK_FRAMES,
    FEATURES,
    HOP,
    RATE,
    feature_blocks,
    filter_bank,
)


def noise(seconds, seed=0):
    rng = np.random.default_rng(seed)
    return Waveform((0.1 * rng.normal(size=(1, int(seconds * RATE)))).astype(np.float32), RATE)


def features(waveform):
    return np.concatenate(list(feature_blocks(waveform)))


def test_the_bank_has_the_published_shape_and_each_band_weighs_one():
    bank = filter_bank()
    assert bank.shape == (136, 705)
    assert np.allclose(bank.sum(axis=1), 1.0, atol=1e-6)
    assert np.all(np.diff(bank.argmax(axis=1)) > 0)


def test_a_tone_is_loudest_in_its_band():
    t = np.arange(2 * RATE) / RATE
    for hz in (220.0, 440.0, 1760.0, 7040.0):
        tone = Waveform((0.5 * np.sin(2 * np.pi * hz * t)).astype(np.float32)[None], RATE)
        band = int(features(tone)[50, :136].argmax())
        centre = filter_bank()[band].argmax() * RATE / 1410
        assert abs(np.log2(centre / hz)) < 1 / 24 + 8 / hz


def test_the_rise_is_the_positive_step_between_frames():
    found = features(noise(3.0))
    bands, rise = found[:, :136], found[:, 136:]
    assert found.shape == (1 + 3 * RATE // HOP, FEATURES)
    assert not rise[0].any()
    assert np.array_equal(rise[1:], np.maximum(np.diff(bands, axis=0), 0))


@settings(max_examples=5, deadline=None)
@given(st.integers(1, 3 * HOP))
def test_blocks_join_without_a_seam(extra):
    """A song of two blocks is heard as the same song begun later is."""
    sound = noise(BLOCK_FRAMES * HOP / RATE + 2.0).samples[:, : BLOCK_FRAMES * HOP + RATE + extra]
    whole = features(Waveform(sound, RATE))
    late = features(Waveform(sound[:, 1000 * HOP :].copy(), RATE))
    assert len(whole) == 1 + sound.shape[1] // HOP
    assert np.allclose(whole[1005:], late[5:], atol=1e-5)


def test_frames_are_centred_on_their_time():
    """A click at 1 s rises first in the frame at 1 s or the one before, never later."""
    sound = np.zeros((1, 2 * RATE), np.float32)
    sound[0, RATE] = 1.0
    rise = features(Waveform(sound, RATE))[:, 136:].sum(axis=1)
    assert int(rise.argmax()) in (49, 50)


@pytest.mark.parametrize("rate", [44100, 48000])
def test_other_rates_are_brought_to_the_nets_own(rate):
    t = np.arange(2 * rate) / rate
    tone = Waveform((0.5 * np.sin(2 * np.pi * 440 * t)).astype(np.float32)[None], rate)
    same = Waveform(
        (0.5 * np.sin(2 * np.pi * 440 * np.arange(2 * RATE) / RATE)).astype(np.float32)[None], RATE
    )
    assert np.abs(features(tone)[10:90] - features(same)[10:90]).max() < 0.02
