from __future__ import annotations

import hashlib
import os
import subprocess
import sys

import numpy as np
import pytest
from sound_files import CLICK_AT, music

from automapper.audio import BEAT_MEL, ONSET_MEL, MelSpec, Waveform, log_mel
from automapper.audio.log_mel import BLOCK_FRAMES, STEPS, mel_bank


@pytest.mark.parametrize("spec", [BEAT_MEL, ONSET_MEL])
def test_a_frame_sits_on_its_time(spec: MelSpec) -> None:
    samples = np.zeros((1, 3 * spec.sample_rate), dtype=np.float32)
    samples[0, 2 * spec.sample_rate] = 1.0
    values = log_mel(Waveform(samples, spec.sample_rate), spec).values
    assert values.shape == (1 + samples.shape[1] // spec.hop, spec.n_mels)
    assert values.sum(axis=1).argmax() == 2 * spec.grid.fps


def test_the_same_as_torch_and_librosa() -> None:
    torch = pytest.importorskip("torch")
    librosa = pytest.importorskip("librosa")
    samples = music(3.0, BEAT_MEL.sample_rate, 1)
    bank = librosa.filters.mel(
        sr=22_050, n_fft=1024, n_mels=128, fmin=30, fmax=11_000, htk=False, norm=None
    )
    stft = torch.stft(
        torch.from_numpy(samples[0]),
        1024,
        441,
        window=torch.hann_window(1024),
        pad_mode="constant",
        return_complex=True,
    )
    expected = np.log1p(1000 * bank @ (stft.abs().numpy() / 1024**0.5)).T
    values = log_mel(Waveform(samples, 22_050), BEAT_MEL).values
    assert np.abs(values - expected).max() < 1e-4


def test_the_filters_are_librosas() -> None:
    librosa = pytest.importorskip("librosa")
    expected = librosa.filters.mel(
        sr=44_100, n_fft=2048, n_mels=96, fmin=30, fmax=16_000, htk=False, norm=None
    )
    assert np.abs(mel_bank(ONSET_MEL) - expected).max() < 1e-6


def test_blocks_do_not_show() -> None:
    """A song of several blocks holds the values that its pieces have on their own."""
    rate, hop = ONSET_MEL.sample_rate, ONSET_MEL.hop
    rng = np.random.default_rng(0)
    samples = rng.standard_normal((1, (2 * BLOCK_FRAMES + 50) * hop)).astype(np.float32) * 0.1
    whole = log_mel(Waveform(samples, rate)).values
    start = BLOCK_FRAMES - 20  # a piece across the border between two blocks
    piece = log_mel(Waveform(samples[:, start * hop : (start + 60) * hop], rate)).values
    assert np.abs(whole[start + 5 : start + 55] - piece[5:55]).max() <= 1 / STEPS


def test_stereo_is_heard_as_its_middle() -> None:
    samples = music(2.0)
    both = log_mel(Waveform(samples, 44_100))
    assert both == log_mel(Waveform(samples[:1], 44_100))


def test_other_rates_are_resampled_first() -> None:
    values = log_mel(Waveform(music(3.0, 48_000), 48_000)).values
    assert values.shape[0] == 301
    assert abs(int(np.diff(values.sum(axis=1)).argmax()) + 1 - CLICK_AT * 100) <= 3


def test_the_same_bits_with_any_number_of_threads() -> None:
    code = (
        "import numpy as np, hashlib; from automapper.audio import Waveform, log_mel\n"
        "x = np.random.default_rng(0).standard_normal((2, 44100 * 40)).astype('f4') * .1\n"
        "print(hashlib.sha256(log_mel(Waveform(x, 44100)).values.tobytes()).hexdigest())"
    )
    names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")
    digests = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, **dict.fromkeys(names, threads)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for threads in ("1", "2")
    }
    assert len(digests) == 1
    assert len(digests.pop()) == hashlib.sha256().digest_size * 2
