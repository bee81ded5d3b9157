"""What is told of a file, and what is not."""

from __future__ import annotations

import re
from pathlib import Path

import av
import numpy as np
import pytest

from automapper.audio import Waveform, write_ogg
from automapper.audio.read_compressed import open_compressed
from automapper.errors import AudioError

RATE = 48_000


def test_an_error_of_who_uses_the_sound_is_not_the_file_s(tmp_path: Path) -> None:
    path = tmp_path / "noise.ogg"
    noise = np.random.default_rng(1).normal(0, 0.1, (1, 44_100)).astype(np.float32)
    write_ogg(path, Waveform(noise, 44_100))
    with pytest.raises(ValueError, match="mine"), open_compressed(path) as source:
        assert sum(block.shape[1] for block in source.blocks) == 44_100
        raise ValueError("mine")


def ogg(path: Path, codec: str) -> bytes:
    """Twenty seconds of noise, loud for a tenth from the middle of each."""
    noise = np.random.default_rng(2).normal(0, 0.01, 20 * RATE).astype(np.float32)
    noise[(np.arange(20 * RATE) + RATE // 2) % RATE < RATE // 10] *= 30
    sound = Waveform(noise[None], RATE)
    if codec == "vorbis":
        write_ogg(path, sound)
    else:
        with av.open(path, "w", format="ogg") as target:
            stream = target.add_stream("libopus", rate=RATE, layout="mono")
            frame = av.AudioFrame.from_ndarray(sound.samples, format="flt", layout="mono")
            frame.rate = RATE
            for packet in (*stream.encode(frame), *stream.encode(None)):
                target.mux(packet)
    return path.read_bytes()


@pytest.mark.parametrize("codec", ["vorbis", "opus"])
def test_a_damaged_page_moves_nothing(codec: str, tmp_path: Path) -> None:
    path = tmp_path / "song.ogg"
    whole = ogg(path, codec)
    pages = [page.start() for page in re.finditer(b"OggS", whole)]
    kept = 0
    for page in pages[3:-2]:  # behind the last but one nothing is left to move
        path.write_bytes(whole[:page] + b"OhNo" + whole[page + 4 :])
        try:
            with open_compressed(path) as source:
                heard = np.concatenate([block[0] for block in source.blocks])
        except AudioError:
            continue
        kept += 1
        assert len(heard) / RATE == pytest.approx(20.0, abs=0.05)
        last = heard[19 * RATE :]
        assert np.argmax(np.abs(last) > 0.08) / RATE == pytest.approx(0.5, abs=0.01)
    assert kept


def test_what_is_no_sound_is_told_when_it_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "text.mp3"
    path.write_text("hello")
    with pytest.raises(AudioError, match=r"text\.mp3: cannot be decoded"), open_compressed(path):
        pass
