from __future__ import annotations

import numpy as np
import pytest
from sound_files import music

from automapper.audio import Waveform, mix_clicks
from automapper.audio.click import SONG_GAIN, TICK_SECONDS

RATE = 44_100


@pytest.mark.parametrize("rate", [8000, 44_100])
def test_a_tick_starts_at_its_time(rate: int) -> None:
    song = Waveform(np.zeros((2, 3 * rate), dtype=np.float32), rate)
    mixed = mix_clicks(song, [0.5, 2.25]).samples
    loud = np.flatnonzero(mixed[0])
    starts = loud[np.flatnonzero(np.diff(loud, prepend=-rate) > rate // 10)] / rate
    assert starts == pytest.approx([0.5, 2.25], abs=1.5 / rate)
    assert 0.2 < mixed.max() <= 0.5
    assert np.array_equal(mixed[0], mixed[1])


def test_between_ticks_the_song_is_heard_softer() -> None:
    song = Waveform(music(3.0), RATE)
    mixed = mix_clicks(song, [0.0]).samples
    after = round(TICK_SECONDS * RATE)
    assert np.array_equal(mixed[:, after:], song.samples[:, after:] * np.float32(SONG_GAIN))
    assert not np.array_equal(mixed[:, :after], song.samples[:, :after] * np.float32(SONG_GAIN))


def test_times_outside_the_song_and_doubles_do_no_harm() -> None:
    song = Waveform(music(2.0), RATE)
    once = mix_clicks(song, [1.0])
    assert mix_clicks(song, [-1.0, 1.0, 1.0, 2.0, 99.0]) == once
    assert mix_clicks(song, [1.999]).seconds == 2.0


def test_the_sum_does_not_clip() -> None:
    song = Waveform(np.ones((1, RATE), dtype=np.float32), RATE)
    assert mix_clicks(song, [0.5], gain=1.0).samples.max() <= 1.0


def test_accents_sound_higher_than_other_ticks() -> None:
    song = Waveform(np.zeros((1, 3 * RATE), dtype=np.float32), RATE)
    mixed = mix_clicks(song, [0.5, 1.5, 2.5], high=[1.5, 2.0]).samples[0]
    crossings = [
        int(np.abs(np.diff(np.sign(mixed[at : at + 1000]))).sum()) // 2
        for at in (RATE // 2, 3 * RATE // 2, 5 * RATE // 2)
    ]
    assert crossings[0] == crossings[2] and crossings[1] > 1.3 * crossings[0]
    assert not mixed[2 * RATE : 2 * RATE + 1000].any()  # an accent needs a tick
