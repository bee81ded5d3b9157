"""The usual decoder, on activations that are drawn by hand."""

from __future__ import annotations

import numpy as np
import pytest

from automapper.ear.activations import NET_GRID, Activations
from automapper.ear.evaluation.metrics import Times, f_measure, straight_line
from automapper.ear.evaluation.usual_decoder import decode_beats


def heard(beats: Times, downbeats: Times, seconds: float, noise: float = 0.0) -> Activations:
    """Bumps of 40 ms at beats, with noise of every frame's own."""
    time = np.arange(int(seconds * NET_GRID.fps)) / NET_GRID.fps
    curves = []
    for number, marks in enumerate((beats, downbeats)):
        distance = np.abs(time[:, None] - marks[None]).min(axis=1)
        curve = 0.9 * np.exp(-0.5 * (distance / 0.02) ** 2)
        curve += noise * np.random.default_rng(number).random(len(time))
        curves.append(np.clip(curve, 0.0, 1.0).astype(np.float32))
    return Activations(curves[0], curves[1], "drawn")


@pytest.mark.parametrize("meter", [3, 4])
@pytest.mark.parametrize("noise", [0.0, 0.2])
def test_steady_beats_and_bars_are_found(meter: int, noise: float) -> None:
    truth = 0.7 + 60.0 / 131.0 * np.arange(120)
    beats, downbeats = decode_beats(heard(truth, truth[1::meter], 56.0, noise))
    assert f_measure(truth, beats) > 0.97
    assert f_measure(truth[1::meter], downbeats) > 0.95
    bpm, _ = straight_line(beats)
    assert bpm == pytest.approx(131.0, rel=1e-3)


def test_a_tempo_that_moves_is_followed() -> None:
    truth = 0.7 + np.cumsum(0.45 + 0.1 * np.sin(np.arange(120) / 20))
    beats, _ = decode_beats(heard(truth, truth[::4], float(truth[-1]) + 1))
    assert f_measure(truth, beats) > 0.95


def test_beats_that_are_not_heard_are_filled_in() -> None:
    truth = 0.7 + 0.5 * np.arange(100)
    beats, _ = decode_beats(heard(np.delete(truth, [20, 21, 50]), truth[::4], 52.0))
    assert f_measure(truth, beats) > 0.97


def test_next_to_no_sound_has_no_beats() -> None:
    silence = Activations(np.zeros(3, np.float32), np.zeros(3, np.float32), "drawn")
    assert [len(found) for found in decode_beats(silence)] == [0, 0]
