from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from automapper.errors import ConfigError, WeightsError
from automapper.models.ranker import Ranker, export_script, load_ranker, save_ranker
from automapper.models.ranker_export import export_ranker
from automapper.models.ranker_spec import RankerSpec
from automapper.models.run import open_net
from automapper.models.torch_run import TorchNet, TorchRanker, is_ranker

WHETHER = RankerSpec("test-ranker", inputs=30, hidden=64, outputs=1)
WHICH = RankerSpec("test-ranker", inputs=56, hidden=128, outputs=7)
SPECS = (WHETHER, WHICH)


def net(spec: RankerSpec = WHETHER) -> Ranker:
    torch.manual_seed(1)
    return Ranker(spec).eval()


@pytest.mark.parametrize("spec", [WHETHER, WHICH])
@pytest.mark.parametrize("count", [1, 3, 500])
def test_both_backends_answer_alike(spec: RankerSpec, count: int, tmp_path: Path) -> None:
    save_ranker(tmp_path / "net.safetensors", net(spec), {"who": "me"})
    export_ranker(tmp_path / "net.onnx", net(spec), {"who": "me"})
    rows = np.random.default_rng(2).normal(size=(count, spec.inputs)).astype(np.float32)
    graph, weights = (
        open_net(tmp_path / f"net.{kind}", rankers=SPECS) for kind in ("onnx", "safetensors")
    )
    assert isinstance(weights, TorchRanker)
    assert graph.outputs == weights.outputs == ("scores",)
    assert graph.notes["who"] == weights.notes["who"] == "me"
    found, wanted = graph({"rows": rows})["scores"], weights({"rows": rows})["scores"]
    assert found.shape == wanted.shape == (count, spec.outputs)
    assert np.abs(found - wanted).max() < 1e-5


def test_the_same_net_gives_the_same_files(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        save_ranker(tmp_path / folder / "net.safetensors", net(), {"who": "me"})
        export_ranker(tmp_path / folder / "net.onnx", net(), {"who": "me"})
    for name in ("net.onnx", "net.safetensors"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_weights_come_back(tmp_path: Path) -> None:
    save_ranker(tmp_path / "net.safetensors", net(WHICH))
    back = load_ranker(tmp_path / "net.safetensors", SPECS)
    assert back.spec == WHICH and not back.training
    for name, value in net(WHICH).state_dict().items():
        assert torch.equal(back.state_dict()[name], value)


def test_files_that_hold_no_ranker_are_one_line(tmp_path: Path) -> None:
    path = tmp_path / "net.safetensors"
    with pytest.raises(WeightsError, match="no weights here"):
        load_ranker(path, SPECS)
    save_file({"a": torch.zeros(1)}, path)
    assert not is_ranker(path, SPECS)
    with pytest.raises(WeightsError, match="holds no ranker of ours"):
        load_ranker(path, SPECS)
    path.write_bytes(b"nothing of the sort")
    assert not is_ranker(path, SPECS)
    with pytest.raises(WeightsError, match="cannot be read"):
        load_ranker(path, SPECS)
    save_ranker(path, Ranker(RankerSpec("test-ranker", 3, 4, 1)))
    with pytest.raises(WeightsError, match="sizes that nothing here asks"):
        load_ranker(path, SPECS)


def test_a_ranker_of_another_kind_is_not_taken_for_ours(tmp_path: Path) -> None:
    path = tmp_path / "net.safetensors"
    save_ranker(path, net(replace(WHETHER, kind="other-ranker")))
    assert not is_ranker(path, SPECS) and not is_ranker(path, ())
    with pytest.raises(WeightsError, match="holds no ranker of ours"):
        load_ranker(path, SPECS)
    with pytest.raises(WeightsError, match="holds no beat net of ours"):
        open_net(path)


def test_a_device_that_is_not_here_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "net.safetensors"
    save_ranker(path, net())
    with pytest.raises(ConfigError, match="device directml"):
        open_net(path, "directml", SPECS)
    assert TorchNet is not TorchRanker


def test_torchscript_is_written_for_others(tmp_path: Path) -> None:
    path = tmp_path / "net.pt"
    export_script(path, net())
    rows = torch.randn(4, WHETHER.inputs)
    assert torch.allclose(torch.jit.load(path)(rows), net()(rows))
