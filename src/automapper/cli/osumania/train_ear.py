"""The run behind ``osu-train stage=ear``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from torch import nn

from automapper.cli.config_folder import compose, typed
from automapper.cli.config_words import whole, yes_or_no
from automapper.data.augment import Augmentation
from automapper.data.beat_crops import CropPlan
from automapper.data.store import FOLDS
from automapper.ear.nets.tcn import SHIPPED
from automapper.errors import ConfigError
from automapper.generation.seeds import part_rng
from automapper.models.beat_tcn import BeatTCN, BeatTCNSpec, load_beat_tcn
from automapper.training.beat_data import Split
from automapper.training.beat_loss import LossWeights
from automapper.training.beat_module import Schedule
from automapper.training.beat_training import Run, freeze_for, fresh, keep_share, train
from automapper.training.quiet import quiet
from automapper.training.trained_files import write_trained

_TUNED = "training=ear_tune"
CHECKPOINTS = (".ckpt", ".pt", ".pth")


def train_ear(stage: str, overrides: Sequence[str]) -> Iterator[str]:
    """Trains as told and yields what to say about it, line by line."""
    config = compose(stage, overrides)
    if config["init"] and not any(word.startswith("training=") for word in overrides):
        config = compose(stage, [*overrides, _TUNED])
    run, keep = run_of(config), _kept_share(config)
    net = _net(config)
    first = {name: value.clone() for name, value in net.state_dict().items()}
    freeze_for(net, str(config["tune"]))
    quiet()
    outcome = train(net, run, partial(part_rng, run.seed))
    yield f"{outcome.steps} steps on {outcome.songs} songs, {outcome.held} held out"
    if outcome.val_loss is not None:
        yield f"loss on the songs held out: {outcome.val_loss:.4f}"
    keep_share(net, first, keep)
    for path in write_trained(net, run, outcome):
        yield f"{path}: written"


def run_of(config: dict[str, Any]) -> Run:
    """The run that a configuration describes."""
    data, training = config["data"], config["training"]
    fold = config["fold"]
    if fold is not None and (not isinstance(fold, int) or not 0 <= fold < FOLDS):
        raise ConfigError(f"fold={fold}: 0 to {FOLDS - 1}")
    schedule = {**training["schedule"], "max_minutes": config["max_minutes"]}
    return Run(
        data=tuple(Path(store) for store in config["stores"]),
        output=Path(config["output"]),
        split=Split(fold, str(config["val_artist"])),
        schedule=typed(Schedule, schedule, "training.schedule"),
        plan=typed(CropPlan, data["plan"], "data.plan"),
        augmentation=typed(Augmentation, data["augmentation"], "data.augmentation"),
        weights=typed(LossWeights, training["weights"], "training.weights"),
        batch=whole(data["batch"], "data.batch", 1),
        seed=whole(config["seed"], "seed", 0),
        accelerator=str(training["accelerator"]),
        bf16=yes_or_no(training["bf16"], "training.bf16"),
        threads=whole(training["threads"], "training.threads", 0),
        smoke=yes_or_no(config["smoke"], "smoke"),
    )


def _kept_share(config: dict[str, Any]) -> float:
    """How much of its first weights the net keeps, 0-1; a fresh net's are nothing to keep."""
    keep = config["keep"]
    if not isinstance(keep, int | float) or not 0 <= keep <= 1:
        raise ConfigError(f"keep={keep}: a share from 0 to 1")
    if keep and not config["init"]:
        raise ConfigError("keep needs init: what it keeps is the share of a net that was taught")
    return float(keep)


def _net(config: dict[str, Any]) -> nn.Module:
    """A fresh net, the shipped one or that of a file."""
    init = str(config["init"] or "")
    if not init:
        spec = typed(BeatTCNSpec, config["model"], "model")
        return fresh(lambda: BeatTCN(spec), int(config["seed"]))
    path = SHIPPED.with_suffix(".safetensors") if init == "shipped" else Path(init)
    if path.suffix.lower() in CHECKPOINTS:
        from automapper.models.beat_this_tuning import TunedBeatThis

        return TunedBeatThis(path)
    return load_beat_tcn(path)
