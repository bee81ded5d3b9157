"""The objects of all channel lines at once: split into pairs, merged, sorted, with exact places."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from automapper.bms.formats.channels import BACKGROUND, KINDS, Kind
from automapper.bms.formats.ids import DIGITS
from automapper.bms.model import Place
from automapper.errors import FormatError

MAX_OBJECTS = 2_000_000
_REST = 0x3030
_Ints = NDArray[np.int64]
_IS_DIGIT = np.zeros(256, dtype=bool)
_IS_DIGIT[list(DIGITS.encode("ascii"))] = True


@dataclass(slots=True)
class ObjectLines:
    """Channel lines as parallel lists, in the order of the file; bodies have an even length."""

    measures: list[int] = field(default_factory=list)
    channels: list[str] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Objects:
    """Objects sorted by place, then as the file has them; object k is the k-th of each list.

    ``codes`` are indices of ``channels``, ``slots`` the index of each object in its line and the
    number of pairs there. ``replaced`` counts objects that a later line put another one over,
    ``malformed`` pairs that are no two letters or digits.
    """

    places: list[Place]
    pairs: list[str]
    channels: list[str]
    codes: _Ints
    slots: tuple[_Ints, _Ints]
    replaced: int = 0
    malformed: int = 0

    def of(self, *kinds: Kind) -> list[int]:
        """The objects of some kinds, in order."""
        wanted = np.array([KINDS[name] in kinds for name in self.channels], dtype=bool)
        found: list[int] = np.flatnonzero(wanted[self.codes]).tolist() if len(wanted) else []
        return found

    def slot_end(self, k: int) -> tuple[int, Fraction]:
        """Measure and fraction (at most 1) up to which the slot of object k reaches."""
        index, count = int(self.slots[0][k]), int(self.slots[1][k])
        return self.places[k].measure, _fraction(index + 1, count)


def merge_objects(lines: ObjectLines, base: int, path: str) -> Objects:
    """All objects of the lines; ids are turned to upper case unless ``base`` is 62.

    On all channels but 01 a later object replaces an earlier one at the same exact place; on 01
    every line is a layer of its own. FormatError for more than 2,000,000 objects.
    """
    bodies = b"".join(lines.bodies) if base == 62 else b"".join(lines.bodies).upper()
    pairs = np.frombuffer(bodies, dtype=">u2")
    counts = np.array([len(body) >> 1 for body in lines.bodies], dtype=np.int64)
    starts = np.cumsum(counts) - counts
    hits = np.flatnonzero(pairs != _REST)
    if len(hits) > MAX_OBJECTS:
        raise FormatError(path, "", f"has more than {MAX_OBJECTS} objects")
    valid = _IS_DIGIT[np.frombuffer(bodies, dtype=np.uint8).reshape(-1, 2)[hits]].all(axis=1)
    malformed = int(len(hits) - valid.sum())
    hits = hits[valid]
    line = np.searchsorted(starts, hits, side="right") - 1
    channels = sorted(set(lines.channels))
    code = {name: number for number, name in enumerate(channels)}
    codes = np.array([code[name] for name in lines.channels], dtype=np.int64)[line]
    measure = np.array(lines.measures, dtype=np.int64)[line]
    index, count = hits - starts[line], counts[line]
    # Two different fractions of a file below 64 MB differ as doubles too: n * m < 2**53.
    share = index / count
    order = _without_replaced(measure, share, codes, code.get(BACKGROUND, -1))
    texts = _Texts()
    return Objects(
        _places(measure[order], share[order], index[order], count[order]),
        [texts[pair] for pair in pairs[hits[order]].tolist()],
        channels,
        codes[order],
        (index[order], count[order]),
        len(hits) - len(order),
        malformed,
    )


def _without_replaced(
    measure: _Ints, share: NDArray[np.float64], codes: _Ints, layered: int
) -> _Ints:
    """Objects that no later one replaces, by place and then in the order of the file."""
    order: _Ints = np.lexsort((share, measure))
    here, after = order[:-1], order[1:]
    same = (measure[here] == measure[after]) & (share[here] == share[after])
    if not same.any():
        return order
    order = np.lexsort((codes, share, measure))
    here, after = order[:-1], order[1:]
    same = (measure[here] == measure[after]) & (share[here] == share[after])
    same &= (codes[here] == codes[after]) & (codes[here] != layered)
    order = order[np.append(~same, True)]
    again: _Ints = np.lexsort((order, share[order], measure[order]))
    return order[again]


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
