from __future__ import annotations

import numpy as np
import pytest

from automapper.ear.activations import NET_GRID, Activations
from automapper.ear.moving.beat_evidence import BPM, evidence
from automapper.ear.sound.novelty import Novelty, novelty
from render import band, steady_beats

BEATS = steady_beats(140.0, 0.5, 20)


@pytest.fixture(scope="module")
def curve() -> Novelty:
    return novelty(band(BEATS).waveform)


def _frames(curve: Novelty) -> np.ndarray:
    frames = NET_GRID.frame(BEATS)
    return np.asarray(frames[frames < int(curve.seconds * NET_GRID.fps)])


def test_attacks_alone_speak_for_beats_and_their_tempo(curve: Novelty) -> None:
    heard = evidence(curve, None)
    between = NET_GRID.frame(BEATS[:-1] + 0.25 * 60 / 140)
    assert heard.gain[_frames(curve)].mean() > heard.gain[between].mean() + 1.0
    best = BPM[heard.tempo[5:-5].argmax(axis=1)]
    octaves = np.log2(best / 140.0)
    assert np.abs(octaves - np.round(octaves)).max() < 0.05


def test_a_net_overrules_attacks_off_the_beat(curve: Novelty) -> None:
    count = int(curve.seconds * NET_GRID.fps) + 1
    beat = np.full(count, 0.01, np.float32)
    halves = NET_GRID.frame(BEATS[:-1] + 0.5 * 60 / 140)
    beat[halves] = 0.95
    heard = evidence(curve, Activations(beat, np.zeros(count, np.float32), "test"))
    assert heard.gain[halves].min() > heard.gain[_frames(curve)].max()


def test_a_net_that_hears_less_of_the_song_is_taken_for_what_it_heard(curve: Novelty) -> None:
    few = Activations(np.ones(5, np.float32), np.zeros(5, np.float32), "test")
    heard = evidence(curve, few)
    assert len(heard.gain) == int(curve.seconds * NET_GRID.fps) + 1
    assert np.isfinite(heard.gain).all()
    assert np.isfinite(heard.tempo).all()


def test_a_net_that_is_sure_of_nothing_is_believed_as_one_that_is(curve: Novelty) -> None:
    count = int(curve.seconds * NET_GRID.fps) + 1
    beat = np.full(count, 0.01, np.float32)
    beat[_frames(curve)] = 0.4
    nothing = np.zeros(count, np.float32)
    soft = evidence(curve, Activations(beat, nothing, "test")).gain[_frames(curve)]
    beat = beat.copy()
    beat[_frames(curve)] = 0.85
    sure = evidence(curve, Activations(beat, nothing, "test")).gain[_frames(curve)]
    assert soft.mean() > 1.0
    assert soft.mean() == pytest.approx(sure.mean(), abs=0.3)
