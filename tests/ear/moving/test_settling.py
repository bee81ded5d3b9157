from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from automapper.ear.moving.settling import settle, strengths
from automapper.ear.sound.novelty import NOVELTY_GRID, Novelty
from render import drifting_beats, steady_beats, stepped_beats


def _curve(attacks: NDArray[np.float64], strength: float = 1.0) -> Novelty:
    """Novelty with a peak of 3 ms at every attack."""
    time = np.arange(int((attacks[-1] + 1) * NOVELTY_GRID.fps)) / NOVELTY_GRID.fps
    values = np.zeros(len(time), np.float32)
    for attack in attacks:
        first = max(0, int((attack - 0.02) * NOVELTY_GRID.fps))
        near = slice(first, first + int(0.04 * NOVELTY_GRID.fps))
        values[near] += strength * np.exp(-0.5 * ((time[near] - attack) / 0.003) ** 2)
    return Novelty(values, 0.0)


@pytest.mark.parametrize(
    "beats",
    [
        steady_beats(128.37, 0.5, 60),
        drifting_beats(120, 0.03, 30, 0.5, 60),
        stepped_beats([(120, 40), (150, 60)], 0.5),
    ],
    ids=["steady", "drift", "step"],
)
def test_rough_beats_come_to_lie_on_their_attacks(beats: NDArray[np.float64]) -> None:
    rough = beats + np.random.default_rng(0).uniform(-0.015, 0.015, len(beats))
    errors = np.abs(settle(_curve(beats), rough) - beats)
    assert np.percentile(errors, 95) < 0.002


def test_jitter_of_single_notes_is_smoothed_away_where_the_pulse_is_even() -> None:
    beats = steady_beats(140.0, 0.5, 90)
    jitter = np.random.default_rng(1).normal(0, 0.006, len(beats))
    errors = np.abs(settle(_curve(beats + jitter), beats) - beats)
    assert np.percentile(errors, 95) < 0.004


def test_free_time_is_not_smoothed_away() -> None:
    rng = np.random.default_rng(2)
    beats = 0.5 + np.cumsum(0.6 * (1 + rng.normal(0, 0.05, 120)))
    errors = np.abs(settle(_curve(beats), beats + rng.uniform(-0.01, 0.01, 120)) - beats)
    assert np.percentile(errors, 95) < 0.006


def test_beats_without_attacks_keep_the_pulse_of_their_neighbours() -> None:
    beats = steady_beats(120.0, 0.5, 60)
    heard = np.concatenate([beats[:50], beats[66:]])
    errors = np.abs(settle(_curve(heard), beats) - beats)
    assert errors.max() < 0.002


def test_a_handful_of_beats_is_left_alone() -> None:
    beats = steady_beats(120.0, 0.5, 3)
    assert settle(_curve(beats), beats) is beats


def test_beats_without_attacks_have_no_strength() -> None:
    beats = steady_beats(120.0, 0.5, 60)
    attacks = np.concatenate([beats[5:50], beats[66:-4]])
    found = strengths(_curve(attacks), beats)
    assert (found >= 0.5).tolist() == [beat in attacks for beat in beats]
    assert found.min() == pytest.approx(0.02) and found.max() == pytest.approx(1.0, abs=0.1)
