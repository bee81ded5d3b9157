"""What human hands do next: back-off transition counts of clean Expert and Expert+ charts.

Two tables are shipped, counted by ``scripts/count_transitions.py``: which token a hand plays (in
the frame of :mod:`patterns_frame`) and which hand plays an onset. A table has levels from the
general to the special; level k is asked with a context of k parts, and what it has not seen often
enough is filled from the level below (Witten and Bell 1991: the weight of a level is
N / (N + T) for N observations of T different outcomes).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from automapper.errors import WeightsError

FILE = "transitions.safetensors"
# Upper edges of the gap classes, s: they follow the speed of a wrist, not the beat.
HAND_GAP_EDGES = (0.14, 0.19, 0.25, 0.34, 0.46, 0.68, 1.0)
ONSET_GAP_EDGES = (0.09, 0.13, 0.18, 0.25, 0.35, 0.5, 0.75, 1.2)

Context = tuple[int, ...]


def hand_gap_class(seconds: float) -> int:
    """Class 0-7 of the time since the same hand's last note, s."""
    return bisect_right(HAND_GAP_EDGES, seconds)


def onset_gap_class(seconds: float) -> int:
    """Class 0-8 of the time between two onsets, s."""
    return bisect_right(ONSET_GAP_EDGES, seconds)


def note_contexts(before: int, role: int, other: int, gap: int, earlier: int) -> list[Context]:
    """Contexts of a hand's next token, general to special.

    ``before``/``earlier``: the hand's last and second last token; ``role``: 0 the hand plays alone,
    1 it is the first placed of a double, 2 the second; ``other``: the other hand's last token (for
    role 2 the one it plays now); ``gap``: class of :func:`hand_gap_class`.
    """
    return [
        (),
        (before,),
        (before, role, other),
        (before, role, other, gap),
        (before, role, other, gap, earlier),
    ]


def hand_contexts(past: Sequence[int], gap: int, following: int) -> list[Context]:
    """Contexts of an onset's hands, general to special.

    ``past``: what the last three onsets were (see :mod:`hands`), the latest first; ``gap`` and
    ``following``: classes of :func:`onset_gap_class` before and after the onset.
    """
    first, second, third = past
    return [
        (),
        (first, gap),
        (first, gap, second),
        (first, gap, second, following),
        (first, gap, second, following, third),
    ]


def pack(context: Context) -> int:
    """A context as one integer below 2**63 (parts below 128)."""
    key = 1
    for part in context:
        key = key * 128 + part
    return key


@dataclass(frozen=True, slots=True, eq=False)
class Level:
    """Counts of one context length: rows of (outcome, count) under sorted packed contexts."""

    keys: NDArray[np.int64]  # (contexts,)
    starts: NDArray[np.int64]  # (contexts + 1,)
    outcomes: NDArray[np.uint8]  # (rows,)
    counts: NDArray[np.uint16]  # (rows,)


@dataclass(frozen=True, slots=True, eq=False)
class BackOff:
    """A back-off model over ``size`` outcomes; distributions are cached, read-only float64."""

    size: int
    levels: tuple[Level, ...]
    _cache: dict[tuple[int, ...], NDArray[np.float64]] = field(default_factory=dict, repr=False)

    def distribution(self, contexts: Sequence[Context]) -> NDArray[np.float64]:
        """Probability of each outcome, (size,), given contexts from general to special."""
        keys = tuple(pack(context) for context in contexts)
        return self._from(keys, len(keys))

    def _from(self, keys: tuple[int, ...], depth: int) -> NDArray[np.float64]:
        if depth == 0:
            return np.full(self.size, 1.0 / self.size)
        place = keys[:depth]
        found = self._cache.get(place)
        if found is not None:
            return found
        result = self._from(keys, depth - 1)
        level = self.levels[depth - 1]
        row = int(np.searchsorted(level.keys, keys[depth - 1]))
        if row < len(level.keys) and level.keys[row] == keys[depth - 1]:
            part = slice(int(level.starts[row]), int(level.starts[row + 1]))
            counts = level.counts[part].astype(np.float64)
            total, kinds = counts.sum(), len(counts)
            result = result * (kinds / (total + kinds))
            result[level.outcomes[part]] += counts / (total + kinds)
        result.flags.writeable = False
        if len(self._cache) < 50_000:  # bounds the memory of a long-running process
            self._cache[place] = result
        return result


@dataclass(frozen=True, slots=True, eq=False)
class Transitions:
    """The shipped tables: tokens of a hand (108 outcomes) and hands of an onset (3)."""

    notes: BackOff
    hands: BackOff


def load_arrays(name: str) -> dict[str, NDArray[np.generic]]:
    """Arrays of one shipped table; raises :class:`WeightsError` where it is missing."""
    from safetensors import SafetensorError
    from safetensors.numpy import load

    try:
        data = (resources.files("automapper.beatsaber") / "tables" / name).read_bytes()
        return dict(load(data))
    except (OSError, SafetensorError) as error:
        raise WeightsError(
            f"the table {name} is missing or damaged: install automapper again ({error})"
        ) from error


@cache
def load_transitions() -> Transitions:
    """The tables that come with the package."""
    return transitions_from(load_arrays(FILE))


def transitions_from(arrays: dict[str, NDArray[np.generic]]) -> Transitions:
    """Tables from their stored arrays (the layout that ``scripts/count_transitions.py`` writes)."""
    return Transitions(_model(arrays, "notes", 108), _model(arrays, "hands", 3))


def _model(arrays: dict[str, NDArray[np.generic]], name: str, size: int) -> BackOff:
    levels: list[Level] = []
    while f"{name}.{len(levels)}.keys" in arrays:
        prefix = f"{name}.{len(levels)}"
        lengths = arrays[f"{prefix}.lengths"].astype(np.int64)
        levels.append(
            Level(
                # Keys are stored as differences: small numbers compress well in a wheel.
                np.cumsum(arrays[f"{prefix}.keys"].astype(np.int64)),
                np.concatenate([[0], np.cumsum(lengths)]),
                arrays[f"{prefix}.outcomes"].astype(np.uint8),
                arrays[f"{prefix}.counts"].astype(np.uint16),
            )
        )
    return BackOff(size, tuple(levels))


def to_arrays(
    name: str, levels: Sequence[dict[Context, dict[int, int]]]
) -> dict[str, NDArray[np.generic]]:
    """Stored arrays of a model from plain counts per level: the inverse of loading."""
    arrays: dict[str, NDArray[np.generic]] = {}
    for depth, table in enumerate(levels):
        rows = sorted((pack(context), sorted(row.items())) for context, row in table.items())
        keys = np.array([key for key, _ in rows], dtype=np.int64)
        flat = [pair for _, row in rows for pair in row]
        prefix = f"{name}.{depth}"
        steps = np.diff(keys, prepend=0)
        small = len(steps) == 0 or int(steps.max()) < 2**32
        arrays[f"{prefix}.keys"] = steps.astype(np.uint32 if small else np.int64)
        arrays[f"{prefix}.lengths"] = np.array([len(row) for _, row in rows], dtype=np.uint8)
        arrays[f"{prefix}.outcomes"] = np.array([outcome for outcome, _ in flat], dtype=np.uint8)
        arrays[f"{prefix}.counts"] = np.array(
            [min(count, 65535) for _, count in flat], dtype=np.uint16
        )
    return arrays
