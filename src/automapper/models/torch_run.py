"""The beat net by torch: for checkpoints that are not exported, with the same answers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from automapper.errors import ConfigError, WeightsError


class TorchNet:
    """Weights saved by ``models.beat_tcn``; device auto and cpu run on the CPU, cuda on a GPU."""

    def __init__(self, path: Path, device: str = "auto") -> None:
        try:
            import torch
        except ImportError:
            raise WeightsError(
                f"{path}: weights that are not .onnx need torch; pip install 'automapper[train]'"
            ) from None
        from automapper.models.beat_tcn import OUTPUTS, load_beat_tcn

        if device == "directml":
            raise ConfigError("device directml: runs .onnx files only")
        if device == "cuda" and not torch.cuda.is_available():
            raise ConfigError("device cuda: torch finds no such card here")
        self._place = torch.device("cuda" if device == "cuda" else "cpu")
        self._net = load_beat_tcn(path).to(self._place)
        self._outputs = OUTPUTS

    @property
    def outputs(self) -> tuple[str, ...]:
        """Names of what it answers."""
        return self._outputs

    def __call__(self, inputs: Mapping[str, NDArray[np.float32]]) -> dict[str, NDArray[np.float32]]:
        """Answers by name, for ``mel`` of shape (batch, frames, mels)."""
        import torch

        with torch.inference_mode():
            found = self._net(torch.from_numpy(np.ascontiguousarray(inputs["mel"])).to(self._place))
        return {name: value.cpu().numpy() for name, value in zip(self._outputs, found, strict=True)}
