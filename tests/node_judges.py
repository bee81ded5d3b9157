"""Readers that are not ours, in JavaScript: where they are, and whether they can run."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

FOLDER = os.environ.get("AUTOMAPPER_JUDGES", "")


def why_not(folder: str) -> str:
    """Why the judges of a folder cannot be asked; "" where they can."""
    if not folder:
        return "AUTOMAPPER_JUDGES names no folder of judges"
    if shutil.which("node") is None:
        return "there is no node"
    if not (Path(folder) / "node_modules").is_dir():
        return f"{folder} holds no node_modules: run npm install there"
    return ""


needs_judges = pytest.mark.skipif(bool(why_not(FOLDER)), reason=why_not(FOLDER))


def asked(judge: str, path: Path) -> list[Any]:
    """What ``judge`` (a file of the folder) prints of a file: a JSON value a line."""
    command = ["node", str(Path(FOLDER) / judge), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]
