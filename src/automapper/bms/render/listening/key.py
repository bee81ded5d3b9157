"""The sealed answer key: which chart was X and which was Y."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from automapper.bms.render.listening.options import MAX_PAIRS
from automapper.bms.render.listening.pairs import Pair
from automapper.errors import FormatError

_FORMAT, _VERSION = "automapper-listening-key", 1
MAX_KEY_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Key:
    """``charts`` by name; ``pairs`` are (number, index of X, index of Y)."""

    test: str
    charts: tuple[str, ...]
    pairs: tuple[tuple[int, int, int], ...]


def sealed_key(charts: Sequence[str], pairs: Sequence[Pair], rate: int) -> tuple[str, bytes]:
    """The test's name and the key file's bytes.

    The name is a hash of the key, so a key cannot be changed after the sheet was handed out. The
    content is coded in base64: not secret, but nobody reads it by accident.
    """
    content = {
        "charts": list(charts),
        "pairs": [
            {
                "pair": pair.number,
                "x": pair.x,
                "y": pair.y,
                "measure": pair.segment.measure,
                "start": round(pair.segment.start / rate, 3),
                "end": round(pair.segment.end / rate, 3),
            }
            for pair in pairs
        ],
    }
    inside = json.dumps(content, ensure_ascii=False, sort_keys=True).encode("utf-8")
    test = _name(inside)
    record = {
        "format": _FORMAT,
        "version": _VERSION,
        "test": test,
        "sealed": base64.b64encode(inside).decode("ascii"),
    }
    return test, (json.dumps(record, indent=1) + "\n").encode("ascii")


def read_key(data: bytes, path: Path | str) -> Key:
    """Opens a key; raises FormatError for what is none, or was changed."""
    if len(data) > MAX_KEY_BYTES:
        raise FormatError(path, "", "is too large for a key")
    try:
        record = json.loads(data)
        if record["format"] != _FORMAT or record["version"] != _VERSION:
            raise FormatError(path, "", "is no key of this version")
        inside = base64.b64decode(record["sealed"], validate=True)
        if record["test"] != _name(inside):
            raise FormatError(path, "", "was changed after the test was made")
        return _key(record["test"], json.loads(inside))
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError, binascii.Error):
        raise FormatError(path, "", "is no key of a listening test") from None


def _key(test: str, content: Any) -> Key:
    charts = tuple(str(name) for name in content["charts"])
    pairs = tuple((int(p["pair"]), int(p["x"]), int(p["y"])) for p in content["pairs"])
    indices = range(len(charts))
    if len(pairs) > MAX_PAIRS or any(x not in indices or y not in indices for _, x, y in pairs):
        raise ValueError("pairs of charts that are not listed")
    return Key(test, charts, pairs)


def _name(inside: bytes) -> str:
    return sha256(inside).hexdigest()[:16]
