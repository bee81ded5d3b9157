"""Sounds that are the same, nearly the same, late, and different."""

from __future__ import annotations

import numpy as np
import pytest

from automapper.bms.render.compare import compare
from bms.keysounds.tones import noise, stroke, tone, waveform


def test_the_same_sound_is_the_same() -> None:
    found = compare(waveform(noise()), waveform(noise()))
    assert (found.correlation, found.max_difference, found.lag) == (1.0, 0.0, 0.0)
    assert found.is_same


def test_rounding_is_no_difference_and_another_loudness_neither() -> None:
    sound = noise()
    found = compare(waveform(sound), waveform(np.round(0.5 * sound * 32768) / 32768))
    assert found.is_same and found.correlation < 1.0 and found.max_difference > 0.2


def test_a_sound_that_comes_late_has_a_lag() -> None:
    late = np.concatenate([np.zeros((1, 441), np.float32), stroke(440.0)], axis=1)
    found = compare(waveform(stroke(440.0)), waveform(late))
    assert found.lag == pytest.approx(0.01)
    assert not found.is_same
    assert compare(waveform(late), waveform(stroke(440.0))).lag == pytest.approx(-0.01)


def test_one_lost_note_is_heard() -> None:
    whole = np.concatenate([stroke(440.0)] * 10, axis=1)
    lacking = whole.copy()
    lacking[:, -stroke(440.0).shape[1] :] = 0
    found = compare(waveform(whole), waveform(lacking))
    assert not found.is_same and found.max_difference > 0.5 and found.lag == 0.0


def test_different_sounds_are_different() -> None:
    found = compare(waveform(tone(440.0)), waveform(noise()))
    assert abs(found.correlation) < 0.1


def test_silence_is_no_match() -> None:
    assert compare(waveform(0 * tone(440.0)), waveform(tone(440.0))).correlation == 0.0


def test_formats_must_fit() -> None:
    with pytest.raises(ValueError, match="different formats"):
        compare(waveform(tone(440.0)), waveform(tone(440.0), 22_050))
