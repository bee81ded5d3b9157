from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from automapper.errors import ConfigError, WeightsError
from automapper.models.ranker import (
    LANE_SPEC,
    TOKEN_SPEC,
    Ranker,
    RankerSpec,
    export_script,
    load_ranker,
    save_ranker,
)
from automapper.models.ranker_export import export_ranker
from automapper.models.run import open_net
from automapper.models.torch_run import TorchNet, TorchRanker, is_ranker


def net(spec: RankerSpec = TOKEN_SPEC) -> Ranker:
    torch.manual_seed(1)
    return Ranker(spec).eval()


@pytest.mark.parametrize(("spec", "count"), [(TOKEN_SPEC, 6_269), (LANE_SPEC, 24_823)])
def test_rankers_are_small(spec: RankerSpec, count: int) -> None:
    assert sum(value.numel() for value in net(spec).parameters()) == count


@pytest.mark.parametrize("spec", [TOKEN_SPEC, LANE_SPEC])
@pytest.mark.parametrize("count", [1, 3, 500])
def test_both_backends_answer_alike(spec: RankerSpec, count: int, tmp_path: Path) -> None:
    save_ranker(tmp_path / "net.safetensors", net(spec), {"who": "me"})
    export_ranker(tmp_path / "net.onnx", net(spec), {"who": "me"})
    rows = np.random.default_rng(2).normal(size=(count, spec.inputs)).astype(np.float32)
    graph, weights = (open_net(tmp_path / f"net.{kind}") for kind in ("onnx", "safetensors"))
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
    save_ranker(tmp_path / "net.safetensors", net(LANE_SPEC))
    back = load_ranker(tmp_path / "net.safetensors")
    assert back.spec == LANE_SPEC and not back.training
    for name, value in net(LANE_SPEC).state_dict().items():
        assert torch.equal(back.state_dict()[name], value)


def test_files_that_hold_no_ranker_are_one_line(tmp_path: Path) -> None:
    path = tmp_path / "net.safetensors"
    with pytest.raises(WeightsError, match="train some with bms-train"):
        load_ranker(path)
    save_file({"a": torch.zeros(1)}, path)
    assert not is_ranker(path)
    with pytest.raises(WeightsError, match="holds no ranker of ours"):
        load_ranker(path)
    path.write_bytes(b"nothing of the sort")
    assert not is_ranker(path)
    with pytest.raises(WeightsError, match="cannot be read"):
        load_ranker(path)
    save_ranker(path, Ranker(RankerSpec(3, 4, 1)))
    with pytest.raises(WeightsError, match="sizes that nothing here asks"):
        load_ranker(path)


def test_a_device_that_is_not_here_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "net.safetensors"
    save_ranker(path, net())
    with pytest.raises(ConfigError, match="device directml"):
        open_net(path, "directml")
    assert TorchNet is not TorchRanker


def test_torchscript_is_written_for_others(tmp_path: Path) -> None:
    path = tmp_path / "net.pt"
    export_script(path, net())
    rows = torch.randn(4, TOKEN_SPEC.inputs)
    assert torch.allclose(torch.jit.load(path)(rows), net()(rows))
