from __future__ import annotations

import numpy as np
import pytest
from sound_files import music

from automapper.audio import Waveform, prepend_silence

RATE = 44_100


@pytest.mark.parametrize(("seconds", "frames"), [(1.0, 44_100), (0.00001, 0), (0.00002, 1)])
def test_the_sound_comes_later_and_unchanged(seconds: float, frames: int) -> None:
    song = Waveform(music(1.0), RATE)
    later = prepend_silence(song, seconds).samples
    assert not later[:, :frames].any()
    assert np.array_equal(later[:, frames:], song.samples)


def test_nothing_is_cut_away() -> None:
    with pytest.raises(ValueError, match="never cut"):
        prepend_silence(Waveform(music(1.0), RATE), -0.1)
