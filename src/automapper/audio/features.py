"""Sound as frames of numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from automapper.timing import FrameGrid


@dataclass(frozen=True, slots=True, eq=False)
class FeatureGrid:
    """``values``: float32, shape (frames, features), one row per frame of ``grid``; read-only."""

    values: NDArray[np.float32]
    grid: FrameGrid

    def __post_init__(self) -> None:
        if self.values.ndim != 2 or self.values.dtype != np.float32:
            raise ValueError("values are float32 of shape (frames, features)")
        self.values.setflags(write=False)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, FeatureGrid)
            and self.grid == other.grid
            and np.array_equal(self.values, other.values)
        )

    __hash__ = None  # type: ignore[assignment]  # large values are not dictionary keys
