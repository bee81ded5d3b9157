import inspect

import numpy as np
import pytest

from automapper.errors import ConfigError, WeightsError

torch = pytest.importorskip("torch")

from automapper.models import beat_this  # noqa: E402
from automapper.models.beat_this import (  # noqa: E402
    BORDER_FRAMES,
    PIECE_FRAMES,
    beat_probabilities,
    beat_runner,
    load_beat_this,
    piece_starts,
)

# What the authors' LightningModule saves about itself; sizes cut down so that the test is quick.
SIZES = {
    "spect_dim": 128, "fps": 50, "transformer_dim": 64, "ff_mult": 2, "n_layers": 2,
    "stem_dim": 8, "dropout": {"frontend": 0.1, "transformer": 0.2}, "lr": 0.0008,
    "weight_decay": 0.01, "pos_weights": {"beat": 1, "downbeat": 1}, "head_dim": 8,
    "loss_type": "shift_tolerant_weighted_bce", "warmup_steps": 1000, "max_epochs": 100,
    "use_dbn": False, "eval_trim_beats": 5, "sum_head": True, "partial_transformers": True,
}  # fmt: skip


@pytest.fixture(scope="module")
def net():
    package = pytest.importorskip("beat_this.model.beat_tracker", reason=beat_this.INSTALL)
    torch.manual_seed(0)
    known = inspect.signature(package.BeatThis).parameters
    return package.BeatThis(**{key: v for key, v in SIZES.items() if key in known}).eval()


@pytest.fixture
def checkpoint(net, tmp_path):
    """A checkpoint as the authors' trainer saves it."""
    path = tmp_path / "random.ckpt"
    weights = {f"model.{name}": value for name, value in net.state_dict().items()}
    held = {"epoch": 99, "global_step": 1, "pytorch-lightning_version": "2.1.0"}
    torch.save({**held, "state_dict": weights, "hyper_parameters": SIZES}, path)
    return path


def mel(frames):
    return 5 * np.random.default_rng(frames).random((frames, 128), dtype=np.float32)


def test_a_checkpoint_of_the_real_class_gives_its_nets_logits(net, checkpoint):
    given = torch.from_numpy(mel(100))[None]
    loaded = load_beat_this(checkpoint)
    with torch.inference_mode():
        found, wanted = loaded(given), net(given)
    for part in ("beat", "downbeat"):
        assert found[part].shape == (1, 100)
        assert torch.equal(found[part], wanted[part])


@pytest.mark.parametrize("frames", [3, 400, 1488, 1489, 3100])
def test_pieces_cover_a_song_and_the_earlier_is_believed(net, checkpoint, frames):
    beat, downbeat = beat_runner(checkpoint, "cpu")(mel(frames))
    assert beat.shape == downbeat.shape == (frames,)
    assert np.all((beat > 0) & (beat < 1))
    first = np.pad(mel(frames), ((BORDER_FRAMES, BORDER_FRAMES), (0, 0)))[:PIECE_FRAMES]
    with torch.inference_mode():
        alone = torch.sigmoid(net(torch.from_numpy(first)[None])["beat"][0]).numpy()
    sure = alone[BORDER_FRAMES:-BORDER_FRAMES]
    assert np.allclose(beat[: len(sure)], sure, atol=1e-6)


@pytest.mark.parametrize("frames", [1, 1487, 1488, 1489, 2976, 9000])
def test_every_frame_is_believed_once_at_least(frames):
    believed = np.zeros(frames, bool)
    for start in piece_starts(frames):
        believed[max(start + BORDER_FRAMES, 0) : start + PIECE_FRAMES - BORDER_FRAMES] = True
    assert believed.all()


def test_long_songs_do_not_lose_their_last_frames():
    class Level(torch.nn.Module):
        def forward(self, given):
            return {"beat": given[..., 0], "downbeat": given[..., 1]}

    wanted = np.random.default_rng(0).normal(size=(4000, 128)).astype(np.float32)
    beat, downbeat = beat_probabilities(Level(), wanted)
    assert np.allclose(beat, 1 / (1 + np.exp(-wanted[:, 0])), atol=1e-6)
    assert np.allclose(downbeat, 1 / (1 + np.exp(-wanted[:, 1])), atol=1e-6)


def test_without_the_package_the_command_is_named(tmp_path, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "beat_this.model.beat_tracker", None)
    with pytest.raises(WeightsError, match="pip install --no-deps beat-this"):
        load_beat_this(tmp_path / "none.ckpt")


def test_what_is_no_checkpoint_is_refused_in_one_line(net, checkpoint, tmp_path):
    held = torch.load(checkpoint, weights_only=True)
    torch.save({"state_dict": {}}, tmp_path / "bare.ckpt")
    torch.save(held | {"hyper_parameters": SIZES | {"n_layers": 3}}, tmp_path / "sizes.ckpt")
    torch.save(held | {"callbacks": Harm()}, tmp_path / "code.ckpt")
    (tmp_path / "text.ckpt").write_text("hello", encoding="utf-8")
    complaints = {
        "bare": "holds no Beat This! net", "sizes": "does not fit", "code": "is no Beat This!",
        "text": "is no Beat This!", "none": "no such checkpoint",
    }  # fmt: skip
    for name, complaint in complaints.items():
        with pytest.raises(WeightsError, match=complaint) as caught:
            load_beat_this(tmp_path / f"{name}.ckpt")
        assert "\n" not in str(caught.value)


def test_devices_that_are_not_there_are_refused(tmp_path):
    with pytest.raises(ConfigError, match="cpu or cuda"):
        beat_runner(tmp_path / "x.ckpt", "directml")


class Harm:
    """A pickle that would run code."""

    def __reduce__(self):
        return (print, ("run",))
