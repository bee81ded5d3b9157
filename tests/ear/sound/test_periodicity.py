from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automapper.ear.sound.novelty import NOVELTY_GRID, Novelty
from automapper.ear.sound.periodicity import (
    fold,
    fold_peak,
    refine,
    spectrum,
    strongest_pulse,
    tempo_prior,
    together,
)


def _pulses(bpm: float, offset: float, seconds: float) -> Novelty:
    values = np.zeros(int(seconds * NOVELTY_GRID.fps), np.float32)
    times = offset + np.arange(int((seconds - offset - 0.1) * bpm / 60)) * 60 / bpm
    place = times * NOVELTY_GRID.fps
    index = place.astype(int)
    values[index] += (1 - (place - index)).astype(np.float32)
    values[index + 1] += (place - index).astype(np.float32)
    return Novelty(values, 0.0)


@settings(max_examples=25, deadline=None)
@given(bpm=st.floats(100.0, 220.0), offset=st.floats(0.0, 1.0))
def test_tempo_to_a_hundredth_of_a_percent_and_phase_to_a_millisecond(
    bpm: float, offset: float
) -> None:
    curve = _pulses(bpm, offset, 90.0)
    shape = spectrum(curve)
    hz = refine(shape, bpm / 60 * 1.001)
    assert hz * 60 == pytest.approx(bpm, rel=5e-5)
    folded = fold(curve, 60 / bpm)
    phase = fold_peak(folded, float(folded.argmax()) / len(folded), 0.02) * 60 / bpm
    assert abs((phase - offset + 30 / bpm) % (60 / bpm) - 30 / bpm) < 0.001


def test_the_strongest_pulse_is_a_multiple_of_what_is_played() -> None:
    hz = strongest_pulse(spectrum(_pulses(140, 0.3, 60.0)))
    assert min(abs(hz * 60 / 140 - k) for k in (0.5, 1, 2)) < 0.002


def test_silence_has_no_pulse() -> None:
    assert strongest_pulse(spectrum(Novelty(np.zeros(5000, np.float32), 0.0))) == 0.0


def test_the_prior_prefers_what_games_count() -> None:
    assert tempo_prior(150.0) == 1.0
    assert tempo_prior(75.0) == pytest.approx(float(tempo_prior(300.0)))


def test_what_two_stretches_share_does_not_ask_how_they_lie() -> None:
    curve = _pulses(131.0, 0.4, 60.0)
    parts = [curve.between(0.0, 29.9), curve.between(31.13, 60.0)]
    moved = [parts[0], Novelty(parts[1].values, parts[1].start + 0.2)]
    for pair in (parts, moved):
        shape = together([spectrum(part) for part in pair])
        assert 60 * refine(shape, 131.2 / 60) == pytest.approx(131, rel=1e-4)
