from __future__ import annotations

import numpy as np
import pytest

from automapper.audio import Waveform
from automapper.errors import AudioError


def test_facts() -> None:
    samples = np.array([[0.0, 1.0], [1.0, 0.0]], dtype=np.float32)
    waveform = Waveform(samples, 2)
    assert (waveform.channels, waveform.seconds) == (2, 1.0)
    assert waveform.mono().tolist() == [0.5, 0.5]
    assert Waveform(samples[:1], 2).mono().tolist() == [0.0, 1.0]


def test_channels_that_cancel_each_other_are_not_mixed() -> None:
    song = np.random.default_rng(0).normal(size=1000).astype(np.float32)
    for other in (-song, -0.95 * song):
        mixed = Waveform(np.stack([song, other]), 1000).mono()
        np.testing.assert_array_equal(mixed, song)
    apart = np.stack([song, np.roll(song, 500)])
    np.testing.assert_allclose(Waveform(apart, 1000).mono(), apart.mean(axis=0), atol=1e-7)
    assert not Waveform(np.zeros((2, 9), np.float32), 9).mono().any()


@pytest.mark.parametrize("samples", [np.zeros((1, 4)), np.zeros(4, dtype=np.float32)])
def test_a_wrong_shape_or_type(samples: np.ndarray) -> None:
    with pytest.raises(ValueError, match="float32 of shape"):
        Waveform(samples, 44_100)


@pytest.mark.parametrize("at", [0, 1_500_000, 2_999_999])
@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_not_a_number_anywhere(at: int, bad: float) -> None:
    samples = np.zeros((1, 3_000_000), dtype=np.float32)
    samples[0, at] = bad
    with pytest.raises(AudioError, match="not numbers"):
        Waveform(samples, 44_100)


def test_equality_sees_every_field() -> None:
    a = np.zeros((1, 4), dtype=np.float32)
    b = a.copy()
    b[0, 3] = 1e-6
    assert Waveform(a, 10) == Waveform(a.copy(), 10)
    assert Waveform(a, 10) != Waveform(b, 10)
    assert Waveform(a, 10) != Waveform(a, 11)
    assert Waveform(a, 10) != a.tolist()


def test_samples_are_read_only() -> None:
    with pytest.raises(ValueError, match="read-only"):
        Waveform(np.zeros((1, 4), dtype=np.float32), 10).samples[0] = 1.0
