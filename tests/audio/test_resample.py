from __future__ import annotations

import numpy as np
import pytest
from sound_files import CLICK_AT, click_time, music

from automapper.audio import Waveform, resample


def test_the_right_rate_is_left_alone() -> None:
    song = Waveform(music(1.0), 44_100)
    assert resample(song, 44_100) is song


@pytest.mark.parametrize("rate", [8000, 22_050, 48_000, 96_000])
def test_time_is_kept(rate: int) -> None:
    there = resample(Waveform(music(3.0), 44_100), rate)
    assert there.samples.shape == (2, 3 * rate)
    assert click_time(there.samples, rate) == pytest.approx(CLICK_AT, abs=0.0005)


def test_a_tone_keeps_its_pitch_and_loudness() -> None:
    time = np.arange(44_100) / 44_100
    tone = np.sin(2 * np.pi * 1000 * time).astype(np.float32)[None]
    there = resample(Waveform(tone, 44_100), 22_050).samples[0]
    expected = np.sin(2 * np.pi * 1000 * np.arange(22_050) / 22_050)
    assert np.abs(there - expected)[1000:-1000].max() < 1e-3


def test_channels_do_not_mix() -> None:
    samples = music(2.0)
    samples[1] = 0
    there = resample(Waveform(samples, 44_100), 48_000).samples
    assert not there[1].any()
    assert np.array_equal(there[:1], resample(Waveform(samples[:1], 44_100), 48_000).samples)
