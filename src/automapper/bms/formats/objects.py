"""The objects of all channel lines at once: split into pairs, merged, sorted, with exact places."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from automapper.bms.model import Place
from automapper.errors import FormatError

MAX_OBJECTS = 4_000_000
_REST = 0x3030
_BACKGROUND = "01"
_Ints = NDArray[np.int64]
_IS_DIGIT = np.zeros(256, dtype=bool)
_IS_DIGIT[list(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")] = True


@dataclass(slots=True)
class ObjectLines:
    """Channel lines as parallel lists, in the order of the file; bodies have an even length."""

    measures: list[int] = field(default_factory=list)
    channels: list[str] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)

    def add(self, measure: int, channel: str, body: bytes) -> None:
        """One line more."""
        self.measures.append(measure)
        self.channels.append(channel)
        self.bodies.append(body)


@dataclass(frozen=True, slots=True)
class Objects:
    """Objects sorted by place, then as the file has them; object k is the k-th of each list.

    ``until`` says for the objects asked for where the slot of an object ends: (measure, numerator,
    denominator). ``replaced`` counts objects that a later line put another one over, ``malformed``
    pairs that are no id.
    """

    places: list[Place]
    channels: list[str]
    pairs: list[str]
    slots: tuple[_Ints, _Ints]
    replaced: int = 0
    malformed: int = 0

    def slot_end(self, k: int) -> tuple[int, Fraction]:
        """Measure and fraction (at most 1) up to which the slot of object k reaches."""
        index, count = int(self.slots[0][k]), int(self.slots[1][k])
        return self.places[k].measure, _fraction(index + 1, count)


def merge_objects(lines: ObjectLines, path: str) -> Objects:
    """All objects of the lines.

    On all channels but 01 a later object replaces an earlier one at the same exact place; on 01
    every line is a layer of its own.

    FormatError for more than 4,000,000 objects.
    """
    bodies = b"".join(lines.bodies)
    pairs = np.frombuffer(bodies, dtype=">u2")
    counts = np.array([len(body) >> 1 for body in lines.bodies], dtype=np.int64)
    starts = np.cumsum(counts) - counts
    hits = np.flatnonzero(pairs != _REST)
    if len(hits) > MAX_OBJECTS:
        raise FormatError(path, "", f"has more than {MAX_OBJECTS} objects")
    octets = np.frombuffer(bodies, dtype=np.uint8).reshape(-1, 2)
    valid = _IS_DIGIT[octets[hits]].all(axis=1)
    malformed = int(len(hits) - valid.sum())
    hits = hits[valid]
    line = np.searchsorted(starts, hits, side="right") - 1
    names = sorted(set(lines.channels))
    code = {name: number for number, name in enumerate(names)}
    channel = np.array([code[name] for name in lines.channels], dtype=np.int64)[line]
    measure = np.array(lines.measures, dtype=np.int64)[line]
    index, count = hits - starts[line], counts[line]
    # Two different fractions of a file below 64 MB differ as doubles too: n * m < 2**53.
    share = index / count
    single = channel != code.get(_BACKGROUND, -1)
    order = _without_replaced(measure, share, channel, single)
    replaced = len(hits) - len(order)
    order = order[np.lexsort((order, share[order], measure[order]))]
    texts = _Texts()
    return Objects(
        _places(measure[order], share[order], index[order], count[order]),
        [names[k] for k in channel[order].tolist()],
        [texts[pair] for pair in pairs[hits][order].tolist()],
        (index[order], count[order]),
        replaced,
        malformed,
    )


def _without_replaced(
    measure: _Ints, share: NDArray[np.float64], channel: _Ints, single: NDArray[np.bool_]
) -> _Ints:
    """Indices of the objects that no later one replaces."""
    order = np.lexsort((channel, share, measure))
    here, after = order[:-1], order[1:]
    same = (measure[here] == measure[after]) & (share[here] == share[after])
    same &= (channel[here] == channel[after]) & single[here]
    return order[np.append(~same, True)] if len(order) else order


def _places(measure: _Ints, share: NDArray[np.float64], index: _Ints, count: _Ints) -> list[Place]:
    """The place of each object; objects at one place share it."""
    if not len(measure):
        return []
    new = np.append(True, (np.diff(measure) != 0) | (np.diff(share) != 0))
    divisor = np.gcd(index[new], count[new])
    distinct = [
        Place(number, _fraction(numerator, denominator))
        for number, numerator, denominator in zip(
            measure[new].tolist(),
            (index[new] // divisor).tolist(),
            (count[new] // divisor).tolist(),
            strict=True,
        )
    ]
    return [distinct[k] for k in (np.cumsum(new) - 1).tolist()]


@lru_cache(maxsize=1 << 14)
def _fraction(numerator: int, denominator: int) -> Fraction:
    return Fraction(numerator, denominator)


class _Texts(dict[int, str]):
    """Pairs as text by their two bytes."""

    def __missing__(self, pair: int) -> str:
        text = self[pair] = pair.to_bytes(2, "big").decode("ascii")
        return text
