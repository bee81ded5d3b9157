import numpy as np
import pytest

from automapper.errors import WeightsError

torch = pytest.importorskip("torch")

from automapper.models.beatnet import (  # noqa: E402
    INPUTS,
    OUTPUTS,
    BeatNet,
    load_beatnet,
    onnx_bytes,
    torch_runner,
)
from automapper.models.beatnet_features import BLOCK_FRAMES, FEATURES  # noqa: E402


@pytest.fixture(scope="module")
def net():
    torch.manual_seed(0)
    return BeatNet().eval()


@pytest.fixture(scope="module")
def checkpoint(net, tmp_path_factory):
    from safetensors.torch import save_file

    path = tmp_path_factory.mktemp("weights") / "net.safetensors"
    save_file(net.state_dict(), path)
    return path


def test_sizes_are_the_published_ones(net):
    shapes = {name: tuple(value.shape) for name, value in net.state_dict().items()}
    assert shapes["conv1.weight"] == (2, 1, 10)
    assert shapes["linear0.weight"] == (150, 262)
    assert shapes["lstm.weight_hh_l1"] == (600, 150)
    assert shapes["linear.weight"] == (3, 150)


def test_a_song_in_pieces_is_the_song_in_one(net):
    features = torch.rand(50, FEATURES)
    whole, _, _ = net(features, *net.silence())
    first, *state = net(features[:20], *net.silence())
    second, *_ = net(features[20:], *state)
    assert torch.allclose(torch.cat([first, second]), whole, atol=1e-6)
    assert torch.allclose(whole.sum(dim=1), torch.ones(50), atol=1e-6)


@pytest.mark.slow
def test_the_exported_net_gives_what_torch_gives(net, checkpoint):
    import onnxruntime

    rng = np.random.default_rng(0)
    given = {
        "features": rng.random((BLOCK_FRAMES, FEATURES), dtype=np.float32),
        "hidden": rng.normal(size=(2, 1, 150)).astype(np.float32),
        "cell": rng.normal(size=(2, 1, 150)).astype(np.float32),
    }
    session = onnxruntime.InferenceSession(onnx_bytes(net))
    assert tuple(entry.name for entry in session.get_inputs()) == INPUTS
    by_torch = torch_runner(checkpoint)(given)
    for name, value in zip(OUTPUTS, session.run(list(OUTPUTS), given), strict=True):
        assert np.allclose(value, by_torch[name], atol=1e-5)


def test_a_file_of_something_else_is_refused_in_one_line(tmp_path):
    from safetensors.torch import save_file

    save_file({"x": torch.zeros(3)}, tmp_path / "other.safetensors")
    (tmp_path / "text.safetensors").write_text("hello", encoding="utf-8")
    for name in ("other.safetensors", "text.safetensors", "none.safetensors"):
        with pytest.raises(WeightsError, match="holds no weights of BeatNet") as caught:
            load_beatnet(tmp_path / name)
        assert "\n" not in str(caught.value)
