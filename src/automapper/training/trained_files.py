"""A trained net as the files that others run."""

from __future__ import annotations

from pathlib import Path

from torch import nn

from automapper.models.beat_tcn import BeatTCN, save_beat_tcn
from automapper.models.beat_this_tuning import TunedBeatThis
from automapper.models.export import export_beat_tcn
from automapper.training.beat_training import Outcome, Run


def write_trained(net: nn.Module, run: Run, outcome: Outcome) -> tuple[Path, ...]:
    """Writes the net into the run's folder and says where.

    Ours becomes net.safetensors (to learn on) and net.onnx (to run), a Beat This! net a
    checkpoint as its authors save theirs.
    """
    if isinstance(net, TunedBeatThis):
        path = run.output / "beat_this.ckpt"
        net.save(path)
        return (path,)
    assert isinstance(net, BeatTCN)
    about = {
        "seed": str(run.seed),
        "steps": str(outcome.steps),
        "songs": str(outcome.songs),
        "fold held out": "none" if run.split.fold is None else str(run.split.fold),
    }
    weights, graph = run.output / "net.safetensors", run.output / "net.onnx"
    save_beat_tcn(weights, net, about)
    export_beat_tcn(net, graph, about)
    return weights, graph
