from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import mutagen
import numpy as np
import pytest
import soundfile
from sound_files import CLICK_AT, click_time, encoded, music, saved

from automapper.audio import (
    Waveform,
    decode,
    encode_ogg,
    level_ogg,
    level_rate,
    vorbis_bytes,
    write_ogg,
)
from automapper.errors import OutputError

RATE = 44_100


def read_back(data: bytes) -> tuple[np.ndarray, int]:
    samples, rate = soundfile.read(io.BytesIO(data), dtype="float32", always_2d=True)
    return samples.T, rate


@pytest.mark.parametrize("rate", [8000, 22_050, 44_100, 48_000, 96_000])
@pytest.mark.parametrize("channels", [1, 2])
def test_what_is_written_sounds_the_same_and_starts_on_time(rate: int, channels: int) -> None:
    samples, stored = read_back(encode_ogg(Waveform(music(5.0, rate, channels), rate)))
    assert stored == level_rate(rate) and stored in (44_100, 48_000)
    assert samples.shape == (channels, 5 * stored)
    assert click_time(samples, stored) == pytest.approx(CLICK_AT, abs=0.0006)


@pytest.mark.parametrize(
    ("rate", "stored"), [(8000, 48_000), (11_025, 44_100), (32_000, 44_100), (192_000, 48_000)]
)
def test_the_rate_a_level_stores(rate: int, stored: int) -> None:
    assert level_rate(rate) == stored


@pytest.mark.parametrize("silence", [0.0, 0.1234, 2.0])
def test_silence_moves_the_sound_by_whole_samples(silence: float) -> None:
    data = encode_ogg(Waveform(music(5.0), RATE), silence_before=silence, silence_after=0.5)
    samples, _ = read_back(data)
    assert samples.shape[1] == round(silence * RATE) + 5 * RATE + round(0.5 * RATE)
    assert click_time(samples, RATE) == pytest.approx(CLICK_AT + silence, abs=0.0006)


def test_the_same_bytes_every_run() -> None:
    waveform = Waveform(music(5.0), RATE)
    assert encode_ogg(waveform) == encode_ogg(waveform)


def test_the_same_bytes_in_another_process_with_other_threads_and_hashes(tmp_path: Path) -> None:
    source = saved(tmp_path / "a.mp3", encoded(music(), RATE, "libmp3lame", "mp3"))
    code = (
        "import sys, hashlib; from automapper.audio import decode, encode_ogg\n"
        "print(hashlib.sha256(encode_ogg(decode(sys.argv[1]))).hexdigest())"
    )
    import os

    digests = {
        subprocess.run(
            [sys.executable, "-c", code, str(source)],
            env={**os.environ, "PYTHONHASHSEED": seed, "OMP_NUM_THREADS": threads},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, threads in (("1", "1"), ("2", "2"))
    }
    assert len(digests) == 1


def test_a_long_song_does_not_break_the_encoder() -> None:
    rng = np.random.default_rng(0)
    samples = (0.1 * rng.standard_normal((1, 120 * RATE))).astype(np.float32)
    stored, _ = read_back(encode_ogg(Waveform(samples, RATE), quality=0.0))
    assert stored.shape == samples.shape


def test_better_quality_takes_more_bytes() -> None:
    waveform = Waveform(music(5.0), RATE)
    sizes = [len(encode_ogg(waveform, quality=q)) for q in (0.0, 0.5, 1.0)]
    assert sizes == sorted(set(sizes))


@pytest.mark.parametrize("quality", [-0.1, 1.1])
def test_a_quality_out_of_range(quality: float) -> None:
    with pytest.raises(ValueError, match="quality"):
        encode_ogg(Waveform(music(1.0), RATE), quality=quality)


def test_silence_cannot_be_cut_away() -> None:
    with pytest.raises(ValueError, match="never cut"):
        encode_ogg(Waveform(music(1.0), RATE), silence_before=-0.5)


def test_tags_are_written(tmp_path: Path) -> None:
    write_ogg(tmp_path / "a.ogg", Waveform(music(5.0), RATE), tags={"title": "曲", "artist": "ä"})
    found = mutagen.File(tmp_path / "a.ogg")
    assert (found["title"], found["artist"]) == (["曲"], ["ä"])
    assert decode(tmp_path / "a.ogg").seconds == 5.0


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    taken = tmp_path / "taken.ogg"
    taken.mkdir()
    with pytest.raises(OutputError, match="cannot be written"):
        write_ogg(taken, Waveform(music(1.0), RATE))
    with pytest.raises(OutputError, match="cannot be written"):
        write_ogg(tmp_path / "no" / "a.ogg", Waveform(music(1.0), RATE))
    assert [item.name for item in tmp_path.iterdir()] == ["taken.ogg"]


def test_vorbis_passes_through_untouched(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    soundfile.write(buffer, music().T, RATE, format="OGG", subtype="VORBIS")
    file = saved(tmp_path / "song.mp3", buffer.getvalue())  # the codec counts, not the name
    assert vorbis_bytes(file) == buffer.getvalue()
    assert level_ogg(file, decode(file)) == buffer.getvalue()


def test_vorbis_that_needs_silence_is_encoded_anew(tmp_path: Path) -> None:
    file = saved(tmp_path / "a.ogg", encode_ogg(Waveform(music(), RATE)))
    samples, _ = read_back(level_ogg(file, decode(file), 0.25))
    assert click_time(samples, RATE) == pytest.approx(CLICK_AT + 0.25, abs=0.0006)


@pytest.mark.parametrize(
    ("samples", "rate", "codec", "container"),
    [
        (music(rate=48_000), 48_000, "libopus", "ogg"),
        (music(), RATE, "flac", "ogg"),
        (music(), RATE, "libmp3lame", "mp3"),
    ],
)
def test_other_codecs_are_encoded(
    tmp_path: Path, samples: np.ndarray, rate: int, codec: str, container: str
) -> None:
    file = saved(tmp_path / "song.ogg", encoded(samples, rate, codec, container))
    assert vorbis_bytes(file) is None
    written = saved(tmp_path / "level.ogg", level_ogg(file, decode(file)))
    assert vorbis_bytes(written) is not None


@pytest.mark.parametrize(("rate", "channels"), [(22_050, 2), (44_100, 6)])
def test_vorbis_that_games_do_not_take_is_encoded(tmp_path: Path, rate: int, channels: int) -> None:
    buffer = io.BytesIO()
    soundfile.write(buffer, music(rate=rate, channels=channels).T, rate, "VORBIS", format="OGG")
    file = saved(tmp_path / "a.ogg", buffer.getvalue())
    assert vorbis_bytes(file) is None
    samples, stored = read_back(level_ogg(file, decode(file)))
    assert stored == 44_100 and len(samples) == 2


def test_a_cut_vorbis_does_not_pass(tmp_path: Path) -> None:
    data = encode_ogg(Waveform(music(), RATE))
    assert vorbis_bytes(saved(tmp_path / "a.ogg", data[: len(data) // 2])) is None
