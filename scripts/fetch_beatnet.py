"""Fetch BeatNet's published weights and convert them, for comparison and for ``--source beatnet``.

    python scripts/fetch_beatnet.py -o DIR [--wheel FILE]

BeatNet's package pins dependencies that no longer install, so its wheel is downloaded alone, from
the package index that pip is set up for; only the weights are read from it, without unpickling
code. Writes beatnet-1, -2 and -3 as .safetensors and .onnx, and a NOTICE: the weights are by
Mojtaba Heydari, Frank Cwitkowitz and Zhiyao Duan, under CC BY 4.0. Then:

    osu-timing song.mp3 --source beatnet --checkpoint DIR/beatnet-1.onnx

Needs torch and onnx (``automapper[train]``); what it writes runs without. A minute.
"""

from __future__ import annotations

import argparse
import io
import subprocess
import sys
import tempfile
import warnings
import zipfile
from pathlib import Path

import torch
from safetensors.torch import save

from automapper.files import write_file
from automapper.models.beatnet import from_state, onnx_bytes

RELEASE = "BeatNet==1.1.3"
MODELS = {1: "GTZAN", 2: "Ballroom", 3: "Rock Corpus"}  # the data set each has not seen
NOTICE = """BeatNet's weights, converted from the model_N_weights.pt of its release 1.1.3.

Authors: Mojtaba Heydari, Frank Cwitkowitz, Zhiyao Duan (University of Rochester)
Source:  https://github.com/mjhydri/BeatNet
Paper:   BeatNet: CRNN and Particle Filtering for Online Joint Beat, Downbeat and Meter Tracking,
         ISMIR 2021
Licence: Creative Commons Attribution 4.0 International (CC BY 4.0),
         https://creativecommons.org/licenses/by/4.0/
Changes: stored as safetensors and as ONNX; the numbers are the authors'.

beatnet-1 has not seen GTZAN, beatnet-2 not Ballroom, beatnet-3 not the Rock Corpus.
"""


def main() -> int:
    parser = argparse.ArgumentParser(description="Fetch and convert BeatNet's published weights.")
    parser.add_argument("-o", "--output", type=Path, required=True, help="folder to write into")
    parser.add_argument("--wheel", type=Path, help="BeatNet's wheel, if it is here already")
    options = parser.parse_args()
    if options.wheel is not None:
        return convert(options.wheel, options.output)
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "--quiet", RELEASE]
        if subprocess.run([*command, "--dest", folder], check=False).returncode:
            print(f"fetch_beatnet: pip cannot download {RELEASE}", file=sys.stderr)
            return 1
        return convert(next(Path(folder).glob("*.whl")), options.output)


def convert(wheel: Path, output: Path) -> int:
    """The three nets of a wheel as files in ``output``."""
    warnings.filterwarnings("ignore", module="torch|copyreg|contextlib")  # the exporter's own
    with zipfile.ZipFile(wheel) as archive:
        for number, unseen in MODELS.items():
            data = io.BytesIO(archive.read(f"BeatNet/models/model_{number}_weights.pt"))
            state = torch.load(data, map_location="cpu", weights_only=True)
            net = from_state(state)
            about = {"source": RELEASE, "licence": "CC BY 4.0", "unseen": unseen, "kind": "beatnet"}
            name = output / f"beatnet-{number}"
            weights = {key: value.contiguous() for key, value in net.state_dict().items()}
            write_file(name.with_suffix(".safetensors"), save(weights, about), force=True)
            write_file(name.with_suffix(".onnx"), onnx_bytes(net), force=True)
            print(f"{name}.safetensors, {name}.onnx")
    write_file(output / "NOTICE", NOTICE.encode("utf-8"), force=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
