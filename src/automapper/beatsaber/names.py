"""File and folder names that every system takes."""

from __future__ import annotations

import re
import unicodedata

from automapper.files import is_device_name

# Windows refuses these letters.
_REFUSED = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
MAX_BYTES = 120  # leaves room for a suffix and a temporary prefix within 255 bytes


def safe_name(text: str, fallback: str = "level") -> str:
    """A name for a file or folder made of ``text``; letters of any script stay."""
    name = _REFUSED.sub(" ", unicodedata.normalize("NFC", text))
    name = " ".join(name.split()).strip(". ")
    while len(name.encode("utf-8", "ignore")) > MAX_BYTES:
        name = name[:-1].rstrip(". ")
    name = name.encode("utf-8", "ignore").decode("utf-8")
    if not name:
        return fallback
    stem, dot, suffix = name.partition(".")  # the mark stands before the dot: the stem is refused
    return f"{stem}_{dot}{suffix}" if is_device_name(name) else name
