"""Rows for a ranker, with what they should be told, by the package that they come from."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from automapper.errors import ConfigError

SPLIT_SEED = 42


@dataclass(frozen=True, slots=True, eq=False)
class RankedRows:
    """``rows`` float32 (n, columns).

    ``labels`` int64 (n,): 0 or 1 for a ranker with one score, else the class. ``masks`` bool (n,
    scores): which classes may be; the label always may. ``groups`` int64 (n,), never falling: rows
    of one number stay in one batch. ``packages`` int64 (n,): places in ``names``.
    """

    rows: NDArray[np.float32]
    labels: NDArray[np.int64]
    masks: NDArray[np.bool_]
    groups: NDArray[np.int64]
    packages: NDArray[np.int64]
    names: tuple[str, ...]

    def of(self, names: Sequence[str]) -> RankedRows:
        """The rows of some packages."""
        wanted = np.array([name in names for name in self.names], dtype=bool)
        keep = wanted[self.packages]
        return RankedRows(
            self.rows[keep],
            self.labels[keep],
            self.masks[keep],
            self.groups[keep],
            self.packages[keep],
            self.names,
        )


Division: TypeAlias = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class PackageSplit:
    """How packages are shared out; the measures of one never lie on both sides.

    ``apart``: a package that is neither learned from nor asked when to stop; ``fold`` 0 to
    ``folds`` - 1 keeps a share of all packages apart instead. Of the rest ``val_share`` (at least
    one package where it is above 0) say when to stop. All by one shuffle with ``seed``.
    """

    apart: str = ""
    fold: int | None = None
    folds: int = 5
    val_share: float = 0.2
    seed: int = SPLIT_SEED

    def of(self, names: Sequence[str]) -> Division:
        """(to learn from, to stop by, kept apart); ConfigError where nothing is left to learn."""
        order = sorted(names)
        random.Random(self.seed).shuffle(order)
        if self.apart and self.apart not in order:
            raise ConfigError(f"val_package={self.apart}: there are {', '.join(sorted(names))}")
        if self.fold is not None and not 0 <= self.fold < self.folds:
            raise ConfigError(f"fold={self.fold}: 0 to {self.folds - 1}")
        if not 0 <= self.val_share < 1:
            raise ConfigError(f"val_share={self.val_share}: a share from 0 to below 1")
        held = set(order[self.fold :: self.folds]) if self.fold is not None else {self.apart}
        rest = [name for name in order if name not in held]
        count = max(1, round(self.val_share * len(rest))) if self.val_share > 0 else 0
        if len(rest) <= count:
            raise ConfigError(
                f"{len(order)} packages: nothing is left to learn from; add some or val_share=0"
            )
        apart = tuple(name for name in order if name in held)
        return tuple(rest[count:]), tuple(rest[:count]), apart
