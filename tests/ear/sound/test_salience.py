from __future__ import annotations

import numpy as np
import pytest

from automapper.audio import Waveform, log_mel
from automapper.ear import salience
from automapper.ear.sound.salience import mel_rise


def _clicks(times: list[float], seconds: float, rate: int) -> Waveform:
    """Short noise bursts at the given times, s."""
    rng = np.random.default_rng(1)
    out = np.zeros(round(seconds * rate), np.float32)
    for time in times:
        at, length = round(time * rate), round(0.03 * rate)
        burst = rng.normal(size=length) * np.exp(-np.arange(length) / (0.008 * rate))
        out[at : at + length] += 0.3 * burst[: len(out) - at].astype(np.float32)
    return Waveform(out[None], rate)


@pytest.mark.parametrize("rate", [8000, 22050, 44100, 48000])
def test_peaks_stand_on_the_onsets(rate: int) -> None:
    times = [0.5, 1.13, 1.9, 59.99, 60.0 + 0.37, 61.2]
    heard = salience(_clicks(times, 62.0, rate))
    for time in times:
        frame = int(heard.grid.frame(time))
        near = heard.flux[frame - 8 : frame + 9]
        assert abs(int(np.argmax(near)) - 8) <= 2
        assert near.max() > 10 * np.median(heard.flux)


def test_blocks_give_what_one_piece_gives() -> None:
    wave = _clicks([0.3, 59.995, 60.005, 119.99], 121.0, 44100)
    mel = log_mel(wave).values
    heard = salience(wave)
    assert len(heard.flux) == len(mel)
    np.testing.assert_allclose(heard.flux, mel_rise(mel).mean(axis=1), atol=1e-5)
    np.testing.assert_allclose(heard.level[:, 0], mel[:, :12].mean(axis=1), atol=1e-5)


@pytest.mark.parametrize("samples", [0, 1, 440, 441, 44100])
def test_short_songs_have_frames(samples: int) -> None:
    heard = salience(Waveform(np.full((2, samples), 0.1, np.float32), 44100))
    assert heard.flux.shape == (1 + samples // 441,)
    assert heard.bands.shape == heard.level.shape == (1 + samples // 441, 8)
    assert not heard.flux.flags.writeable


def test_a_low_thud_shows_in_the_low_bands_and_a_hiss_in_the_high_ones() -> None:
    rate, t = 44100, np.arange(4410) / 44100
    out = np.zeros(2 * rate, np.float32)
    out[rate // 2 : rate // 2 + 4410] = np.sin(2 * np.pi * 60 * t) * np.exp(-t * 30)
    hiss = np.diff(np.random.default_rng(0).normal(size=4412), n=2)
    out[rate + rate // 2 : rate + rate // 2 + 4410] = 0.2 * hiss * np.exp(-t * 30)
    heard = salience(Waveform(out[None], rate))
    thud, snare = heard.bands[40:60].max(axis=0), heard.bands[140:160].max(axis=0)
    assert thud[0] > thud[7]
    assert snare[7] > snare[0]
    assert heard.centroid[155] > heard.centroid[55] + 0.2
