from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from numpy.typing import NDArray

from automapper.ear.sound.harmony import CHROMA_GRID, Harmony
from automapper.ear.sound.heard import Heard, measure
from automapper.ear.sound.repetition import REPETITION_EVIDENCE, repetition
from render import band, steady_beats

SECONDS, PERIOD = 60, 0.5


@pytest.fixture(scope="module")
def plain() -> Heard:
    return measure(band(steady_beats(120.0, 0.3, float(SECONDS))).waveform)


def heard(plain: Heard, phrase: int) -> Heard:
    """A song of which everything comes back after so many beats."""
    rng = np.random.default_rng(phrase)
    frames = np.arange(SECONDS * CHROMA_GRID.fps + 1)
    chords = rng.uniform(0, 1, (phrase, 12)).astype(np.float32)
    beat = np.floor(frames / CHROMA_GRID.fps / PERIOD).astype(int)
    accents = rng.uniform(0, 3, (round(100 * phrase * PERIOD), 4)).astype(np.float32)
    return dataclasses.replace(
        plain,
        harmony=Harmony(chords[beat % phrase]),
        accents=accents[np.arange(SECONDS * 100) % len(accents)],
    )


def evidence(song: Heard, beats: NDArray[np.float64]) -> dict[str, float]:
    values = repetition(song, beats, np.gradient(beats))
    return dict(zip(REPETITION_EVIDENCE, values, strict=True))


@pytest.mark.parametrize("what", ["rhythm", "harmony"])
def test_phrases_of_eight_show_the_count_in_which_they_are_eight(plain: Heard, what: str) -> None:
    song = heard(plain, 8)
    true = evidence(song, np.arange(1.0, SECONDS - 1, PERIOD))
    dotted = evidence(song, np.arange(1.0, SECONDS - 1, PERIOD * 2 / 3))
    assert true[f"repeated {what} after 8 over 6"] > 0.7
    assert true[f"repeated {what} after 16 over 12"] > 0.7
    assert dotted[f"repeated {what} after 16 over 12"] < -0.7


def test_waltzes_come_back_after_threes(plain: Heard) -> None:
    found = evidence(heard(plain, 12), np.arange(1.0, SECONDS - 1, PERIOD))
    assert found["repeated harmony after 16 over 12"] < -0.7


def test_short_songs_say_nothing(plain: Heard) -> None:
    assert set(evidence(heard(plain, 8), np.arange(1.0, 5.0, PERIOD)).values()) == {0.0}
