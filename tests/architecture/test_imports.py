"""Imports point downstairs only, and inner rooms stay pure."""

from __future__ import annotations

import subprocess
import sys

import pytest
from source_tree import ROOT

CONTRACTS = (
    "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(cache_dir=None))"
)


def test_the_contracts_of_import_linter_hold() -> None:
    done = subprocess.run(
        [sys.executable, "-c", CONTRACTS], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


@pytest.mark.parametrize(
    ("module", "barred"),
    [
        ("automapper.timing", "torch soundfile av scipy soxr PIL onnxruntime"),
        ("automapper.chart", "torch soundfile av scipy soxr PIL onnxruntime numpy"),
        ("automapper.audio", "torch librosa matplotlib rich scipy av onnxruntime"),
        ("automapper.ear", "torch librosa lightning hydra matplotlib"),
        ("automapper.beatsaber", "torch librosa lightning hydra matplotlib rich"),
        ("automapper.bms.generate.chart", "torch librosa lightning hydra matplotlib rich av scipy"),
        ("automapper.bms.render", "torch librosa lightning hydra matplotlib rich av scipy"),
    ],
)
def test_importing_a_room_does_not_load(module: str, barred: str) -> None:
    code = f"import sys, {module}; print(*sorted(sys.modules.keys() & set({barred.split()})))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.split() == []
