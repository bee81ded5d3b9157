from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from automapper.ear.activations import NET_GRID, Activations
from automapper.ear.moving.counting import even_count
from render import drifting_beats, stepped_beats


def _net(strong: NDArray[np.float64], weak: NDArray[np.float64], seconds: float) -> Activations:
    """A net that hears some beats well and others half."""
    beat = np.full(int(seconds * NET_GRID.fps), 0.02, np.float32)
    beat[NET_GRID.frame(weak)] = 0.4
    beat[NET_GRID.frame(strong)] = 0.97
    return Activations(beat, np.zeros_like(beat), "test")


def _doubled(beats: NDArray[np.float64], start: int) -> NDArray[np.float64]:
    """Beats with the moments between them added from beat ``start`` on."""
    late = beats[start:]
    return np.sort(np.concatenate([beats, 0.5 * (late[1:] + late[:-1])]))


@pytest.mark.parametrize("steps", [[(120, 40), (90, 40)], [(150, 60), (85, 30)]])
def test_a_stretch_that_is_counted_double_is_halved(steps: list[tuple[float, int]]) -> None:
    beats = stepped_beats(steps, 0.5)
    counted = _doubled(beats, steps[0][1])
    halves = np.setdiff1d(counted, beats)
    found = even_count(counted, _net(beats, halves, counted[-1] + 1))
    assert np.abs(beats[:, None] - found[None]).min(axis=1)[:-2].max() < 1e-9
    assert abs(len(found) - len(beats)) <= 2


def test_a_song_that_is_doubled_throughout_is_left_to_be_judged_as_one() -> None:
    beats = stepped_beats([(90, 40), (75, 40)], 0.5)
    counted = _doubled(beats, 0)
    net = _net(beats, np.setdiff1d(counted, beats), counted[-1] + 1)
    assert even_count(counted, net) is counted


def test_beats_that_are_heard_alike_are_kept() -> None:
    for beats in (
        stepped_beats([(120, 40), (170, 60), (100, 30)], 0.5),
        drifting_beats(140, 0.05, 30, 0.5, 60),
        np.array([0.5, 1.0, 1.5]),
    ):
        net = _net(beats, beats[:0], beats[-1] + 1)
        assert even_count(beats, net) is beats
