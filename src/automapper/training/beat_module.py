"""Teaching a beat net with Lightning: a thin shell around a plain module."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass

import torch
from lightning import LightningModule
from torch import Tensor, nn

from automapper.training.beat_loss import LossWeights, beat_loss


@dataclass(frozen=True, slots=True)
class Schedule:
    """AdamW whose rate rises over ``warm`` steps and falls to nothing at ``steps``.

    ``max_minutes`` ends a run early on a slow machine; the rate then falls with the clock, so
    that the net is finished when the time is up. 0 means no limit.
    """

    steps: int = 1500
    rate: float = 2e-3
    warm: int = 100
    decay: float = 0.01
    max_minutes: float = 0.0


class BeatTask(LightningModule):
    """``net``: (batch, frames, mels) -> logits of beat, downbeat and (where it has one) tempo."""

    def __init__(self, net: nn.Module, schedule: Schedule, weights: LossWeights) -> None:
        super().__init__()
        self.net, self.schedule, self.weights = net, schedule, weights
        self._begin = 0.0

    def on_train_start(self) -> None:
        """Starts the clock."""
        self._begin = time.monotonic()

    def on_train_epoch_start(self) -> None:
        """Keeps layers that do not learn as they are, their running statistics too."""
        for part in self.net.modules():
            own = list(part.parameters(recurse=False))
            if own and not any(value.requires_grad for value in own):
                part.eval()

    def training_step(self, batch: Mapping[str, Tensor], _: int) -> Tensor:
        """Loss of one batch."""
        parts = beat_loss(self.net(batch["mel"]), batch, self.weights)
        for name, value in parts.items():
            self.log(f"train/{name}", value, prog_bar=name == "loss")
        return parts["loss"]

    def validation_step(self, batch: Mapping[str, Tensor], _: int) -> None:
        """Logs the loss on songs that are not learned from."""
        for name, value in beat_loss(self.net(batch["mel"]), batch, self.weights).items():
            self.log(f"val/{name}", value, batch_size=len(batch["mel"]), prog_bar=name == "loss")

    def progress(self) -> float:
        """Share 0-1 of the run that is over, by steps or by the clock, whichever is further."""
        done = self.global_step / max(self.schedule.steps, 1)
        if self.schedule.max_minutes > 0 and self._begin > 0:
            spent = (time.monotonic() - self._begin) / (60.0 * self.schedule.max_minutes)
            done = max(done, spent)
        return min(done, 1.0)

    def on_train_batch_start(self, batch: Mapping[str, Tensor], batch_idx: int) -> int | None:
        """Sets the rate of the step; -1 ends the run when its time is up."""
        del batch, batch_idx
        done = self.progress()
        if done >= 1.0:
            self.trainer.should_stop = True
            return -1
        rise = min(1.0, (self.global_step + 1) / max(self.schedule.warm, 1))
        optimizers = self.optimizers()
        for group in (
            optimizers if not isinstance(optimizers, list) else optimizers[0]
        ).param_groups:
            group["lr"] = self.schedule.rate * rise * 0.5 * (1.0 + math.cos(math.pi * done))
        return None

    def configure_optimizers(self) -> torch.optim.Optimizer:
        """AdamW over everything that is not frozen."""
        learned = [value for value in self.net.parameters() if value.requires_grad]
        return torch.optim.AdamW(
            learned, lr=self.schedule.rate, weight_decay=self.schedule.decay, betas=(0.9, 0.98)
        )
