"""What is told of a file, and what is not."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from automapper.audio import Waveform, write_ogg
from automapper.audio.read_compressed import open_compressed
from automapper.errors import AudioError


def test_an_error_of_who_uses_the_sound_is_not_the_file_s(tmp_path: Path) -> None:
    path = tmp_path / "noise.ogg"
    noise = np.random.default_rng(1).normal(0, 0.1, (1, 44_100)).astype(np.float32)
    write_ogg(path, Waveform(noise, 44_100))
    with pytest.raises(ValueError, match="mine"), open_compressed(path) as source:
        assert sum(block.shape[1] for block in source.blocks) == 44_100
        raise ValueError("mine")


def test_what_is_no_sound_is_told_when_it_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "text.mp3"
    path.write_text("hello")
    with pytest.raises(AudioError, match=r"text\.mp3: cannot be decoded"), open_compressed(path):
        pass
