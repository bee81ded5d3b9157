from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from automapper.audio import BEAT_MEL, Waveform, log_mel
from automapper.ear.nets import tcn
from automapper.ear.nets.tcn import TcnSource, hear
from automapper.errors import WeightsError
from automapper.models.beat_tcn import BeatTCN, save_beat_tcn
from automapper.models.export import export_beat_tcn
from automapper.models.run import open_net


@pytest.fixture(scope="module")
def net(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A net of the shipped size that has learned nothing, as .onnx and .safetensors."""
    torch.manual_seed(3)
    path = tmp_path_factory.mktemp("net") / "net.onnx"
    fresh = BeatTCN()
    export_beat_tcn(fresh, path)
    save_beat_tcn(path.with_suffix(".safetensors"), fresh)
    return path


def noise(seconds: float, rate: int = 44100) -> Waveform:
    rng = np.random.default_rng(4)
    samples = rng.standard_normal((2, round(seconds * rate))) * rng.uniform(0, 0.3, (1, 1))
    return Waveform(samples.astype(np.float32), rate)


def test_a_frame_every_20_ms(net: Path) -> None:
    found = TcnSource(net)(noise(3.01))
    assert len(found.beat) == len(found.downbeat) == 151
    assert found.source == TcnSource(net).name == "tcn"
    assert (found.beat >= found.downbeat).all()
    assert found.downbeat.min() >= 0 and found.beat.max() <= 1
    assert found.tempo is not None and found.tempo.shape == (7, 48)
    assert found.tempo.sum(axis=1) == pytest.approx(1.0, abs=48 / 4096)


def test_a_song_heard_in_chunks_is_the_song_heard_at_once(
    net: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    song = noise(130.5)
    whole = TcnSource(net)(song)
    monkeypatch.setattr(tcn, "CHUNK", 2500)
    parts = TcnSource(net)(song)
    assert len(parts.beat) == len(whole.beat)
    assert np.abs(parts.beat - whole.beat).max() <= 2**-12
    assert parts.tempo is not None and whole.tempo is not None
    assert np.abs(parts.tempo - whole.tempo).max() <= 2**-12


def test_blocks_of_audio_leave_no_seams(net: Path) -> None:
    song = noise(64.0, 22050)
    whole = hear(open_net(net), log_mel(song, BEAT_MEL).values)
    assert np.abs(TcnSource(net)(song).beat - whole.beat).max() < 0.02


def test_answers_are_whole_steps(net: Path) -> None:
    steps = TcnSource(net)(noise(5.0)).downbeat * 4096
    assert np.array_equal(steps, np.rint(steps))


def test_torch_and_onnxruntime_hear_the_same(net: Path) -> None:
    song = noise(20.0)
    found = [TcnSource(path)(song).beat for path in (net, net.with_suffix(".safetensors"))]
    assert np.abs(found[0] - found[1]).max() <= 2**-12


def test_missing_weights_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="no weights here"):
        TcnSource(tmp_path / "none.onnx")
