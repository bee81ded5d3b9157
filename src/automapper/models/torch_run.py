"""Nets by torch: for weights that are not exported, with the same answers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from automapper.errors import ConfigError, WeightsError
from automapper.models.notes import notes_of
from automapper.models.ranker_spec import RankerSpec

if TYPE_CHECKING:
    import torch


class TorchNet:
    """Weights saved by ``models.beat_tcn``; device auto and cpu run on the CPU, cuda on a GPU."""

    def __init__(self, path: Path, device: str = "auto") -> None:
        self._place = torch_place(path, device)
        from automapper.models.beat_tcn import OUTPUTS, load_beat_tcn

        self._net = load_beat_tcn(path).to(self._place)
        self._outputs = OUTPUTS

    @property
    def outputs(self) -> tuple[str, ...]:
        """Names of what it answers."""
        return self._outputs

    @property
    def notes(self) -> Mapping[str, object]:
        """What the file says of it."""
        return {}

    def __call__(self, inputs: Mapping[str, NDArray[np.float32]]) -> dict[str, NDArray[np.float32]]:
        """Answers by name, for ``mel`` of shape (batch, frames, mels)."""
        import torch

        with torch.inference_mode():
            found = self._net(torch.from_numpy(np.ascontiguousarray(inputs["mel"])).to(self._place))
        return {name: value.cpu().numpy() for name, value in zip(self._outputs, found, strict=True)}


class TorchRanker:
    """Weights saved by ``models.ranker``, of one of ``specs``; devices as of :class:`TorchNet`."""

    def __init__(self, path: Path, specs: Collection[RankerSpec], device: str = "auto") -> None:
        self._place = torch_place(path, device)
        from automapper.models.ranker import load_ranker

        self._net = load_ranker(path, specs).to(self._place)
        self._notes = notes_of(path)

    @property
    def outputs(self) -> tuple[str, ...]:
        """Names of what it answers."""
        return ("scores",)

    @property
    def notes(self) -> Mapping[str, object]:
        """What the file says of it."""
        return self._notes

    def __call__(self, inputs: Mapping[str, NDArray[np.float32]]) -> dict[str, NDArray[np.float32]]:
        """``scores`` for ``rows`` of shape (rows, columns)."""
        import torch

        with torch.inference_mode():
            rows = torch.from_numpy(np.ascontiguousarray(inputs["rows"])).to(self._place)
            return {"scores": self._net(rows).cpu().numpy()}


def is_ranker(path: Path, specs: Collection[RankerSpec]) -> bool:
    """Whether a .safetensors file says that it holds a ranker of such a kind; needs no torch."""
    return notes_of(path).get("kind") in [spec.kind for spec in specs]


def torch_place(path: Path, device: str) -> torch.device:
    """Where torch shall run (auto: the CPU).

    WeightsError without torch, naming the ``path`` of the weights; ConfigError for a device that is
    not there.
    """
    try:
        import torch
    except ImportError:
        raise WeightsError(
            f"{path}: weights that are not .onnx need torch; pip install '.[train]' in the checkout"
        ) from None
    if device == "directml":
        raise ConfigError("device directml: runs .onnx files only")
    if device == "cuda" and not torch.cuda.is_available():
        raise ConfigError("device cuda: torch finds no such card here")
    return torch.device("cuda" if device == "cuda" else "cpu")
