"""One run of training for a beat net, from stores of songs to weights on disk."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import torch
from lightning import Trainer, seed_everything
from lightning.pytorch.callbacks import ModelCheckpoint, TQDMProgressBar
from lightning.pytorch.loggers import CSVLogger, Logger
from torch import Tensor, nn

from automapper.data.augment import Augmentation
from automapper.data.beat_crops import CropPlan, Draw
from automapper.errors import ConfigError
from automapper.training.beat_data import BeatData, Split, load_songs
from automapper.training.beat_loss import LossWeights
from automapper.training.beat_module import BeatTask, Schedule
from automapper.training.half_width import bf16_is_sound

HEADS = ("heads", "task_heads")  # names of the last layers, ours and Beat This!'s


@dataclass(frozen=True, slots=True)
class Run:
    """Everything about a run but the net.

    ``data``: stores; ``output``: folder for checkpoints and the log; ``accelerator``: auto, cpu or
    gpu (CUDA and ROCm alike); ``bf16``: half-width arithmetic where it is sound, twice as fast
    where the processor has it; ``threads``: of the CPU, 0 leaves it to torch; ``smoke``: one batch,
    to see that all fits.
    """

    data: tuple[Path, ...]
    output: Path
    split: Split = field(default_factory=Split)
    schedule: Schedule = field(default_factory=Schedule)
    plan: CropPlan = field(default_factory=CropPlan)
    augmentation: Augmentation = field(default_factory=Augmentation)
    weights: LossWeights = field(default_factory=LossWeights)
    batch: int = 16
    seed: int = 0
    accelerator: str = "auto"
    bf16: bool = True
    threads: int = 0
    smoke: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """``val_loss`` on the songs held out, None without any; ``steps`` made in all."""

    steps: int
    songs: int
    held: int
    val_loss: float | None


def train(net: nn.Module, run: Run, draw: Draw) -> Outcome:
    """Teaches ``net`` in place and leaves it in eval mode.

    A run that was stopped goes on from ``output``/last.ckpt. ``draw`` makes generators from names
    (``generation.seeds.part_rng`` with the seed given). Raises ConfigError for impossible wishes.
    """
    learned, held = load_songs(run.data, run.split)
    if run.threads:
        torch.set_num_threads(run.threads)
    seed_everything(run.seed, verbose=False)
    data = BeatData(learned, held, run.plan, run.augmentation, run.batch, draw)
    task = BeatTask(net, run.schedule, run.weights)
    bf16 = run.bf16 and bf16_is_sound(net, torch.from_numpy(data.crops[0]["mel"])[None])
    trainer = _trainer(run, bf16)
    last = run.output / "last.ckpt"
    # weights_only: a checkpoint is read without running anything that lies in it.
    trainer.fit(task, data, ckpt_path=str(last) if last.is_file() else None, weights_only=True)
    loss = trainer.callback_metrics.get("val/loss")
    net.eval()
    return Outcome(
        trainer.global_step, len(learned), len(held), None if loss is None else float(loss)
    )


def _trainer(run: Run, bf16: bool) -> Trainer:
    logger: Logger | bool = False if run.smoke else CSVLogger(run.output, name="log")
    keep = ModelCheckpoint(
        run.output, filename="last", save_last=False, enable_version_counter=False,
        every_n_train_steps=100, save_on_train_epoch_end=True,
    )  # fmt: skip
    return Trainer(
        accelerator=run.accelerator,
        devices=1,
        precision="bf16-mixed" if bf16 else "32-true",
        max_steps=1 if run.smoke else run.schedule.steps,
        max_epochs=-1,
        logger=logger,
        callbacks=[keep, TQDMProgressBar(refresh_rate=20)],
        reload_dataloaders_every_n_epochs=1,  # each epoch has crops of its own
        num_sanity_val_steps=0,
        enable_model_summary=False,
        log_every_n_steps=20,
        gradient_clip_val=1.0,
        limit_val_batches=1 if run.smoke else 1.0,
    )


def freeze_for(net: nn.Module, tune: str) -> None:
    """``tune`` "all" learns everything, "heads" the last layer alone; else ConfigError."""
    if tune not in ("all", "heads"):
        raise ConfigError(f"tune={tune}: heads or all")
    for name, value in net.named_parameters():
        value.requires_grad = tune == "all" or any(part in HEADS for part in name.split("."))
    if not any(value.requires_grad for value in net.parameters()):
        raise ConfigError("tune=heads: this net has no layer of that name; use tune=all")


def fresh(make: Callable[[], nn.Module], seed: int) -> nn.Module:
    """A net whose first weights depend on the seed alone."""
    with torch.random.fork_rng(devices=()):
        torch.manual_seed(seed)
        return make()


def keep_share(net: nn.Module, first: Mapping[str, Tensor], share: float) -> None:
    """Moves the weights of ``net`` back by ``share`` 0-1 towards those that it had at ``first``.

    Halfway between what it knew and what it was taught a net knows most of both (Wortsman et al.
    2022, "Robust fine-tuning of zero-shot models").
    """
    kept = {
        name: torch.lerp(value, first[name], share) if value.is_floating_point() else value
        for name, value in net.state_dict().items()
    }
    net.load_state_dict(kept)
