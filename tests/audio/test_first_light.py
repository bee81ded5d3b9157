"""The bundled song keeps what its truth file promises."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from automapper.audio import Waveform, decode, log_mel, read_tags, vorbis_bytes

DEMO = Path(__file__).resolve().parents[2] / "demo"
SONG = DEMO / "first-light.ogg"
TRUTH = json.loads((DEMO / "first-light.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def song() -> Waveform:
    return decode(SONG)


def test_it_is_small_tagged_and_playable_as_it_is(song: Waveform) -> None:
    tags = read_tags(SONG)
    assert (tags.title, tags.artist) == (TRUTH["title"], TRUTH["artist"])
    assert SONG.stat().st_size < 1_500_000
    assert vorbis_bytes(SONG) is not None
    assert (song.channels, song.sample_rate) == (2, 44_100)


def test_it_is_as_long_as_it_says_and_does_not_clip(song: Waveform) -> None:
    assert 60 <= song.seconds <= 90
    assert song.seconds == pytest.approx(TRUTH["seconds"], abs=0.001)
    assert 0.5 < np.abs(song.samples).max() < 1.0


def test_the_sections_fill_the_song_bar_by_bar() -> None:
    bar = TRUTH["meter"] * 60 / TRUTH["bpm"]
    at = TRUTH["first_downbeat"]
    for section in TRUTH["sections"]:
        assert section["start"] == pytest.approx(at)
        at = section["start"] + section["bars"] * bar
        assert section["end"] == pytest.approx(at)
    names = {section["name"] for section in TRUTH["sections"]}
    assert {"intro", "verse", "chorus", "break", "outro"} <= names
    assert TRUTH["beats"] == sum(section["bars"] for section in TRUTH["sections"]) * TRUTH["meter"]


def test_the_chorus_is_louder_than_what_surrounds_it(song: Waveform) -> None:
    loud: dict[str, list[float]] = {}
    for section in TRUTH["sections"]:
        first, last = (round(section[key] * song.sample_rate) for key in ("start", "end"))
        loud.setdefault(section["name"], []).append(float(song.samples[:, first:last].std()))
    softest = min(loud["chorus"])
    assert all(softest > 1.3 * max(values) for name, values in loud.items() if name != "chorus")


def test_attacks_lie_on_the_sixteenths_of_the_truth(song: Waveform) -> None:
    """The flux folded onto a sixteenth peaks where the grid says, within two frames."""
    values = log_mel(song).values
    flux = np.maximum(values[1:] - values[:-1], 0).mean(axis=1)
    times = np.arange(1, len(values)) / 100
    step = 15 / TRUTH["bpm"]
    place = (times - TRUTH["first_downbeat"] + step / 2) % step - step / 2
    near = np.abs(place) <= 0.02
    assert flux[near].mean() > 2 * flux[~near].mean()


def test_nothing_sounds_before_the_first_downbeat(song: Waveform) -> None:
    start = round((TRUTH["first_downbeat"] - 0.02) * song.sample_rate)
    assert np.abs(song.samples[:, :start]).max() < 0.005
