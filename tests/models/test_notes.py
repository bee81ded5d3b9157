from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from automapper.models.notes import NOTES, notes_of, read_notes


@pytest.mark.parametrize("text", ["", "no JSON", "[1]", "null"])
def test_what_is_no_object_holds_no_notes(text: str, tmp_path: Path) -> None:
    assert read_notes(text) == {}
    save_file({"a": np.zeros(1)}, tmp_path / "net.safetensors", metadata={NOTES: text})
    assert notes_of(tmp_path / "net.safetensors") == {}


def test_notes_come_back(tmp_path: Path) -> None:
    path = tmp_path / "net.safetensors"
    save_file({"a": np.zeros(1)}, path, metadata={NOTES: '{"kind": "b"}', "format": "pt"})
    assert notes_of(path) == {"kind": "b"}


def test_a_file_that_says_nothing_has_none(tmp_path: Path) -> None:
    path = tmp_path / "net.safetensors"
    assert notes_of(path) == {}
    path.write_bytes(b"nothing of the sort")
    assert notes_of(path) == {}
    save_file({"a": np.zeros(1)}, path)
    assert notes_of(path) == {}
