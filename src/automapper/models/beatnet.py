"""The net of BeatNet (Heydari, Cwitkowitz, Duan: ISMIR 2021), for its published weights."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from automapper.errors import WeightsError
from automapper.models.beatnet_features import BLOCK_FRAMES, FEATURES
from automapper.models.torch_run import torch_place

Arrays = Mapping[str, NDArray[np.float32]]
INPUTS = ("features", "hidden", "cell")
OUTPUTS = ("probability", "next_hidden", "next_cell")
_KERNEL, _CHANNELS, _HIDDEN, _LAYERS, _CLASSES = 10, 2, 150, 2, 3


class BeatNet(nn.Module):
    """Features -> probabilities of beat, downbeat and neither; causal, so it runs in pieces.

    The names of its parts are those of the published state dict.
    """

    def __init__(self) -> None:
        super().__init__()
        pooled = (FEATURES - _KERNEL + 1) // 2
        self.conv1 = nn.Conv1d(1, _CHANNELS, _KERNEL)
        self.linear0 = nn.Linear(_CHANNELS * pooled, _HIDDEN)
        self.lstm = nn.LSTM(_HIDDEN, _HIDDEN, num_layers=_LAYERS, batch_first=True)
        self.linear = nn.Linear(_HIDDEN, _CLASSES)

    def forward(self, features: Tensor, hidden: Tensor, cell: Tensor) -> tuple[Tensor, ...]:
        """Probabilities (frames, 3) and the next state, from features (frames, 272) and a state.

        ``hidden`` and ``cell`` are (2, 1, 150), zeros at the start of a song.
        """
        found = torch.relu(self.conv1(features[:, None]))  # (frames, 2, 263)
        pooled = nn.functional.max_pool1d(found, 2).flatten(1)  # (frames, 262)
        heard, (hidden, cell) = self.lstm(self.linear0(pooled)[None], (hidden, cell))
        return torch.softmax(self.linear(heard[0]), dim=-1), hidden, cell

    @staticmethod
    def silence() -> tuple[Tensor, Tensor]:
        """The state before a song."""
        zeros = torch.zeros(_LAYERS, 1, _HIDDEN)
        return zeros, zeros.clone()


def from_state(state: dict[str, Tensor]) -> BeatNet:
    """The net with these weights, ready to run; raises ``RuntimeError`` where they do not fit."""
    net = BeatNet()
    net.load_state_dict(state)
    return net.eval()


def load_beatnet(path: Path) -> BeatNet:
    """The net of a safetensors file that holds its published weights; raises WeightsError."""
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    try:
        return from_state(load_file(path))
    except (OSError, SafetensorError, RuntimeError, ValueError) as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        raise WeightsError(f"{path}: holds no weights of BeatNet ({reason})") from None


def torch_runner(path: Path, device: str = "auto") -> Callable[[Arrays], Arrays]:
    """The same arrays in and out as of the exported net, by torch.

    ``device``: auto and cpu run on the CPU, cuda on a GPU; ConfigError where there is none.
    """
    place = torch_place(path, device)
    net = load_beatnet(path).to(place)

    def run(arrays: Arrays) -> Arrays:
        with torch.inference_mode():
            given = (torch.from_numpy(np.asarray(arrays[name])).to(place) for name in INPUTS)
            return dict(zip(OUTPUTS, (part.cpu().numpy() for part in net(*given)), strict=True))

    return run


def onnx_bytes(net: BeatNet) -> bytes:
    """The net as ONNX: blocks of exactly ``BLOCK_FRAMES`` frames, the state from one to the next.

    Named :data:`INPUTS` and :data:`OUTPUTS`. The last block of a song is filled up with zeros: a
    causal net does not mind.
    """
    example = (torch.zeros(BLOCK_FRAMES, FEATURES), *net.silence())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "net.onnx"
        torch.onnx.export(
            net,
            example,
            path,
            dynamo=True,
            verbose=False,
            external_data=False,
            input_names=INPUTS,
            output_names=OUTPUTS,
        )
        return path.read_bytes()
