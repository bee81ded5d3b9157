"""BeatNet as a source of activations."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from automapper.audio import Waveform
from automapper.ear.activations import NET_GRID, Activations
from automapper.ear.sound.blocks import RATE, blocks, frame_count
from automapper.errors import WeightsError
from automapper.models.beatnet_features import BLOCK_FRAMES, feature_blocks

Arrays = Mapping[str, NDArray[np.float32]]
_OUTPUTS = ("probability", "next_hidden", "next_cell")
_STATE = (2, 1, 150)  # layers, songs, cells


@dataclass(frozen=True, slots=True)
class BeatNetSource:
    """``run`` takes arrays features, hidden and cell and gives probability and the next state."""

    run: Callable[[Arrays], Arrays]
    name: str = "beatnet"

    @classmethod
    def load(cls, checkpoint: Path, device: str = "auto") -> BeatNetSource:
        """From an .onnx or .safetensors file that scripts/fetch_beatnet.py wrote."""
        suffix = checkpoint.suffix.lower()
        if suffix == ".safetensors":
            try:
                from automapper.models.beatnet import torch_runner
            except ImportError as error:
                raise WeightsError(
                    f"{checkpoint}: needs torch ({error}); the .onnx beside it does not"
                ) from None
            return cls(torch_runner(checkpoint, device))
        if suffix != ".onnx":
            raise WeightsError(f"{checkpoint}: BeatNet's weights end in .onnx or .safetensors")
        from automapper.models.run import open_net

        net = open_net(checkpoint, device)
        if net.outputs != _OUTPUTS:
            raise WeightsError(f"{checkpoint}: is a net, but not BeatNet")
        return cls(net)

    def __call__(self, waveform: Waveform) -> Activations:
        """Activations of a song, half a minute at a time."""
        count = frame_count(waveform, NET_GRID.fps)
        hidden, cell = np.zeros(_STATE, np.float32), np.zeros(_STATE, np.float32)
        pieces = []
        for features in _features(waveform, count):
            # The exported net takes blocks of one size; being causal, it does not mind the rest.
            whole = np.pad(features, ((0, BLOCK_FRAMES - len(features)), (0, 0)))
            found = self.run({"features": whole, "hidden": hidden, "cell": cell})
            pieces.append(np.asarray(found["probability"])[: len(features), :2])
            hidden, cell = found["next_hidden"], found["next_cell"]
        beat, downbeat = np.concatenate(pieces).T
        # Its classes exclude each other; ours do not: a downbeat is a beat too.
        either = np.minimum(beat + downbeat, 1.0).astype(np.float32)
        return Activations(either, np.ascontiguousarray(downbeat, dtype=np.float32), self.name)


def _features(waveform: Waveform, count: int) -> Iterator[NDArray[np.float32]]:
    """The song's frames in order, half a minute at a time, heard a minute at a time."""
    for block in blocks(waveform):
        heard = np.concatenate(list(feature_blocks(Waveform(block.samples[None], RATE))))
        own = heard[block.inside(NET_GRID.fps, count)]
        for start in range(0, len(own), BLOCK_FRAMES):
            yield own[start : start + BLOCK_FRAMES]
