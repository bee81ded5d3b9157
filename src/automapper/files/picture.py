"""How large a picture is, from its header."""

from __future__ import annotations

import io

_MOST_PIXELS = 2**28


def picture_size(data: bytes) -> tuple[int, int]:
    """Width and height of a PNG or JPEG, pixels; (0, 0) when it cannot be read."""
    from PIL import Image  # late: reading a package must not wait for it

    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as opened:
            width, height = opened.size
    except Exception:  # picture readers raise every kind of error on damaged files
        return (0, 0)
    return (width, height) if width * height <= _MOST_PIXELS else (0, 0)
