from __future__ import annotations

import numpy as np
import pytest

from automapper.audio import Waveform
from automapper.ear import listen
from automapper.ear.ears import shipped_ears
from automapper.ear.redlines import redlines
from automapper.ear.sound.heard import measure
from automapper.ear.speech import find_speech, is_speech
from render import babble, band, steady_beats

RATE = 22050
BEATS = steady_beats(128.0, 0.5, 76.0)


def spoken(seed: int) -> Waveform:
    """A band that stops at 30 s, while somebody speaks for 16 s, and is then where it would be."""
    sound = band(BEATS, seed=5).waveform.samples[0].copy()
    voice = babble(16, seed)
    loudness = np.sqrt((sound**2).mean() / (voice**2).mean())
    sound[30 * RATE : 46 * RATE] = 0.7 * loudness * voice
    return Waveform(sound[None], RATE)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_speech_in_the_middle_is_found(seed: int) -> None:
    heard = measure(spoken(seed), shipped_ears().source)
    ((start, end),) = find_speech(heard, BEATS)
    assert 28.0 < start < end < 48.0
    assert end - start > 8.0


def test_a_band_does_not_speak() -> None:
    music = band(BEATS, seed=5).waveform
    assert find_speech(measure(music, shipped_ears().source), BEATS) == []
    assert find_speech(measure(music), BEATS) == []


def test_beats_are_left_alone_where_somebody_speaks() -> None:
    pulse = listen(spoken(1))
    assert len(pulse.rests) == 1
    assert len(redlines(pulse)) == 1
    assert pulse.profile == "steady"


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_speech_is_told_from_music(seed: int) -> None:
    source = shipped_ears().source
    voice = Waveform(babble(30, seed)[None], RATE)
    assert is_speech(measure(voice, source))
    assert not is_speech(measure(voice))  # without a net nothing is known
    assert not is_speech(measure(band(BEATS, seed=seed).waveform, source))
