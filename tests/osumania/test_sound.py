"""What we encode for osu! keeps to the rates that our own check asks for, loud or quiet."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from automapper.audio import Waveform, decode, encode_ogg
from automapper.audio.stream_facts import stream_facts
from automapper.osumania.sound import LEAST_KBPS, MOST_KBPS, song_ogg

SONG = Path(__file__).parent.parent.parent / "demo" / "first-light.ogg"


def kbps(data: bytes) -> float:
    facts = stream_facts(data)
    assert facts is not None
    return facts.kbps


def noise(channels: int, level: float, dull: bool) -> Waveform:
    """Ten seconds at 44.1 kHz; ``dull``: with little above a few kHz, as old recordings."""
    samples = np.random.default_rng(3).normal(0, level, (channels, 441_000))
    if dull:
        samples = np.cumsum(samples, axis=1) * 0.02
    return Waveform(samples.astype(np.float32), 44_100)


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("level", [0.3, 0.003])
@pytest.mark.parametrize("dull", [False, True])
def test_noisy_and_quiet_songs_keep_within_the_rates(
    channels: int, level: float, dull: bool
) -> None:
    assert LEAST_KBPS <= kbps(song_ogg(noise(channels, level, dull))) <= MOST_KBPS["vorbis"]


@pytest.mark.parametrize("mono", [False, True])
def test_music_is_encoded_finer_than_elsewhere_where_it_must(mono: bool) -> None:
    song = decode(SONG, mono=mono)
    assert kbps(encode_ogg(song)) < LEAST_KBPS <= kbps(song_ogg(song)) <= 160


def test_what_is_rich_enough_is_encoded_once_as_elsewhere() -> None:
    rich = noise(2, 0.2, dull=False)
    assert song_ogg(rich) == encode_ogg(rich)


def test_a_lone_tone_stays_below() -> None:
    tone = 0.1 * np.sin(np.arange(441_000) * 0.06)[None].astype(np.float32)
    assert kbps(song_ogg(Waveform(tone, 44_100))) < LEAST_KBPS
