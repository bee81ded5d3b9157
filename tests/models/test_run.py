from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest
import torch

from automapper.errors import ConfigError, WeightsError
from automapper.models.beat_tcn import OUTPUTS, BeatTCN, BeatTCNSpec, save_beat_tcn
from automapper.models.export import export_beat_tcn
from automapper.models.run import PROVIDERS, OnnxNet, open_net, refuse_other
from automapper.models.torch_run import TorchNet

SPEC = BeatTCNSpec(channels=8, levels=4)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One net as net.safetensors and net.onnx, with statistics as if it had learned."""
    folder = tmp_path_factory.mktemp("net")
    torch.manual_seed(1)
    net = BeatTCN(SPEC).train()
    with torch.no_grad():
        for _ in range(3):
            net(torch.rand(4, 60, 128) * 5)
    save_beat_tcn(folder / "net.safetensors", net.eval())
    export_beat_tcn(net, folder / "net.onnx", {"seed": "1"})
    return folder


@pytest.mark.parametrize("frames", [16, 61, 1300])
def test_both_backends_answer_alike(files: Path, frames: int) -> None:
    mel = np.random.default_rng(2).uniform(0, 6, (1, frames, 128)).astype(np.float32)
    found, wanted = (
        open_net(files / f"net.{kind}")({"mel": mel}) for kind in ("onnx", "safetensors")
    )
    assert tuple(found) == tuple(wanted) == OUTPUTS
    for name in OUTPUTS:
        assert found[name].shape == wanted[name].shape
        assert np.abs(found[name] - wanted[name]).max() < 1e-4


def test_the_kind_of_file_decides_what_runs_it(files: Path) -> None:
    assert isinstance(open_net(files / "net.onnx", "cpu"), OnnxNet)
    assert isinstance(open_net(files / "net.safetensors", "cpu"), TorchNet)


def test_the_exported_file_says_what_it_is(files: Path) -> None:
    (entry,) = onnx.load(files / "net.onnx").metadata_props
    assert entry.key == "automapper"
    assert '"channels": 8' in entry.value
    assert f'"reach": {SPEC.reach}' in entry.value
    assert '"seed": "1"' in entry.value


def test_a_device_that_is_not_here_is_one_clear_line(files: Path) -> None:
    for device, package in (("directml", "onnxruntime-directml"), ("cuda", "onnxruntime-gpu")):
        with pytest.raises(ConfigError, match=f"pip install {package}"):
            open_net(files / "net.onnx", device)
    with pytest.raises(ConfigError, match=r"runs \.onnx files only"):
        open_net(files / "net.safetensors", "directml")
    with pytest.raises(ConfigError, match="choose one of auto, cpu, cuda, directml"):
        open_net(files / "net.onnx", "abacus")


def test_a_net_that_runs_elsewhere_than_asked_is_one_clear_line() -> None:
    cpu, cuda = PROVIDERS["cpu"], PROVIDERS["cuda"]
    with pytest.raises(ConfigError, match="device cuda: onnxruntime finds no card"):
        refuse_other("cuda", [cpu])
    for device, running in (("auto", [cpu]), ("cpu", [cpu]), ("cuda", [cuda, cpu])):
        refuse_other(device, running)


def test_a_file_that_is_no_net_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "net.onnx").write_bytes(b"no net")
    with pytest.raises(WeightsError, match="onnxruntime cannot run it"):
        open_net(tmp_path / "net.onnx")
    with pytest.raises(WeightsError, match="there are no weights here"):
        open_net(tmp_path / "missing.onnx")
