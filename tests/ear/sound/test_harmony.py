from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from automapper.audio import Waveform
from automapper.ear.sound.harmony import Harmony, harmony

RATE = 22050


def _chord(pitches: list[int], seconds: float) -> np.ndarray:
    t = np.arange(int(seconds * RATE)) / RATE
    return sum(np.sin(2 * np.pi * 440.0 * 2 ** ((p - 69) / 12) * t) for p in pitches) * 0.1


def test_a_chord_shows_its_pitch_classes() -> None:
    heard = harmony(Waveform(_chord([60, 64, 67], 3.0)[None].astype(np.float32), RATE))
    mean = heard.mean(1.0, 2.0)
    assert set(np.argsort(mean)[-3:].tolist()) == {0, 4, 7}


def test_harmony_changes_where_the_chord_does() -> None:
    sound = np.concatenate([_chord([60, 64, 67], 2.0), _chord([62, 65, 69], 2.0)])
    heard = harmony(Waveform(sound[None].astype(np.float32), RATE))
    change = heard.change(np.array([1.0, 2.0, 3.0]), 0.5)
    assert change[1] > 0.3 > 10 * max(change[0], change[2])


def test_silence_has_no_harmony() -> None:
    heard = harmony(Waveform(np.zeros((1, RATE), np.float32), RATE))
    assert not heard.chroma.any()
    assert heard.change(0.5, 0.2) == 0.0


def test_a_mean_is_that_of_the_frames_it_spans_however_often_it_is_asked() -> None:
    chroma = np.random.default_rng(0).random((100, 12)).astype(np.float32)
    heard = Harmony(chroma)
    for _ in range(2):
        found = heard.mean([0.0, 1.0, 3.5, 9.0], [0.4, 3.0, 99.0, 10.0])
        spans = [chroma[:10], chroma[25:75], chroma[88:]]
        assert found[:3] == pytest.approx(np.array([span.mean(axis=0) for span in spans]))
        assert not found[3].any()
    halved = replace(heard, chroma=chroma / 2)
    assert halved.mean(1.0, 3.0) == pytest.approx(heard.mean(1.0, 3.0) / 2)
