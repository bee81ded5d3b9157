from __future__ import annotations

import io
from pathlib import Path

import pytest
import soundfile
from sound_files import encoded, music, saved

from automapper.audio.declared import mp3_frames, pcm_missing_bytes

RATE = 44_100


@pytest.mark.parametrize(("kind", "endian"), [("WAV", "FILE"), ("AIFF", "FILE"), ("WAV", "BIG")])
@pytest.mark.parametrize("missing", [0, 1, 1000])
def test_bytes_that_a_wav_or_aiff_lacks(
    tmp_path: Path, kind: str, endian: str, missing: int
) -> None:
    buffer = io.BytesIO()
    soundfile.write(buffer, music(1.0).T, RATE, "PCM_16", endian, kind)
    data = buffer.getvalue()
    file = saved(tmp_path / "a", data[: len(data) - missing])
    assert pcm_missing_bytes(file) == missing


def test_chunks_in_front_of_the_sound_are_stepped_over(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    soundfile.write(buffer, music(1.0).T, RATE, format="WAV")
    data = buffer.getvalue()
    at = data.index(b"data")
    longer = data[:at] + b"LIST\x03\0\0\0abc\0" + data[at:]
    assert pcm_missing_bytes(saved(tmp_path / "a", longer[:-10])) == 10


@pytest.mark.parametrize("data", [b"", b"fLaC", b"RIFF\0\0\0\0WAVE", b"OggS" * 20])
def test_what_promises_nothing_lacks_nothing(tmp_path: Path, data: bytes) -> None:
    assert pcm_missing_bytes(saved(tmp_path / "a", data)) == 0


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("rate", [44_100, 22_050])
def test_an_mp3_promises_its_length(tmp_path: Path, channels: int, rate: int) -> None:
    data = encoded(music(3.0, rate, channels), rate, "libmp3lame", "mp3")
    promised = mp3_frames(saved(tmp_path / "a", data))
    assert promised is not None
    assert 3.0 <= promised / rate < 3.0 + 3 * 1152 / rate


def test_an_mp3_without_a_header_promises_nothing(tmp_path: Path) -> None:
    data = encoded(music(3.0), RATE, "libmp3lame", "mp3")
    bare = data.replace(b"Xing", b"\0\0\0\0").replace(b"Info", b"\0\0\0\0")
    assert mp3_frames(saved(tmp_path / "a", bare)) is None
    assert mp3_frames(saved(tmp_path / "b", b"Xing and other words")) is None
