"""What the file of a net says of it beside its weights; needs no torch."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

# The one key of a file's metadata under which our own notes stand, as JSON: safetensors writes
# several keys in an order that changes from run to run, and the same net shall give the same bytes.
NOTES = "automapper"


def read_notes(text: str) -> dict[str, object]:
    """The notes in the value of that key; none where it is no JSON object."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def notes_of(path: Path) -> Mapping[str, object]:
    """The notes of a .safetensors file; none where it cannot be read or says nothing."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(str(path), framework="numpy") as opened:
            return read_notes((opened.metadata() or {}).get(NOTES, "{}"))
    except (OSError, SafetensorError):
        return {}
