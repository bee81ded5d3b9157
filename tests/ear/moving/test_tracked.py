from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from automapper.ear.activations import NET_GRID, Activations
from automapper.ear.moving.pieces import tempo_pieces
from automapper.ear.moving.tracked import in_octaves, track
from automapper.ear.sound.blocks import prepared
from automapper.ear.sound.novelty import Novelty, novelty
from automapper.timing import TempoMap
from render import band, steady_beats

SECONDS = 60.0


def heard(beats: NDArray[np.float64]) -> tuple[Novelty, Activations]:
    """A band on these beats, and a net that is right."""
    beat = np.zeros(NET_GRID.frame(SECONDS) + 1, np.float32)
    beat[NET_GRID.frame(beats)] = 0.9
    net = Activations(beat, np.zeros_like(beat), "test")
    return novelty(prepared(band(beats).waveform)), net


def bpm(tempo_map: TempoMap) -> float:
    return 60.0 * float(tempo_map.beat(50.0) - tempo_map.beat(10.0)) / 40.0


def test_a_song_is_followed_within_a_span() -> None:
    curve, net = heard(steady_beats(150.0, 0.5, SECONDS))
    plain, slow = track(curve, net), track(curve, net, (60.0, 100.0))
    assert plain is not None and slow is not None
    assert abs(bpm(plain) - 150.0) < 0.1
    assert abs(bpm(slow) - 75.0) < 0.1


def test_too_few_beats_are_not_followed() -> None:
    assert track(Novelty(np.zeros(3000, np.float32), 0.0)) is None


def test_a_count_that_leaps_between_octaves_is_followed_anew_in_each() -> None:
    even = steady_beats(120.0, 0.5, SECONDS)
    curve, net = heard(even)
    leaping = np.sort(np.concatenate([even, (even[:-1] + even[1:])[:50] / 2]))
    tracked = track(*heard(even))
    assert tracked is not None and in_octaves(curve, net, tracked) == []
    found = [bpm(tempo_map) for tempo_map in in_octaves(curve, net, tempo_pieces(leaping))]
    assert any(abs(tempo - 120.0) < 0.1 for tempo in found)
    assert all(50.0 < tempo < 250.0 for tempo in found)
