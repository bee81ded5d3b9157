"""A Beat This! checkpoint that learns on."""

from __future__ import annotations

import io
from pathlib import Path

import torch
from torch import Tensor, nn

from automapper.files import write_file
from automapper.models.beat_this import load_beat_this


class TunedBeatThis(nn.Module):
    """(batch, frames, mels) -> logits of beat and downbeat, as a beat task wants them."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.net = load_beat_this(path)
        # Its sizes, to be written beside the new weights. weights_only: nothing in it is run.
        held = torch.load(path, map_location="cpu", weights_only=True)
        self._sizes = dict(held["hyper_parameters"])

    def forward(self, mel: Tensor) -> tuple[Tensor, Tensor, None]:
        """Logits; this net says nothing of tempo."""
        found = self.net(mel)
        return found["beat"], found["downbeat"], None

    def save(self, path: Path) -> None:
        """Writes a checkpoint that Beat This! and :func:`load_beat_this` read."""
        state = {f"model.{name}": value.cpu() for name, value in self.net.state_dict().items()}
        buffer = io.BytesIO()
        torch.save({"state_dict": state, "hyper_parameters": self._sizes}, buffer)
        write_file(path, buffer.getvalue(), force=True)
