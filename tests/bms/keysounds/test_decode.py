"""Samples of every kind that packages hold, and files that are none."""

from __future__ import annotations

import numpy as np
import pytest

from automapper.bms.keysounds import decode
from automapper.bms.keysounds.decode import decode_sample
from automapper.errors import AudioError
from bms.keysounds.tones import ffmpeg_file, noise, sound_file, tone

KINDS = [
    ("WAV", "PCM_U8", 0.02),
    ("WAV", "PCM_16", 1e-3),
    ("WAV", "PCM_24", 1e-5),
    ("WAV", "PCM_32", 1e-6),
    ("WAV", "FLOAT", 1e-7),
    ("WAV", "MS_ADPCM", 0.02),
    ("WAV", "IMA_ADPCM", 0.02),
    ("WAVEX", "PCM_16", 1e-3),
    ("FLAC", "PCM_16", 1e-3),
    ("AIFF", "PCM_16", 1e-3),
    ("OGG", "VORBIS", 0.01),
]


@pytest.mark.parametrize(("kind", "subtype", "error"), KINDS)
@pytest.mark.parametrize("channels", [1, 2])
def test_a_sample_is_decoded_whatever_its_kind(
    kind: str, subtype: str, error: float, channels: int
) -> None:
    sent = np.concatenate([tone(440.0), 0.5 * tone(660.0)])[:channels]
    heard = decode_sample(sound_file(sent, 44_100, kind, subtype))
    assert heard.sample_rate == 44_100 and heard.channels == channels
    frames = sent.shape[1]
    assert frames <= heard.samples.shape[1] <= frames + 4100  # ADPCM fills its last block
    difference = heard.samples[:, :frames] - sent
    assert np.sqrt(np.mean(difference**2)) < error


@pytest.mark.parametrize("rate", [8000, 22_050, 48_000])
def test_a_sample_keeps_its_rate(rate: int) -> None:
    assert decode_sample(sound_file(tone(440.0, rate=rate), rate)).sample_rate == rate


@pytest.mark.parametrize(
    ("codec", "container"),
    [("libmp3lame", "mp3"), ("libmp3lame", "wav"), ("libopus", "ogg"), ("aac", "mp4")],
)
def test_what_libsndfile_or_ffmpeg_knows_is_decoded(codec: str, container: str) -> None:
    heard = decode_sample(ffmpeg_file(tone(440.0), 48_000, codec, container))
    assert 0.4 < heard.seconds < 0.7
    spectrum = np.abs(np.fft.rfft(heard.samples[0]))
    assert abs(spectrum.argmax() / heard.seconds - 440 * 48_000 / 44_100) < 5


def test_more_channels_are_mixed_to_two() -> None:
    heard = decode_sample(sound_file(np.repeat(tone(440.0), 6, axis=0), 44_100, "WAV"))
    assert heard.channels == 2
    assert np.abs(heard.samples).max() < 0.51


def test_a_file_that_is_cut_off_gives_what_is_there() -> None:
    data = sound_file(tone(440.0), 44_100, "WAV")
    assert decode_sample(data[: len(data) // 2]).seconds == pytest.approx(0.25, abs=0.01)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty"),
        (b"<html>404 Not Found</html>", "cannot be decoded"),
        (bytes(4000), "cannot be decoded"),
        (sound_file(tone(440.0, seconds=0.0)), "cannot be decoded|holds no"),
        (b"OggS" + bytes(500), "cannot be decoded"),
    ],
)
def test_what_is_no_sound_is_refused_with_a_reason(data: bytes, reason: str) -> None:
    with pytest.raises(AudioError, match=reason):
        decode_sample(data)


def test_numbers_that_are_no_sound_are_refused() -> None:
    loud = sound_file(tone(440.0, peak=1000.0), subtype="FLOAT")
    with pytest.raises(AudioError, match="out of range"):
        decode_sample(loud)
    broken = tone(440.0)
    broken[0, 100] = np.nan
    with pytest.raises(AudioError, match="not numbers"):
        decode_sample(sound_file(broken, subtype="FLOAT"))


def test_a_sample_longer_than_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decode, "MAX_SAMPLE_SECONDS", 0.25)
    with pytest.raises(AudioError, match="longer than"):
        decode_sample(sound_file(tone(440.0)))


def test_rates_that_no_sound_has_are_refused() -> None:
    with pytest.raises(AudioError, match="sample rate of 1000 Hz"):
        decode_sample(sound_file(tone(100.0, rate=1000), 1000))


@pytest.mark.parametrize("kind", ["WAV", "OGG", "FLAC", "MP3"])
def test_damage_is_a_reason_or_some_sound_and_nothing_else(kind: str) -> None:
    data = sound_file(noise(0.1), 44_100, kind)
    draw = np.random.default_rng(1)
    for _ in range(60):
        broken = bytearray(data[: draw.integers(1, len(data) + 1)])
        for at in draw.integers(0, len(broken), 4):
            broken[at] = draw.integers(256)
        try:
            heard = decode_sample(bytes(broken))
        except AudioError as error:
            assert "\n" not in str(error)
        else:
            assert heard.samples.shape[1] > 0
