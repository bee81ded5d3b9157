from pathlib import Path

import numpy as np
import pytest

from automapper.ear.activations import NET_GRID
from automapper.ear.ears import bare_ears, shipped_ears
from automapper.ear.nets.beat_this import BeatThisSource
from automapper.ear.nets.beatnet import BeatNetSource
from automapper.ear.sources import beat_source, ears_with
from automapper.errors import ConfigError, WeightsError
from automapper.models.beatnet_features import BLOCK_FRAMES
from render import band, steady_beats


@pytest.fixture(scope="module")
def song():
    return band(steady_beats(120.0, 0.5, 40.0)).waveform


def test_weights_that_are_not_shipped_name_the_way_to_them(tmp_path):
    with pytest.raises(WeightsError, match=r"scripts/fetch_beatnet\.py"):
        beat_source("beatnet")
    with pytest.raises(WeightsError, match="checkpoint"):
        beat_source("beatthis")
    with pytest.raises(WeightsError, match="no such file"):
        beat_source("beatnet", tmp_path / "none.onnx")
    with pytest.raises(ConfigError, match="no such source: madmom"):
        beat_source("madmom")
    assert beat_source("none") is None


def test_a_wrong_kind_of_file_is_refused(tmp_path):
    path = tmp_path / "x.pt"
    path.write_text("x", encoding="utf-8")
    with pytest.raises(WeightsError, match=r"\.onnx or \.safetensors"):
        beat_source("beatnet", path)


def test_beatnet_is_fed_blocks_and_keeps_its_state(song):
    fed = []

    def run(arrays):
        """Every frame: beat .5, downbeat .25; the state counts the blocks."""
        fed.append((arrays["features"].shape, float(arrays["cell"].max())))
        share = np.tile(np.array([[0.5, 0.25, 0.25]], np.float32), (BLOCK_FRAMES, 1))
        return {
            "probability": share,
            "next_hidden": arrays["hidden"],
            "next_cell": arrays["cell"] + 1,
        }

    found = BeatNetSource(run)(song)
    frames = 1 + int(song.seconds * NET_GRID.fps)
    assert fed == [((BLOCK_FRAMES, 272), 0.0), ((BLOCK_FRAMES, 272), 1.0)]
    assert found.source == "beatnet" and len(found.beat) == frames
    assert np.all(found.beat == 0.75) and np.all(found.downbeat == 0.25)


def test_beatnet_runs_from_safetensors(song, tmp_path):
    torch = pytest.importorskip("torch")
    from safetensors.torch import save_file

    from automapper.models.beatnet import BeatNet

    torch.manual_seed(0)
    save_file(BeatNet().state_dict(), tmp_path / "net.safetensors")
    source = beat_source("beatnet", tmp_path / "net.safetensors")
    found = source(song)
    assert source.name == "beatnet"
    assert np.all((found.downbeat > 0) & (found.downbeat < found.beat) & (found.beat <= 1))
    assert found.beat.std() > 0


@pytest.mark.parametrize(
    ("device", "complaint"),
    [("directml", r"runs \.onnx files only"), ("cuda", "torch finds no such card")],
)
def test_beatnet_does_not_run_elsewhere_than_asked(device, complaint, tmp_path):
    torch = pytest.importorskip("torch")
    if device == "cuda" and torch.cuda.is_available():
        pytest.skip("there is a card here")
    from safetensors.torch import save_file

    from automapper.models.beatnet import BeatNet

    save_file(BeatNet().state_dict(), tmp_path / "net.safetensors")
    with pytest.raises(ConfigError, match=complaint):
        beat_source("beatnet", tmp_path / "net.safetensors", device)


def test_beatnet_says_the_same_on_a_card(song, tmp_path):
    torch = pytest.importorskip("torch")
    if not torch.cuda.is_available():
        pytest.skip("needs a card")
    from safetensors.torch import save_file

    from automapper.models.beatnet import BeatNet

    torch.manual_seed(0)
    save_file(BeatNet().state_dict(), tmp_path / "net.safetensors")
    path = tmp_path / "net.safetensors"
    there, here = (beat_source("beatnet", path, device)(song) for device in ("cuda", "cpu"))
    assert np.abs(there.beat - here.beat).max() < 1e-3


def test_no_net_runs_on_no_device():
    with pytest.raises(ConfigError, match="device cuda: is for a net"):
        ears_with("none", device="cuda")
    with pytest.raises(ConfigError, match=r"net\.onnx: is for a net"):
        ears_with("none", Path("net.onnx"))


def test_beat_this_hears_the_log_mel_of_beats(song):
    def run(mel):
        return mel[:, 0] / 100, mel[:, 1] / 100

    found = BeatThisSource(run)(song)
    assert found.source == "beatthis"
    assert len(found.beat) == 1 + int(song.seconds * NET_GRID.fps)


def test_ears_are_the_shipped_ones_unless_a_source_is_named(tmp_path):
    assert ears_with() == shipped_ears()
    assert ears_with("none") == bare_ears()
    with pytest.raises(WeightsError, match="not shipped"):
        ears_with("beatnet")


def test_a_source_brings_weights_for_what_a_net_hears(tmp_path):
    torch = pytest.importorskip("torch")
    from safetensors.torch import save_file

    from automapper.models.beatnet import BeatNet

    torch.manual_seed(0)
    save_file(BeatNet().state_dict(), tmp_path / "net.safetensors")
    ears = ears_with("beatnet", tmp_path / "net.safetensors")
    assert ears.source.name == "beatnet" and ears.weights.needs_net


def test_a_net_of_another_kind_is_refused(tmp_path):
    onnx = pytest.importorskip("onnx")
    given, found = (
        onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, [1]) for name in "ab"
    )
    nodes = [onnx.helper.make_node("Neg", ["a"], ["b"])]
    graph = onnx.helper.make_graph(nodes, "net", [given], [found])
    version = [onnx.helper.make_opsetid("", 17)]
    net = onnx.helper.make_model(graph, opset_imports=version, ir_version=8)
    path = tmp_path / "net.onnx"
    path.write_bytes(net.SerializeToString())
    for name, complaint in (("tcn", "not one of ours"), ("beatnet", "not BeatNet")):
        with pytest.raises(WeightsError, match=complaint):
            beat_source(name, path)
