"""A trained beat net as .onnx, which the light install runs."""

from __future__ import annotations

import contextlib
import io
import json
import logging
import warnings
from dataclasses import asdict
from pathlib import Path

import torch

from automapper.files import write_file
from automapper.models.beat_tcn import OUTPUTS, BeatTCN
from automapper.models.notes import NOTES

_EXAMPLE_FRAMES = 600  # any length will do: the axis is exported as free


def export_beat_tcn(net: BeatTCN, path: Path, about: dict[str, str] | None = None) -> None:
    """Writes ``net`` as .onnx with a free number of frames, a batch of one.

    Input ``mel``, outputs as named in ``models.beat_tcn``; ``about`` and the net's sizes go into
    the file's metadata (key ``automapper``, JSON).
    """
    net = net.eval()
    mel = torch.zeros(1, _EXAMPLE_FRAMES, net.spec.mels)
    frames = torch.export.Dim("frames", min=16, max=1_000_000)
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        logging.getLogger("torch.onnx").setLevel(logging.ERROR)
        program = torch.onnx.export(
            net,
            (mel,),
            dynamo=True,
            input_names=["mel"],
            output_names=list(OUTPUTS),
            dynamic_shapes={"mel": {1: frames}},
            verbose=False,
        )
    assert program is not None
    model = program.model_proto
    notes = {**(about or {}), "spec": asdict(net.spec), "reach": net.spec.reach}
    entry = model.metadata_props.add()
    entry.key, entry.value = NOTES, json.dumps(notes, sort_keys=True)
    write_file(path, model.SerializeToString(), force=True)
