"""Rows of a ranker in batches: whole groups, in an order that the seed and the epoch decide."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch
from lightning import LightningDataModule
from numpy.typing import NDArray
from torch import Tensor
from torch.utils.data import DataLoader, Dataset, Sampler

from automapper.data.ranked_rows import RankedRows

Batch = dict[str, Tensor]


class RankerData(LightningDataModule):
    """``batch`` groups at a time: measures for keysounds, events for lanes."""

    def __init__(self, learned: RankedRows, stopping: RankedRows, batch: int, seed: int) -> None:
        super().__init__()
        self.learned, self.stopping = learned, stopping
        self.batch, self.seed = batch, seed

    def train_dataloader(self) -> DataLoader[Batch]:
        """Batches of the epoch that begins."""
        epoch = 0 if self.trainer is None else self.trainer.current_epoch
        rng = np.random.default_rng([self.seed, epoch])
        return _loader(self.learned, self.batch, rng)

    def val_dataloader(self) -> DataLoader[Batch] | list[DataLoader[Batch]]:
        """Batches of the packages that say when to stop; none where there are none."""
        return _loader(self.stopping, 4 * self.batch, None) if len(self.stopping.rows) else []


class _Rows(Dataset[Batch]):
    """A batch for each array of row numbers."""

    def __init__(self, rows: RankedRows) -> None:
        self.parts = {
            "rows": torch.from_numpy(rows.rows),
            "labels": torch.from_numpy(rows.labels),
            "masks": torch.from_numpy(rows.masks),
        }

    def __getitem__(self, numbers: NDArray[np.int64]) -> Batch:
        picked = torch.from_numpy(numbers)
        return {name: part[picked] for name, part in self.parts.items()}


class _Groups(Sampler[NDArray[np.int64]]):
    """Arrays of row numbers: groups one after the other, shuffled where there is a generator."""

    def __init__(self, groups: NDArray[np.int64], batch: int, rng: np.random.Generator | None):
        self.batch, self.rng = batch, rng
        starts = np.flatnonzero(np.diff(groups, prepend=-1))
        self.bounds = np.append(starts, len(groups))

    def __len__(self) -> int:
        return -(-(len(self.bounds) - 1) // self.batch)

    def __iter__(self) -> Iterator[NDArray[np.int64]]:
        order = np.arange(len(self.bounds) - 1)
        if self.rng is not None:
            self.rng.shuffle(order)
        for first in range(0, len(order), self.batch):
            chosen = order[first : first + self.batch]
            yield np.concatenate(
                [np.arange(self.bounds[group], self.bounds[group + 1]) for group in chosen]
            )


def _loader(rows: RankedRows, batch: int, rng: np.random.Generator | None) -> DataLoader[Batch]:
    # In this process: picking rows costs less than handing them over.
    sampler = _Groups(rows.groups, batch, rng)
    loader: DataLoader[Batch] = DataLoader(_Rows(rows), batch_size=None, sampler=sampler)
    return loader
