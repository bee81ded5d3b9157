from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sound_files import CLICK_AT, click_time, encoded, music, saved, video_only

from automapper.audio import MIN_SECONDS, Waveform, decode
from automapper.errors import AudioError, SilentAudioError

RATE = 44_100
DECODE = sys.modules["automapper.audio.decode"]


def wav(samples: np.ndarray, rate: int = RATE, subtype: str = "PCM_16", kind: str = "WAV") -> bytes:
    buffer = io.BytesIO()
    soundfile.write(buffer, samples.T, rate, format=kind, subtype=subtype)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("codec", "container", "rate", "late"),
    [
        ("libmp3lame", "mp3", 44_100, 0.0005),
        ("libopus", "ogg", 48_000, 0.0005),
        ("flac", "flac", 44_100, 0.0001),
        ("alac", "mp4", 44_100, 0.0001),
        ("aac", "mp4", 44_100, 0.001),
        ("pcm_s24le", "wav", 44_100, 0.0001),
        ("libopus", "webm", 48_000, 0.0005),
        ("wmav2", "asf", 44_100, 0.05),  # the format does not state its delay
    ],
)
def test_every_codec_keeps_the_time_of_a_click(
    tmp_path: Path, codec: str, container: str, rate: int, late: float
) -> None:
    file = saved(tmp_path / "song.bin", encoded(music(rate=rate), rate, codec, container))
    waveform = decode(file)
    assert waveform.sample_rate == rate
    assert waveform.channels == 2
    assert waveform.seconds == pytest.approx(6.0, abs=0.1)
    assert click_time(waveform.samples, rate) == pytest.approx(CLICK_AT, abs=late)


def test_an_mp3_delay_is_skipped_exactly_once(tmp_path: Path) -> None:
    file = saved(tmp_path / "song.mp3", encoded(music(), RATE, "libmp3lame", "mp3"))
    waveform = decode(file)
    assert waveform.samples.shape[1] == 6 * RATE  # neither the delay nor the padding is left
    assert abs(click_time(waveform.samples, RATE) - CLICK_AT) < 0.0005


@pytest.mark.parametrize("name", ["song.wav", "song.mp3", "song.txt", "song.raw", "曲、その一.ogg"])
@pytest.mark.parametrize("kind", ["WAV", "FLAC", "OGG"])
def test_the_name_says_nothing(tmp_path: Path, name: str, kind: str) -> None:
    data = wav(music(), subtype="VORBIS" if kind == "OGG" else "PCM_16", kind=kind)
    assert decode(saved(tmp_path / name, data)).seconds == pytest.approx(6.0, abs=1e-6)


def test_24_bit_flac_keeps_what_16_bits_would_lose(tmp_path: Path) -> None:
    samples = music(channels=1)
    samples[0, -100:] = np.float32(0.3 / 2**16)
    waveform = decode(saved(tmp_path / "a.flac", wav(samples, subtype="PCM_24", kind="FLAC")))
    assert np.abs(waveform.samples - samples).max() < 2**-22


def test_channels_that_cancel_each_other_are_not_mixed(tmp_path: Path) -> None:
    song = np.random.default_rng(0).normal(0, 0.1, 5 * RATE).astype(np.float32)
    file = tmp_path / "x.wav"
    file.write_bytes(wav(np.stack([0.9 * song, -song]), subtype="FLOAT"))
    np.testing.assert_array_equal(decode(file, mono=True).samples[0], -song)


def test_mono_8_khz_stays_as_it_is(tmp_path: Path) -> None:
    waveform = decode(saved(tmp_path / "a.wav", wav(music(rate=8000, channels=1), rate=8000)))
    assert (waveform.channels, waveform.sample_rate) == (1, 8000)


@pytest.mark.parametrize("loud", range(6))
def test_each_of_six_channels_is_heard_on_its_side(tmp_path: Path, loud: int) -> None:
    samples = np.zeros((6, 5 * RATE), dtype=np.float32)
    samples[loud] = music(5.0, channels=1)[0]
    left, right = decode(saved(tmp_path / "a.wav", wav(samples))).samples.std(axis=1)
    sides = {0: (1, 0), 1: (0, 1), 2: (1, 1), 3: (1, 1), 4: (1, 0), 5: (0, 1)}[loud]
    assert (left > 0.005, right > 0.005) == tuple(map(bool, sides))


def test_six_full_scale_channels_do_not_clip(tmp_path: Path) -> None:
    samples = np.full((6, 5 * RATE), 0.99, dtype=np.float32)
    assert decode(saved(tmp_path / "a.wav", wav(samples))).samples.max() <= 1.0


def test_six_channels_through_ffmpeg_agree_with_libsndfile(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    samples = (0.1 * rng.standard_normal((6, 5 * RATE))).astype(np.float32)
    by_soundfile = decode(saved(tmp_path / "a.wav", wav(samples, subtype="FLOAT")))
    by_ffmpeg = decode(saved(tmp_path / "a.mka", encoded(samples, RATE, "pcm_f32le", "matroska")))
    assert np.abs(by_soundfile.samples - by_ffmpeg.samples).max() < 1e-6


def test_the_result_is_read_only_and_finite(tmp_path: Path) -> None:
    waveform = decode(saved(tmp_path / "a.wav", wav(music())))
    assert isinstance(waveform, Waveform)
    with pytest.raises(ValueError, match="read-only"):
        waveform.samples[0, 0] = 1.0


def refused(file: Path) -> str:
    with pytest.raises(AudioError) as caught:
        decode(file)
    text = str(caught.value)
    assert text.startswith(str(file)) and "\n" not in text
    return text


def test_a_missing_file(tmp_path: Path) -> None:
    assert "no such audio file" in refused(tmp_path / "nothing.mp3")


def test_a_folder(tmp_path: Path) -> None:
    assert "is a folder" in refused(tmp_path)


def test_an_empty_file(tmp_path: Path) -> None:
    assert "is empty" in refused(saved(tmp_path / "a.ogg", b""))


@pytest.mark.parametrize(
    "text",
    [
        b"Dear diary, today I renamed a file.\n" * 50,
        b"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nother.mp3\n",
        b"ffconcat version 1.0\nfile other.wav\n",
        b"[00:01.00] a song text\n[00:02.00] with times\n",
        bytes(range(256)) * 40,
        b"\0" * 5000,
        b"ID3\x04\0\0\0\0\x01\0" + b"\0" * 300,
        b"OggS but no more",
        b"RIFF\x10\0\0\0WAVEdata",
        b"fLaC\0\0\0\x22",
    ],
    ids=["text", "playlist", "concat", "lyrics", "bytes", "zeros", "id3", "ogg", "riff", "flac"],
)
def test_what_is_no_audio_whatever_its_name(tmp_path: Path, text: bytes) -> None:
    refused(saved(tmp_path / "a.mp3", text))


def test_a_playlist_does_not_open_what_it_names(tmp_path: Path) -> None:
    saved(tmp_path / "other.wav", wav(music()))
    refused(saved(tmp_path / "list.mp3", b"ffconcat version 1.0\nfile other.wav\n"))


def test_a_film_without_sound(tmp_path: Path) -> None:
    assert "only video" in refused(saved(tmp_path / "a.mp4", video_only()))


@pytest.mark.parametrize("kind", ["WAV", "FLAC", "AIFF", "OGG"])
@pytest.mark.parametrize("share", [0.5, 0.9])
def test_a_cut_file_of_libsndfile(tmp_path: Path, kind: str, share: float) -> None:
    data = wav(music(12.0), subtype="VORBIS" if kind == "OGG" else "PCM_16", kind=kind)
    cut = data[: int(len(data) * share)]
    assert "cut off" in refused(saved(tmp_path / "a.bin", cut))


@pytest.mark.parametrize(
    ("codec", "container", "rate"),
    [
        ("libmp3lame", "mp3", 44_100),
        ("libopus", "ogg", 48_000),
        ("libopus", "webm", 48_000),
        ("alac", "mp4", 44_100),
    ],
)
def test_a_cut_file_of_ffmpeg(tmp_path: Path, codec: str, container: str, rate: int) -> None:
    data = encoded(music(12.0, rate), rate, codec, container)
    refused(saved(tmp_path / "a.bin", data[: len(data) // 2]))


def test_an_ogg_without_its_last_page(tmp_path: Path) -> None:
    data = wav(music(12.0), subtype="VORBIS", kind="OGG")
    whole_pages = data[: data.rindex(b"OggS")]
    assert "last Ogg page" in refused(saved(tmp_path / "a.ogg", whole_pages))


def test_a_wav_that_a_program_streamed_states_no_size(tmp_path: Path) -> None:
    data = bytearray(wav(music()))
    at = data.index(b"data") + 4
    data[at : at + 4] = b"\xff\xff\xff\xff"
    assert decode(saved(tmp_path / "a.wav", bytes(data))).seconds == pytest.approx(6.0, abs=0.01)


def test_tags_glued_to_the_end_of_an_ogg_do_no_harm(tmp_path: Path) -> None:
    data = wav(music(), subtype="VORBIS", kind="OGG") + b"TAG" + b"x" * 125
    assert decode(saved(tmp_path / "a.ogg", data)).seconds == pytest.approx(6.0, abs=1e-6)


def test_silence(tmp_path: Path) -> None:
    quiet = np.zeros((2, 5 * RATE), dtype=np.float32)
    quiet[:, ::7] = 1 / 2**15  # dither
    assert "silent" in refused(saved(tmp_path / "a.wav", wav(quiet)))


def test_quiet_music_is_not_silence(tmp_path: Path) -> None:
    assert decode(saved(tmp_path / "a.wav", wav(music() * np.float32(0.01)))).seconds == 6.0


@pytest.mark.parametrize("seconds", [0.0005, 0.5, MIN_SECONDS - 0.01])
def test_a_clip_too_short_for_a_level(tmp_path: Path, seconds: float) -> None:
    assert "too short" in refused(saved(tmp_path / "a.wav", wav(music(seconds))))


def test_the_shortest_level(tmp_path: Path) -> None:
    assert decode(saved(tmp_path / "a.wav", wav(music(MIN_SECONDS)))).seconds == MIN_SECONDS


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_samples_that_are_not_numbers(tmp_path: Path, bad: float) -> None:
    samples = music()
    samples[1, 70_000] = bad
    assert "not numbers" in refused(saved(tmp_path / "a.wav", wav(samples, subtype="FLOAT")))


def test_samples_that_are_integers_in_disguise(tmp_path: Path) -> None:
    data = wav(music() * np.float32(32768), subtype="FLOAT")
    assert "out of range" in refused(saved(tmp_path / "a.wav", data))


@pytest.mark.parametrize("rate", [100, 1_000_000])
def test_an_absurd_rate(tmp_path: Path, rate: int) -> None:
    samples = music(5.0, 8000, 1)
    assert "sample rate" in refused(saved(tmp_path / "a.wav", wav(samples, rate)))


def test_an_absurd_number_of_channels(tmp_path: Path) -> None:
    assert "channels" in refused(saved(tmp_path / "a.wav", wav(music(5.0, 8000, 20), 8000)))


def test_an_absurd_length(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = saved(tmp_path / "a.wav", wav(music()))
    monkeypatch.setattr(DECODE, "MAX_SECONDS", 5.0)
    assert "longer than" in refused(file)


def test_a_length_that_only_shows_while_decoding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = saved(tmp_path / "a.aac", encoded(music(), RATE, "aac", "adts"))
    monkeypatch.setattr(DECODE, "MAX_SECONDS", 5.0)
    assert "longer than" in refused(file)


def test_one_damaged_place_shifts_nothing(tmp_path: Path) -> None:
    data = bytearray(encoded(music(12.0), RATE, "libmp3lame", "mp3"))
    data[1500:1600] = b"\0" * 100
    waveform = decode(saved(tmp_path / "a.mp3", bytes(data)))
    assert waveform.seconds == pytest.approx(12.0, abs=0.06)


def test_an_mp3_inside_a_wav(tmp_path: Path) -> None:
    data = encoded(music(), RATE, "libmp3lame", "wav")
    assert decode(saved(tmp_path / "a.wav", data)).seconds == pytest.approx(6.0, abs=0.1)


def test_a_name_with_a_null_character() -> None:
    with pytest.raises(AudioError):
        decode("a\0.mp3")


@pytest.fixture(scope="module")
def originals() -> Callable[[int], bytes]:
    """One small file of each family, by number (a list would fill the report of a failure)."""
    samples = music(4.5, 8000, 1)
    files = [
        wav(samples, 8000),
        wav(samples, 8000, kind="FLAC"),
        wav(samples, 8000, kind="AIFF"),
        wav(samples, 8000, "VORBIS", "OGG"),
        encoded(samples, 8000, "libmp3lame", "mp3"),
        encoded(samples, 8000, "libopus", "ogg"),
        encoded(samples, 8000, "aac", "mp4"),
        encoded(samples, 8000, "libopus", "webm"),
        encoded(samples, 8000, "wmav2", "asf"),
    ]
    return files.__getitem__


@pytest.mark.filterwarnings("error::pytest.PytestUnraisableExceptionWarning")
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(which=st.integers(0, 8), seed=st.integers(0, 2**32 - 1), early=st.booleans())
def test_damage_is_an_audio_error_or_sound_and_nothing_else(
    tmp_path: Path, originals: Callable[[int], bytes], which: int, seed: int, early: bool
) -> None:
    rng = np.random.default_rng(seed)
    data = bytearray(originals(which))
    reach = 400 if early else len(data)  # headers deserve more than their share
    for at in rng.integers(0, min(reach, len(data)), size=rng.integers(1, 20)):
        data[at] = rng.integers(256)
    try:
        waveform = decode(saved(tmp_path / "a.bin", bytes(data)))
    except AudioError as error:
        assert len(str(error).splitlines()) == 1
    else:
        assert np.isfinite(waveform.samples).all() and waveform.channels in (1, 2)


@pytest.mark.parametrize("channels", [1, 2, 6])
def test_mono_is_the_mean_of_what_stereo_keeps(channels: int, tmp_path: Path) -> None:
    samples = music(5.0, channels=channels) * np.linspace(0.3, 1.0, channels)[:, None]
    path = tmp_path / "x.wav"
    path.write_bytes(wav(samples.astype(np.float32)))
    alone, both = decode(path, mono=True), decode(path)
    assert alone.channels == 1 and both.channels == min(channels, 2)
    assert np.array_equal(alone.samples[0], both.mono())


def test_silence_is_an_error_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "x.wav"
    path.write_bytes(wav(np.zeros((2, 5 * RATE), np.float32)))
    for mono in (False, True):
        with pytest.raises(SilentAudioError, match="silent"):
            decode(path, mono=mono)
        kept = decode(path, mono=mono, allow_silence=True)
        assert kept.seconds == 5.0 and not kept.samples.any()
