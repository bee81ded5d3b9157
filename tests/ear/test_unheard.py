from __future__ import annotations

import numpy as np
import pytest

from automapper.ear.activations import NET_GRID
from automapper.ear.unheard import likeliest, unheard

BEATS = np.arange(0.5, 60.0, 0.5)


def activation(late: float = 0.0) -> np.ndarray:
    """A net that is sure of each beat, ``late`` s after it, but for those of 20-30 s."""
    out = np.full(round(60 * NET_GRID.fps), 0.01, np.float32)
    sure = BEATS[(BEATS < 20.0) | (BEATS >= 30.0)] + late
    out[np.minimum(NET_GRID.frame(sure), len(out) - 1)] = 0.9
    return out


@pytest.mark.parametrize("late", [0.0, 0.25])
def test_where_no_beats_are_heard(late: float) -> None:
    still = np.zeros(len(BEATS) - 1, bool)
    ((start, end),) = unheard(activation(late), BEATS, still)
    assert (start, end) == pytest.approx((20.0, 30.0), abs=0.5)


def test_a_song_that_is_heard_throughout_has_none() -> None:
    whole = activation()
    whole[NET_GRID.frame(BEATS)] = 0.9
    assert unheard(whole, BEATS, np.zeros(len(BEATS) - 1, bool)) == []


def test_how_likely_beats_are_around_each() -> None:
    likely = likeliest(activation(), BEATS)
    assert likely.shape == (len(BEATS) - 1,)
    assert likely[10] == pytest.approx(0.9)
    assert likely[np.searchsorted(BEATS, 25.0)] == pytest.approx(0.01)
