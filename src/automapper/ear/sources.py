"""Which net hears the beats: by the name that users type."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, get_args

from automapper.ear.activations import BeatSource
from automapper.errors import ConfigError, WeightsError

SourceName = Literal["tcn", "beatnet", "beatthis", "none"]
SOURCES: tuple[SourceName, ...] = get_args(SourceName)
BEATNET_HELP = (
    "python scripts/fetch_beatnet.py -o DIR, then --source beatnet --checkpoint DIR/beatnet-1.onnx"
)
BEAT_THIS_HELP = "its authors publish them: --source beatthis --checkpoint final0.ckpt"


def beat_source(
    name: SourceName, checkpoint: Path | None = None, device: str = "auto"
) -> BeatSource | None:
    """A source of activations; None for "none".

    "tcn" is our own net, the shipped one unless a ``checkpoint`` (.onnx or .safetensors) is given.
    "beatnet" and "beatthis" need a checkpoint: their weights are not shipped. ``device`` is auto,
    cpu, cuda or directml. Raises :class:`WeightsError` naming the command that gets the weights.
    """
    if name not in SOURCES:
        raise ConfigError(f"no such source: {name} (there are {', '.join(SOURCES)})")
    if name == "none":
        return None
    if checkpoint is not None and not checkpoint.is_file():
        raise WeightsError(f"{checkpoint}: no such file of weights")
    if name == "tcn":
        from automapper.ear.beat_net import TcnSource

        return TcnSource(checkpoint, device)
    if name == "beatnet":
        from automapper.ear.sources_beatnet import BeatNetSource

        if checkpoint is None:
            raise WeightsError(f"BeatNet's weights are not shipped; get them with: {BEATNET_HELP}")
        return BeatNetSource.load(checkpoint, device)
    from automapper.ear.sources_beat_this import BeatThisSource

    if checkpoint is None:
        raise WeightsError(f"the weights of Beat This! are not shipped; {BEAT_THIS_HELP}")
    return BeatThisSource.load(checkpoint, device)
