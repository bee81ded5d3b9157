from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from automapper.ear.moving.beat_evidence import BPM, FPS, STATES, Evidence
from automapper.ear.moving.beat_path import beat_path
from render import drifting_beats, steady_beats, stepped_beats


def _evidence(beats: NDArray[np.float64], seconds: float, missing: float = 0.0) -> Evidence:
    """Beats speak for themselves in their frame, every other frame against a beat."""
    gain = np.full(int(seconds * FPS), -2.0, np.float32)
    kept = np.random.default_rng(0).random(len(beats)) >= missing
    gain[np.round(beats[kept] * FPS).astype(int)] = 3.0
    return Evidence(gain, np.zeros((1, STATES), np.float32), 10**9)


def _nearest(beats: NDArray[np.float64], found: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.abs(beats[:, None] - found[None]).min(axis=1))


@pytest.mark.parametrize("bpm", [60.0, 97.3, 128.0, 174.0, 240.0])
def test_steady_beats_are_found_whatever_frames_they_fall_in(bpm: float) -> None:
    beats = steady_beats(bpm, 0.31, 40)
    found = beat_path(_evidence(beats, 41))
    assert len(found) == len(beats)
    assert _nearest(beats, found).max() <= 0.5 / FPS + 1e-9


def test_missing_beats_are_filled_in() -> None:
    beats = steady_beats(130.0, 0.3, 60)
    found = beat_path(_evidence(beats, 61, missing=0.2))
    assert len(beats) - 6 <= len(found) <= len(beats) + 1
    assert _nearest(found, beats).max() <= 0.021


def test_the_tempo_may_step_and_drift() -> None:
    for beats in (
        stepped_beats([(120, 40), (150, 60), (90, 30)], 0.4),
        drifting_beats(110, 0.08, 40, 0.4, 60),
    ):
        found = beat_path(_evidence(beats, beats[-1] + 1, missing=0.1))
        assert _nearest(beats[1:-1], found).max() <= 0.03
        assert abs(len(found) - len(beats)) <= 2


def test_what_lies_outside_the_music_is_left_alone() -> None:
    beats = steady_beats(120.0, 10.0, 30)
    found = beat_path(_evidence(beats, 45))
    assert found.min() > 9.4
    assert found.max() < 30.6


def test_the_preferred_tempo_decides_between_octaves() -> None:
    beats = steady_beats(200.0, 0.3, 30)
    plain = _evidence(beats, 31)
    slow = np.where(BPM < 120, 0.0, -6.0).astype(np.float32)[None]
    found = beat_path(Evidence(plain.gain, slow, plain.hop))
    assert float(np.median(np.diff(found))) == pytest.approx(0.6, abs=0.021)


def test_free_playing_is_followed() -> None:
    near = []
    for seed in range(8):
        gaps = 0.6 * np.exp(np.random.default_rng(seed).normal(0, 0.04, 80))
        beats = 0.5 + np.concatenate([[0.0], np.cumsum(gaps)])
        found = beat_path(_evidence(beats, beats[-1] + 1))
        near += (_nearest(beats, found) <= 0.5 / FPS + 1e-9).tolist()
    assert np.mean(near) > 0.85
