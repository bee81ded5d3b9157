"""Files of sound read back."""

from __future__ import annotations

import numpy as np
import pytest

from automapper.audio import SOUND_FORMATS, sound_bytes
from automapper.bms.keysounds.decode import decode_sample
from automapper.errors import ConfigError
from bms.keysounds.tones import stroke, waveform

SOUND = waveform(np.concatenate([stroke(440.0), stroke(330.0)]))


@pytest.mark.parametrize("suffix", [*SOUND_FORMATS, ".WAV"])
def test_a_file_holds_the_sound_and_is_the_same_every_time(suffix: str) -> None:
    data = sound_bytes(SOUND, suffix)
    assert data == sound_bytes(SOUND, suffix)
    heard = decode_sample(data)
    assert heard.samples.shape == SOUND.samples.shape
    limit = 0.1 if suffix == ".ogg" else 1e-4
    assert np.abs(heard.samples - SOUND.samples).max() < limit


def test_other_formats_are_refused() -> None:
    with pytest.raises(ConfigError, match=r"not '\.mp3'"):
        sound_bytes(SOUND, ".mp3")
