"""Teaching a ranker with Lightning: a thin shell around a plain module."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import torch
from lightning import LightningModule
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from automapper.models.ranker import Ranker


@dataclass(frozen=True, slots=True)
class RankerSchedule:
    """Adam at ``rate``, with weight ``decay``, for at most ``epochs`` passes.

    It ends when ``patience`` passes have brought nothing. ``class_weight_power``: a class counts by
    its inverse frequency to this power, so that a ranker cannot live on the commonest lane.
    """

    epochs: int = 20
    patience: int = 3
    rate: float = 1e-3
    decay: float = 1e-4
    class_weight_power: float = 2.0


class RankerTask(LightningModule):
    """``net``: rows -> scores; one score is asked whether, seven are asked which."""

    class_weights: Tensor

    def __init__(self, net: Ranker, schedule: RankerSchedule, weights: Tensor) -> None:
        super().__init__()
        self.net, self.schedule = net, schedule
        self.register_buffer("class_weights", weights)

    def training_step(self, batch: Mapping[str, Tensor], _: int) -> Tensor:
        """Loss of one batch."""
        loss = ranker_loss(self.net(batch["rows"]), batch, self.class_weights)
        self.log("train/loss", loss, batch_size=len(batch["rows"]))
        return loss

    def validation_step(self, batch: Mapping[str, Tensor], _: int) -> None:
        """Logs loss and share of right answers on packages that are not learned from."""
        scores = self.net(batch["rows"])
        size = len(batch["rows"])
        loss = ranker_loss(scores, batch, self.class_weights)
        self.log("val/loss", loss, batch_size=size)
        self.log("val/right", right(scores, batch), batch_size=size)

    def configure_optimizers(self) -> torch.optim.Optimizer:
        """Adam."""
        schedule = self.schedule
        return torch.optim.Adam(
            self.net.parameters(), lr=schedule.rate, weight_decay=schedule.decay
        )


def ranker_loss(scores: Tensor, batch: Mapping[str, Tensor], weights: Tensor) -> Tensor:
    """Scores (n, 1): binary cross-entropy; (n, classes): cross-entropy of the classes that may be.

    ``weights`` (classes,) are those of the classes.
    """
    labels = batch["labels"]
    if scores.shape[1] == 1:
        return functional.binary_cross_entropy_with_logits(scores[:, 0], labels.float())
    return functional.cross_entropy(masked(scores, batch["masks"]), labels, weight=weights)


def masked(scores: Tensor, masks: Tensor) -> Tensor:
    """Scores with minus infinity where a class may not be."""
    return scores.masked_fill(~masks, float("-inf"))


def right(scores: Tensor, batch: Mapping[str, Tensor]) -> Tensor:
    """The share of rows whose label has the highest score of those that may be (or its sign)."""
    if scores.shape[1] == 1:
        return ((scores[:, 0] > 0) == (batch["labels"] > 0)).float().mean()
    return (masked(scores, batch["masks"]).argmax(1) == batch["labels"]).float().mean()


def class_weights(labels: NDArray[np.int64], masks: NDArray[np.bool_], power: float) -> Tensor:
    """Inverse frequency to a power: 1 for a class of average frequency, 0 for one not there.

    A class is rare that is seldom the label where it may be: the sixth key is not rare because
    charts of five keys have none.
    """
    counts = np.bincount(labels, minlength=masks.shape[1]).astype(np.float64)
    there = counts > 0
    shares = counts[there] / masks.sum(axis=0)[there]
    weights = np.zeros(len(counts))
    weights[there] = (shares.mean() / shares) ** power
    return torch.tensor(weights, dtype=torch.float32)
