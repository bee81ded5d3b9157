"""Songs for a beat net, split by fold or artist, in batches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from lightning import LightningDataModule
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

from automapper.data.augment import Augmentation
from automapper.data.beat_crops import BeatCrops, CropPlan, Draw, Item
from automapper.data.store import Entry, Example, load_example, read_manifest
from automapper.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Split:
    """``fold`` 0-4: that fold's songs are kept for validation, None keeps no fold apart.

    ``artist``: songs of this artist are kept apart (letter case aside), "" keeps none.
    """

    fold: int | None = None
    artist: str = ""

    def is_held_out(self, entry: Entry) -> bool:
        """Whether a song is for validation only."""
        return (self.fold is not None and entry.fold == self.fold) or (
            self.artist != "" and entry.artist.casefold() == self.artist.casefold()
        )


def load_songs(stores: Sequence[Path], split: Split) -> tuple[list[Example], list[Example]]:
    """(songs to learn from, songs held out), in memory: 46 MB an hour of music.

    Raises ConfigError where nothing is left to learn from.
    """
    learned: list[Example] = []
    held: list[Example] = []
    for store in stores:
        entries = read_manifest(store)
        if not entries:
            raise ConfigError(f"{store}: no store of learning examples; osu-dataset makes one")
        for entry in entries:
            (held if split.is_held_out(entry) else learned).append(load_example(store, entry))
    if not learned:
        raise ConfigError("every song is held out: nothing is left to learn from")
    if split.artist and not held:
        raise ConfigError(f"val_artist: no song by {split.artist!r} in the data")
    return learned, held


class BeatData(LightningDataModule):
    """Crops by chance for training, one crop of each held-out song for validation."""

    def __init__(
        self,
        learned: Sequence[Example],
        held: Sequence[Example],
        plan: CropPlan,
        how: Augmentation,
        batch: int,
        draw: Draw,
    ) -> None:
        super().__init__()
        self.batch = batch
        self.crops = BeatCrops(learned, plan, how, draw)
        quiet = replace(plan, crops=min(len(held), 64))
        self.held = BeatCrops(held, quiet, Augmentation.none(), draw) if held else None

    def train_dataloader(self) -> DataLoader[Item]:
        """Batches of the epoch that begins."""
        if self.trainer is not None:
            self.crops.epoch = self.trainer.current_epoch
        return self._loader(self.crops)

    def val_dataloader(self) -> DataLoader[Item] | list[DataLoader[Item]]:
        """Batches of the songs held out, the same every time; none where none are."""
        return [] if self.held is None else self._loader(self.held)

    def _loader(self, crops: BeatCrops) -> DataLoader[Item]:
        # In this process: making a crop takes a twentieth of learning from it.
        loader: DataLoader[Item] = DataLoader(
            _AsDataset(crops), batch_size=self.batch, collate_fn=_stack
        )
        return loader


class _AsDataset(Dataset[Item]):
    """torch's word for something with a length and items."""

    def __init__(self, crops: BeatCrops) -> None:
        self.crops = crops

    def __len__(self) -> int:
        return len(self.crops)

    def __getitem__(self, index: int) -> Item:
        return self.crops[index]


def _stack(items: Sequence[Item]) -> dict[str, Tensor]:
    return {name: torch.from_numpy(np.stack([item[name] for item in items])) for name in items[0]}
