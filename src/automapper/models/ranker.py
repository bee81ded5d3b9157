"""The small net that ranks: a score for each row, or for each choice that a row has."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from pathlib import Path

import torch
from torch import Tensor, nn

from automapper.errors import WeightsError
from automapper.models.notes import NOTES, read_notes
from automapper.models.ranker_spec import RankerSpec

_DROPOUT = 0.3


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


def save_ranker(path: Path, net: Ranker, about: Mapping[str, str] | None = None) -> None:
    """Writes weights and sizes as safetensors; ``about`` (text by name) goes beside them."""
    from safetensors.torch import save

    from automapper.files import write_file

    tensors = {name: value.contiguous() for name, value in net.state_dict().items()}
    notes = {**(about or {}), **net.spec.notes()}
    metadata = {NOTES: json.dumps(notes, sort_keys=True)}
    write_file(path, save(tensors, metadata=metadata), force=True)


def load_ranker(path: Path, specs: Collection[RankerSpec]) -> Ranker:
    """The ranker of a file that :func:`save_ranker` wrote, in eval mode.

    WeightsError where the file holds anything but a ranker of one of ``specs``.
    """
    from safetensors import SafetensorError, safe_open

    if not path.is_file():
        raise WeightsError(f"{path}: there are no weights here")
    try:
        with safe_open(str(path), framework="pt") as opened:
            notes = read_notes((opened.metadata() or {}).get(NOTES, "{}"))
            tensors = {name: opened.get_tensor(name) for name in opened.keys()}  # noqa: SIM118
        if notes.get("kind") not in [spec.kind for spec in specs]:
            raise WeightsError(f"{path}: holds no ranker of ours")
        spec = RankerSpec.of_notes(notes)
        if spec not in specs:
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
