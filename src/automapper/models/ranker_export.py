"""A trained ranker as .onnx, which the light install runs."""

from __future__ import annotations

import contextlib
import io
import json
import logging
import warnings
from collections.abc import Mapping
from pathlib import Path

import torch

from automapper.files import write_file
from automapper.models.notes import NOTES
from automapper.models.ranker import Ranker

INPUT, OUTPUT = "rows", "scores"


def export_ranker(path: Path, net: Ranker, about: Mapping[str, str] | None = None) -> None:
    """Writes ``net`` as .onnx: ``rows`` (any number, columns) in, ``scores`` out.

    ``about`` and the net's sizes go into the metadata (key ``automapper``, JSON).
    """
    net = net.eval()
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        logging.getLogger("torch.onnx").setLevel(logging.ERROR)
        program = torch.onnx.export(
            net,
            (torch.zeros(3, net.spec.inputs),),
            dynamo=True,
            input_names=[INPUT],
            output_names=[OUTPUT],
            dynamic_shapes={"rows": {0: torch.export.Dim("rows", min=1, max=1_000_000)}},
            verbose=False,
        )
    assert program is not None
    model = program.model_proto
    notes = {**(about or {}), **net.spec.notes()}
    entry = model.metadata_props.add()
    entry.key, entry.value = NOTES, json.dumps(notes, sort_keys=True)
    for node in model.graph.node:  # where in the exporting code a node came from is noise
        del node.metadata_props[:]
    write_file(path, model.SerializeToString(), force=True)
