"""Random numbers by (seed, part of the song), so that any part can be drawn again alone."""

from __future__ import annotations

import hashlib

import numpy as np


def part_rng(seed: int, *part: str | int) -> np.random.Generator:
    """A generator that depends on the seed and the names of the part alone.

    Not on the order of calls, PYTHONHASHSEED or other parts.
    """
    text = "\x1f".join([str(seed), *(str(piece) for piece in part)])
    digest = hashlib.sha256(text.encode()).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(digest[:16], "little")))
