"""Which net hears the beats: by the name that users type."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, get_args

from automapper.ear.activations import BeatSource
from automapper.ear.ears import Ears, bare_ears, shipped_ears
from automapper.errors import ConfigError, WeightsError

SourceName = Literal["tcn", "beatnet", "beatthis", "none"]
SOURCES: tuple[SourceName, ...] = get_args(SourceName)
_ANSWERS = {"beat", "downbeat", "tempo"}  # of our own net
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
        if device != "auto":
            raise ConfigError(f"device {device}: is for a net, and source none has none")
        if checkpoint is not None:
            raise ConfigError(f"{checkpoint}: is for a net, and source none has none")
        return None
    if checkpoint is not None and not checkpoint.is_file():
        raise WeightsError(f"{checkpoint}: no such file of weights")
    if name == "tcn":
        from automapper.ear.nets.tcn import TcnSource
        from automapper.models.run import open_net

        if checkpoint is not None and not _ANSWERS.issubset(open_net(checkpoint, device).outputs):
            raise WeightsError(f"{checkpoint}: is a net, but not one of ours")
        return TcnSource(checkpoint, device)
    if name == "beatnet":
        from automapper.ear.nets.beatnet import BeatNetSource

        if checkpoint is None:
            raise WeightsError(f"BeatNet's weights are not shipped; get them with: {BEATNET_HELP}")
        return BeatNetSource.load(checkpoint, device)
    from automapper.ear.nets.beat_this import BeatThisSource

    if checkpoint is None:
        raise WeightsError(f"the weights of Beat This! are not shipped; {BEAT_THIS_HELP}")
    return BeatThisSource.load(checkpoint, device)


def ears_with(
    name: SourceName | None = None, checkpoint: Path | None = None, device: str = "auto"
) -> Ears:
    """The shipped ears, or ones that hear with the source named.

    What the net hears is weighed as the shipped net's answers are.
    """
    if name is None and checkpoint is None and device == "auto":
        return shipped_ears()
    source = beat_source(name or "tcn", checkpoint, device)
    return bare_ears() if source is None else Ears(source, shipped_ears().weights)
