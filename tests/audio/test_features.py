from __future__ import annotations

import numpy as np
import pytest

from automapper.audio import FeatureGrid
from automapper.timing import FrameGrid

GRID = FrameGrid(44_100, 441)


def test_equality_sees_values_and_grid() -> None:
    values = np.zeros((3, 2), dtype=np.float32)
    other = values.copy()
    other[2, 1] = 1
    assert FeatureGrid(values, GRID) == FeatureGrid(values.copy(), GRID)
    assert FeatureGrid(values, GRID) != FeatureGrid(other, GRID)
    assert FeatureGrid(values, GRID) != FeatureGrid(values, FrameGrid(22_050, 441))


@pytest.mark.parametrize("values", [np.zeros((3, 2)), np.zeros(3, dtype=np.float32)])
def test_a_wrong_shape_or_type(values: np.ndarray) -> None:
    with pytest.raises(ValueError, match="float32 of shape"):
        FeatureGrid(values, GRID)


def test_values_are_read_only() -> None:
    with pytest.raises(ValueError, match="read-only"):
        FeatureGrid(np.zeros((3, 2), dtype=np.float32), GRID).values[0] = 1
