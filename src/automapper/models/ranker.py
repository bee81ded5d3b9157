"""The small net that ranks: which keysound to play, or which lane to play it on."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from torch import Tensor, nn

from automapper.errors import WeightsError
from automapper.models.run import NOTES

KIND = "bms-ranker"
_DROPOUT = 0.3


@dataclass(frozen=True, slots=True)
class RankerSpec:
    """Sizes: columns in, width of the two hidden layers, scores out."""

    inputs: int
    hidden: int
    outputs: int


# 6,269 and 24,823 parameters: rankers help the rules, they are not to overpower them.
TOKEN_SPEC = RankerSpec(inputs=30, hidden=64, outputs=1)
LANE_SPEC = RankerSpec(inputs=56, hidden=128, outputs=7)


class Ranker(nn.Module):
    """(rows, inputs) -> scores (rows, outputs); rows are independent of each other.

    The first layer norms each row: columns differ by orders of magnitude, and no running
    statistics are wanted where rows come in pools of any size.
    """

    def __init__(self, spec: RankerSpec) -> None:
        super().__init__()
        self.spec = spec
        self.layers = nn.Sequential(
            nn.LayerNorm(spec.inputs),
            nn.Linear(spec.inputs, spec.hidden),
            nn.ReLU(),
            nn.Dropout(_DROPOUT),
            nn.Linear(spec.hidden, spec.hidden),
            nn.ReLU(),
            nn.Dropout(_DROPOUT),
            nn.Linear(spec.hidden, spec.outputs),
        )

    def forward(self, rows: Tensor) -> Tensor:
        """Scores, see the class."""
        out: Tensor = self.layers(rows)
        return out


def save_ranker(path: Path, net: Ranker, about: dict[str, str] | None = None) -> None:
    """Writes weights and sizes as safetensors; ``about`` (text by name) goes beside them.

    All of it stands under one key: safetensors writes several in an order that changes from run to
    run, and the same net shall give the same bytes.
    """
    from safetensors.torch import save

    from automapper.files import write_file

    tensors = {name: value.contiguous() for name, value in net.state_dict().items()}
    notes = {**(about or {}), "kind": KIND, "spec": json.dumps(asdict(net.spec))}
    metadata = {NOTES: json.dumps(notes, sort_keys=True)}
    write_file(path, save(tensors, metadata=metadata), force=True)


def load_ranker(path: Path) -> Ranker:
    """The ranker of a file that :func:`save_ranker` wrote, in eval mode; else WeightsError."""
    from safetensors import SafetensorError, safe_open

    if not path.is_file():
        raise WeightsError(f"{path}: there are no weights here; train some with bms-train")
    try:
        with safe_open(str(path), framework="pt") as opened:
            notes = json.loads((opened.metadata() or {}).get(NOTES, "{}"))
            tensors = {name: opened.get_tensor(name) for name in opened.keys()}  # noqa: SIM118
        if not isinstance(notes, dict) or notes.get("kind") != KIND:
            raise WeightsError(f"{path}: holds no ranker of ours")
        spec = RankerSpec(**json.loads(notes["spec"]))
        if spec not in (TOKEN_SPEC, LANE_SPEC):
            raise WeightsError(f"{path}: a ranker of sizes that nothing here asks")
        net = Ranker(spec)
        net.load_state_dict(tensors)
    except (OSError, SafetensorError, KeyError, TypeError, ValueError, RuntimeError) as error:
        reason = str(error).splitlines()[0]
        raise WeightsError(f"{path}: cannot be read as a ranker ({reason})") from None
    return net.eval()


def export_script(path: Path, net: Ranker) -> None:
    """Writes TorchScript for other programs; nothing here loads it, since loading runs code."""
    import io

    from automapper.files import write_file

    buffer = io.BytesIO()
    torch.jit.save(torch.jit.script(net.eval()), buffer)
    write_file(path, buffer.getvalue(), force=True)
