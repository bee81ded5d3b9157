from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from automapper.timing import FrameGrid

grids = st.sampled_from([(22_050, 441), (44_100, 441), (44_100, 44_100), (48_000, 480), (8000, 8)])


@given(grids, st.integers(-(10**6), 10**7))
def test_a_frame_and_its_centre_are_one(grid: tuple[int, int], frame: int) -> None:
    frames = FrameGrid(*grid)
    assert int(frames.frame(frames.seconds(frame))) == frame


@given(grids, st.floats(0, 7200, allow_nan=False))
def test_the_nearest_frame_is_at_most_half_a_frame_away(
    grid: tuple[int, int], seconds: float
) -> None:
    frames = FrameGrid(*grid)
    away = float(frames.seconds(frames.frame(seconds))) - seconds
    assert abs(away) <= 0.5 / frames.fps + 1e-9


def test_rounding_has_no_bias() -> None:
    """Flooring would be late or early by half a frame, 5 ms at 100 frames/s."""
    frames = FrameGrid(44_100, 441)
    times = np.random.default_rng(0).uniform(0, 600, 100_000)
    bias = float(np.mean(frames.seconds(frames.frame(times)) - times))
    assert abs(bias) < 5e-5


def test_frames_per_second_and_shapes() -> None:
    frames = FrameGrid(22_050, 441)
    assert frames.fps == 50
    assert frames.seconds([[0, 50], [100, 1]]).tolist() == [[0.0, 1.0], [2.0, 0.02]]
    assert frames.frame(np.array([0.029, 0.03])).tolist() == [1, 2]


@pytest.mark.parametrize(
    ("rate", "hop", "reason"),
    [(44_100, 512, "whole number"), (0, 441, "positive"), (44_100, 0, "positive"), (8, -8, "pos")],
)
def test_a_grid_that_is_none(rate: int, hop: int, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        FrameGrid(rate, hop)
