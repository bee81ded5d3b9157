"""What was measured before, by content: small JSON files outside of every package."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict, fields
from hashlib import blake2b
from pathlib import Path
from typing import Any

from automapper.bms.keysounds.features import SoundFeatures
from automapper.bms.keysounds.measure import MEASURE_VERSION
from automapper.errors import OutputError
from automapper.files import write_file

FOLDER_VARIABLE = "AUTOMAPPER_CACHE"
_FORMAT = "automapper-keysound"
_MAX_BYTES = 4096  # an entry has some 400
_MOST = 1e12  # no measure comes near; infinite values and NaN do not pass either
_NUMBERS = tuple(field.name for field in fields(SoundFeatures) if field.name != "content")


def cache_folder() -> Path | None:
    """Where this user's caches belong; None where the system knows no home.

    ``AUTOMAPPER_CACHE`` if set, else LOCALAPPDATA (Windows), ~/Library/Caches (macOS),
    XDG_CACHE_HOME or ~/.cache.
    """
    chosen = os.environ.get(FOLDER_VARIABLE)
    if chosen:
        return Path(chosen)
    try:
        return _system_folder() / "automapper"
    except RuntimeError:  # no home
        return None


def _system_folder() -> Path:
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return Path(local) if local else Path.home() / "AppData" / "Local"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    named = os.environ.get("XDG_CACHE_HOME", "")
    return Path(named) if Path(named).is_absolute() else Path.home() / ".cache"


def content_name(data: bytes) -> str:
    """The name of a file's content: 32 hex digits."""
    return blake2b(data, digest_size=16).hexdigest()


def load_features(cache: Path, content: str) -> SoundFeatures | None:
    """What the cache holds for a content; None when nothing, or nothing that can be trusted."""
    try:
        with _entry(cache, content).open("rb") as file:
            data = file.read(_MAX_BYTES + 1)
        record = json.loads(data) if len(data) <= _MAX_BYTES else None
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(record, dict) or record.get("format") != _FORMAT:
        return None
    if record.get("version") != MEASURE_VERSION or record.get("content") != content:
        return None
    values = record.get("features")
    if not isinstance(values, dict) or not all(_is_measure(values.get(n)) for n in _NUMBERS):
        return None
    return SoundFeatures(**{name: float(values[name]) for name in _NUMBERS}, content=content)


def save_features(cache: Path, features: SoundFeatures) -> str:
    """Keeps the features of a content; returns why that failed, "" when it did not.

    The entry appears whole or not at all, so that several runs may write at once.
    """
    values = asdict(features)
    content = values.pop("content")
    record = {
        "format": _FORMAT,
        "version": MEASURE_VERSION,
        "content": content,
        "features": values,
    }
    try:
        write_file(_entry(cache, content), json.dumps(record).encode("ascii"), force=True)
    except OutputError as error:
        # Windows refuses to replace what another run is reading: that entry serves as well.
        return "" if load_features(cache, content) == features else str(error)
    return ""


def _entry(cache: Path, content: str) -> Path:
    return cache / f"keysounds-{MEASURE_VERSION}" / content[:2] / f"{content}.json"


def _is_measure(value: Any) -> bool:
    numeric = isinstance(value, (int, float)) and not isinstance(value, bool)
    return numeric and 0 <= value < _MOST
