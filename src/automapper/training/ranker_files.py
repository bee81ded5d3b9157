"""A trained ranker as the files that others run."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path

from automapper.errors import ConfigError
from automapper.models.ranker import Ranker, export_script, save_ranker
from automapper.models.ranker_export import export_ranker
from automapper.training.ranker_training import RankerRun, TrainedRanker

EXPORTS = ("", "torchscript")


def write_ranker(
    trained: TrainedRanker, run: RankerRun, about: Mapping[str, str], export: str = ""
) -> tuple[Path, ...]:
    """Writes net.onnx (to run) and net.safetensors (to learn on) into the run's folder.

    ``export`` "torchscript" adds net.pt. ``about`` goes into the files beside seed, pass and
    packages. Says where they are.
    """
    if export not in EXPORTS:
        raise ConfigError(f"export={export}: torchscript or nothing")
    notes = {
        **about,
        "seed": str(run.seed),
        "passes": str(trained.epoch),
        "packages": ", ".join(sorted((*trained.learned, *trained.stopping))),
        "kept apart": ", ".join(sorted(trained.apart)) or "none",
        "digest": digest(trained.net),
    }
    graph, weights = run.output / "net.onnx", run.output / "net.safetensors"
    export_ranker(graph, trained.net, notes)
    save_ranker(weights, trained.net, notes)
    if not export:
        return graph, weights
    script = run.output / "net.pt"
    export_script(script, trained.net)
    return graph, weights, script


def digest(net: Ranker) -> str:
    """What tells these weights from others, whatever file they are in."""
    found = blake2b(digest_size=16)
    for name, value in sorted(net.state_dict().items()):
        found.update(name.encode())
        found.update(value.numpy().tobytes())
    return found.hexdigest()
