from __future__ import annotations

import numpy as np

from automapper.audio import Waveform
from automapper.ear.moving.live import follow
from automapper.ear.sound.blocks import prepared
from automapper.ear.sound.novelty import Novelty, novelty
from render import band, steady_beats

RATE = 22050
BEATS = steady_beats(128.0, 0.5, 40.0)


def curve(before: float, between: float, after: float) -> Novelty:
    """A band of 40 s with silence around it and in its middle, s."""
    music = band(BEATS).waveform.samples[0]
    quiet = [np.zeros(round(seconds * RATE)) for seconds in (before, between, after)]
    half = round(20.0 * RATE)
    parts = [quiet[0], music[:half], quiet[1], music[half:], quiet[2]]
    return novelty(prepared(Waveform(np.concatenate(parts)[None].astype("f4"), RATE)))


def test_every_beat_is_followed() -> None:
    found = follow(curve(0.0, 0.0, 0.0))
    near = np.abs(found.beats[:, None] - BEATS).min(axis=1)
    assert (np.diff(found.beats) > 0.1).all() and found.gaps == ()
    assert len(found.beats) >= len(BEATS) - 4 and np.percentile(near, 95) < 0.005


def test_silence_before_and_after_the_music_has_no_beats() -> None:
    found = follow(curve(3.0, 0.0, 3.0))
    assert found.beats[0] > 3.0 and found.beats[-1] < 43.1


def test_silence_within_the_music_is_a_gap() -> None:
    ((before, after),) = (found := follow(curve(0.0, 12.1, 0.0))).gaps
    assert found.beats[before] < 20.1 and found.beats[after] > 32.1


def test_a_blink_of_sound_has_no_beats() -> None:
    assert len(follow(Novelty(np.zeros(980, np.float32), 0.0)).beats) == 0
