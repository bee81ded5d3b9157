"""The net that hears beats: a stack of dilated convolutions over log-mel frames."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from torch import Tensor, nn

from automapper.errors import WeightsError

KIND = "beat-tcn"
OUTPUTS = ("beat", "downbeat", "tempo")
# Classes of the tempo head: twelve an octave from 30 bpm, four octaves.
TEMPO_CLASSES, TEMPO_LOWEST, TEMPO_PER_OCTAVE = 48, 30.0, 12


@dataclass(frozen=True, slots=True)
class BeatTCNSpec:
    """Sizes of the net; the defaults are those of the shipped one.

    ``levels`` blocks with dilations 1, 2, 4 ...: nine of kernel 5 look 20 s to either side, about
    ten bars, which is what an octave or a bar phase is decided from.
    """

    mels: int = 128
    channels: int = 64
    levels: int = 9
    kernel: int = 5
    dropout: float = 0.1

    @property
    def reach(self) -> int:
        """Frames to either side that one output depends on."""
        return 2 + (self.kernel // 2) * ((1 << self.levels) - 1)


class BeatTCN(nn.Module):
    """(batch, frames, mels) log-mel -> logits: beat and downbeat (batch, frames), tempo.

    The tempo logits, (batch, frames, TEMPO_CLASSES), say which tempo holds around each frame:
    learning them makes the beats keep to one octave.
    """

    def __init__(self, spec: BeatTCNSpec | None = None) -> None:
        super().__init__()
        self.spec = spec = spec or BeatTCNSpec()
        self.front = Front(spec)
        self.blocks = nn.Sequential(*(Block(spec, 2**level) for level in range(spec.levels)))
        self.heads = nn.Conv1d(spec.channels, 2 + TEMPO_CLASSES, 1)
        with torch.no_grad():  # most frames hold no beat
            assert self.heads.bias is not None
            self.heads.bias[:2] = -2.5

    def forward(self, mel: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Logits of beat, downbeat and tempo, see the class."""
        hidden_BCT = self.blocks(self.front(mel))
        out_BHT = self.heads(hidden_BCT)
        return out_BHT[:, 0], out_BHT[:, 1], out_BHT[:, 2:].transpose(1, 2)


class Front(nn.Module):
    """Spectra to channels: filters shared along the mel axis, then their mixture."""

    def __init__(self, spec: BeatTCNSpec) -> None:
        super().__init__()
        self.level = nn.BatchNorm1d(spec.mels)
        self.near = nn.Conv2d(1, 12, (3, 8), stride=(1, 4), padding=(1, 2))
        self.mix = nn.Conv1d(12 * (spec.mels // 4), spec.channels, 3, padding=1)

    def forward(self, mel_BTM: Tensor) -> Tensor:
        """(batch, channels, frames)."""
        level_BTM = self.level(mel_BTM.transpose(1, 2)).transpose(1, 2)
        hidden = nn.functional.relu(self.near(level_BTM[:, None]))  # (batch, 12, frames, mels / 4)
        out: Tensor = self.mix(hidden.transpose(2, 3).flatten(1, 2))
        return out


class Block(nn.Module):
    """A dilated convolution around which the signal also passes unchanged."""

    def __init__(self, spec: BeatTCNSpec, dilation: int) -> None:
        super().__init__()
        reach = dilation * (spec.kernel // 2)
        size = spec.channels
        self.wide = nn.Conv1d(size, size, spec.kernel, padding=reach, dilation=dilation, bias=False)
        self.norm = nn.BatchNorm1d(size)
        self.drop = nn.Dropout1d(spec.dropout)
        self.mix = nn.Conv1d(size, size, 1)

    def forward(self, x_BCT: Tensor) -> Tensor:
        """Same shape."""
        out: Tensor = x_BCT + self.mix(self.drop(nn.functional.relu(self.norm(self.wide(x_BCT)))))
        return out


def save_beat_tcn(path: Path, net: BeatTCN, about: dict[str, str] | None = None) -> None:
    """Writes weights and sizes as safetensors; ``about`` (text by name) goes beside them."""
    from safetensors.torch import save

    from automapper.files import write_file

    tensors = {name: value.contiguous() for name, value in net.state_dict().items()}
    notes = {**(about or {}), "kind": KIND, "spec": json.dumps(asdict(net.spec))}
    write_file(path, save(tensors, metadata=notes), force=True)


def load_beat_tcn(path: Path) -> BeatTCN:
    """The net of a file that :func:`save_beat_tcn` wrote, ready to run (eval mode).

    Raises WeightsError where the file is missing or holds something else.
    """
    from safetensors import SafetensorError, safe_open

    if not path.is_file():
        raise WeightsError(
            f"{path}: there are no weights here; train some with osu-train stage=ear"
        )
    try:
        with safe_open(str(path), framework="pt") as opened:
            notes = opened.metadata() or {}
            tensors = {name: opened.get_tensor(name) for name in opened.keys()}  # noqa: SIM118
        if notes.get("kind") != KIND:
            raise WeightsError(f"{path}: holds no beat net of ours")
        net = BeatTCN(BeatTCNSpec(**json.loads(notes["spec"])))
        net.load_state_dict(tensors)
    except (OSError, SafetensorError, KeyError, TypeError, ValueError, RuntimeError) as error:
        reason = str(error).splitlines()[0]
        raise WeightsError(f"{path}: cannot be read as a beat net ({reason})") from None
    return net.eval()
