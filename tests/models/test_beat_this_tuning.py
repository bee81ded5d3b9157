from __future__ import annotations

import inspect
import sys
from functools import partial
from pathlib import Path

import pytest
import torch

from automapper.generation.seeds import part_rng
from automapper.models import beat_this
from automapper.models.beat_this import load_beat_this
from automapper.models.beat_this_tuning import TunedBeatThis

sys.path.append(str(Path(__file__).resolve().parents[1] / "training"))
from learning_songs import click_store

SIZES = {
    "spect_dim": 128,
    "transformer_dim": 32,
    "ff_mult": 2,
    "n_layers": 1,
    "stem_dim": 8,
    "head_dim": 8,
    "sum_head": True,
    "partial_transformers": False,
}


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real class with random weights, saved as its authors save theirs."""
    package = pytest.importorskip("beat_this.model.beat_tracker", reason=beat_this.INSTALL)
    torch.manual_seed(0)
    known = inspect.signature(package.BeatThis).parameters
    net = package.BeatThis(**{key: value for key, value in SIZES.items() if key in known})
    path = tmp_path_factory.mktemp("net") / "random.ckpt"
    weights = {f"model.{name}": value for name, value in net.state_dict().items()}
    torch.save({"state_dict": weights, "hyper_parameters": SIZES}, path)
    return path


def test_it_answers_as_a_beat_task_wants(checkpoint: Path) -> None:
    beat, downbeat, tempo = TunedBeatThis(checkpoint)(torch.rand(2, 100, 128))
    assert beat.shape == downbeat.shape == (2, 100)
    assert tempo is None


def test_it_learns_and_is_read_again(checkpoint: Path, tmp_path: Path) -> None:
    from automapper.data.augment import Augmentation
    from automapper.data.beat_crops import CropPlan
    from automapper.training.beat_module import Schedule
    from automapper.training.beat_training import Run, freeze_for, train
    from automapper.training.trained_files import write_trained

    net = TunedBeatThis(checkpoint)
    freeze_for(net, "heads")
    run = Run(
        data=(click_store(tmp_path / "store", songs=2, seconds=12.0),),
        output=tmp_path,
        schedule=Schedule(steps=2, rate=0.01, warm=1),
        plan=CropPlan(seconds=6, crops=4),
        augmentation=Augmentation.none(),
        batch=2,
        accelerator="cpu",
        bf16=False,
        threads=1,
    )
    before = {name: value.clone() for name, value in net.net.state_dict().items()}
    (path,) = write_trained(net, run, train(net, run, partial(part_rng, 0)))
    again = load_beat_this(path).state_dict()
    moved = {name for name, value in again.items() if not torch.equal(value, before[name])}
    assert moved and all("task_heads" in name for name in moved)
