from __future__ import annotations

import numpy as np
import pytest

from automapper.audio.mixdown import KNOWN_CHANNELS, mix_down
from automapper.audio.source import DEFAULT_CHANNELS


@pytest.mark.parametrize("count", [1, 2])
def test_mono_and_stereo_stay(count: int) -> None:
    block = np.ones((count, 3), dtype=np.float32)
    assert mix_down(block, DEFAULT_CHANNELS[count]) is block


@pytest.mark.parametrize("count", range(3, 9))
def test_equal_channels_keep_their_loudness(count: int) -> None:
    mixed = mix_down(np.full((count, 4), 0.5, dtype=np.float32), DEFAULT_CHANNELS[count])
    assert mixed.shape == (2, 4) and mixed.dtype == np.float32
    assert mixed == pytest.approx(0.5, abs=1e-6)


@pytest.mark.parametrize("count", range(3, 9))
def test_every_default_channel_has_a_place(count: int) -> None:
    names = DEFAULT_CHANNELS[count]
    assert len(names) == count and set(names) <= KNOWN_CHANNELS
    for index in range(count):
        block = np.zeros((count, 1), dtype=np.float32)
        block[index] = 1.0
        assert mix_down(block, names).max() > 0.05


def test_a_loudspeaker_nobody_knows_is_heard_on_both_sides() -> None:
    block = np.zeros((3, 1), dtype=np.float32)
    block[2] = 1.0
    left, right = mix_down(block, ("FL", "FR", "TBC"))[:, 0]
    assert left == right > 0
