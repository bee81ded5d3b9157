from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from automapper.ear.activations import NET_GRID, TEMPO_CLASSES, TEMPO_FRAMES, Activations
from automapper.ear.sound.net_evidence import (
    NET_EVIDENCE,
    net_evidence,
    net_phase,
    net_pulse,
    tempo_share,
)

SECONDS = 60


def heard(beats: NDArray[np.float64], meter: int) -> Activations:
    """A net that is right: a peak on each beat, a second one on each downbeat."""
    beat, down = np.zeros((2, SECONDS * NET_GRID.fps + 1), np.float32)
    frames = NET_GRID.frame(beats)
    beat[frames] = 0.9
    down[frames[::meter]] = 0.8
    return Activations(beat, down, "test")


def evidence(net: Activations, beats: NDArray[np.float64]) -> dict[str, float]:
    values = net_evidence(net, beats, np.gradient(beats))
    return dict(zip(NET_EVIDENCE, values, strict=True))


def test_the_true_count_explains_most() -> None:
    beats = np.arange(0.3, SECONDS - 1, 0.5)
    net = heard(beats, 4)
    true = evidence(net, beats)
    shifted = evidence(net, beats[:-1] + 0.25)
    half, double = evidence(net, beats[::2]), evidence(net, np.arange(0.3, SECONDS - 1, 0.25))
    assert true["net on beats"] > shifted["net on beats"] + 2
    assert shifted["net on halves"] > true["net on halves"] + 2
    assert half["net on halves"] > true["net on halves"] + 2
    assert double["net by twos"] > true["net by twos"] + 0.3
    assert true["net explained"] > max(shifted["net explained"], half["net explained"])


@pytest.mark.parametrize("meter", [2, 3, 4, 5, 7])
def test_bars_stand_out_in_any_metre(meter: int) -> None:
    beats = np.arange(0.3, SECONDS - 1, 0.5)
    bars = evidence(heard(beats, meter), beats)["net downbeats"]
    assert bars > evidence(heard(beats, 1), beats)["net downbeats"] + 0.3


def test_activations_are_frozen_and_answer_between_frames() -> None:
    net = heard(np.array([1.0]), 1)
    assert net.at(1.0).tolist() == pytest.approx([0.9, 0.8])
    assert net.at([1.01])[0].tolist() == pytest.approx([0.45, 0.4])
    assert net.at([-1.0, 1e9]).tolist() == [[0.0, 0.0], [0.0, 0.0]]
    with pytest.raises(ValueError, match="read-only"):
        net.beat[0] = 1.0
    with pytest.raises(ValueError, match="shape"):
        Activations(np.zeros(3, np.float32), np.zeros(4, np.float32), "test")


def test_the_net_has_a_tempo_of_its_own() -> None:
    beats = np.arange(0.3, SECONDS - 1, 60 / 137)
    assert net_pulse(heard(beats, 4)) == pytest.approx(137 / 60, 5e-3)
    assert net_pulse(heard(np.zeros(0), 4)) == 0.0


def sure_of(bpm: float) -> Activations:
    """A net that hears no beats, and one tempo throughout."""
    tempo = np.zeros((SECONDS * NET_GRID.fps // TEMPO_FRAMES + 1, TEMPO_CLASSES), np.float32)
    tempo[:, round(12 * np.log2(bpm / 30.0))] = 1.0
    nothing = np.zeros((2, SECONDS * NET_GRID.fps + 1), np.float32)
    return Activations(nothing[0], nothing[1], "test", tempo)


def test_the_tempo_that_a_net_names_is_shared_with_its_neighbours() -> None:
    twelfth = 2 ** (1 / 12)
    around = 120.0 * twelfth ** np.array([-2, -1, 0, 0.5, 1, 2, 12, 40, -40])
    found = tempo_share(sure_of(120.0), 10.0, around)
    assert found == pytest.approx([0.0, 0.5, 1.0, 0.75, 0.5, 0.0, 0.0, 0.0, 0.0], abs=1e-6)
    assert not tempo_share(heard(np.array([1.0]), 1), [1.0, 2.0], 120.0).any()


def test_the_count_with_the_named_tempo_is_preferred() -> None:
    net = sure_of(120.0)
    counts = [evidence(net, np.arange(0.3, SECONDS - 1, gap)) for gap in (0.5, 0.25, 1.0, 1 / 3)]
    best, *others = (count["net tempo"] for count in counts)
    assert min(best - other for other in others) > 2.0
    silent = heard(np.arange(0.3, SECONDS - 1, 0.5), 4)
    same = [evidence(silent, np.arange(0.3, SECONDS - 1, gap))["net tempo"] for gap in (0.5, 1.0)]
    assert same[0] == same[1]


@pytest.mark.parametrize("first", [0.05, 0.21, 0.44])
def test_the_phase_is_where_the_beats_are(first: float) -> None:
    beats = np.arange(first, SECONDS - 1, 0.5)
    assert net_phase(heard(beats, 4), 0.5) == pytest.approx(first / 0.5, abs=0.03)


def test_of_a_part_nothing_else_is_heard() -> None:
    whole = heard(np.arange(40) * 0.5, 4)
    part = whole.between(5.0, 12.0)
    times = np.arange(len(part.beat)) / NET_GRID.fps
    inside = (times >= 5.0) & (times < 12.0)
    assert np.array_equal(part.beat[inside], whole.beat[inside])
    assert np.array_equal(part.downbeat[inside], whole.downbeat[inside])
    assert not part.beat[~inside].any() and not part.downbeat[~inside].any()


def test_an_excerpt_is_a_song_of_its_own() -> None:
    whole = heard(np.arange(40) * 0.5, 4)
    tempo = np.arange(whole.beat.size // TEMPO_FRAMES + 1, dtype=np.float32)[:, None]
    part = Activations(whole.beat, whole.downbeat, "test", tempo).excerpt(5, 12)
    assert np.array_equal(part.beat, whole.beat[5 * NET_GRID.fps : 12 * NET_GRID.fps + 1])
    assert part.tempo is not None
    assert part.tempo[:, 0].tolist() == list(range(10, 25))
