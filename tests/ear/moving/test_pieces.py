from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from automapper.ear.moving.pieces import tempo_pieces
from render import drifting_beats, steady_beats, stepped_beats

STEPS = st.lists(st.tuples(st.floats(70, 220), st.integers(20, 80)), min_size=1, max_size=5)


def test_one_tempo_is_one_point() -> None:
    tempo_map = tempo_pieces(steady_beats(128.37, 0.743, 200.0))
    assert tempo_map.is_constant
    assert float(tempo_map.points[0].bpm) == pytest.approx(128.37, rel=1e-6)
    assert float(tempo_map.origin) == pytest.approx(0.743, abs=2e-5)


@settings(max_examples=60, deadline=None)
@given(steps=STEPS, noise=st.floats(0.0, 0.002))
@example(steps=[(144.75, 46), (145.0, 27)], noise=0.0)  # so small a step is met in mid-piece
def test_every_beat_stays_in_its_place(steps: list[tuple[float, int]], noise: float) -> None:
    beats = stepped_beats(steps, 0.5)
    played = beats + noise * np.sin(np.arange(len(beats)) * 2.4)
    tempo_map = tempo_pieces(played)
    assert np.abs(tempo_map.seconds_array(np.arange(len(beats))) - beats).max() < 0.012


def test_k_steps_give_k_plus_one_tempi() -> None:
    beats = stepped_beats([(120, 96), (150, 120), (90, 64)], 0.5)
    assert [round(float(p.bpm), 2) for p in tempo_pieces(beats).points] == [120, 150, 90]


def test_drift_gives_fewer_tempi_than_bars() -> None:
    beats = drifting_beats(120, 0.03, 60, 0.5, 180)
    tempo_map = tempo_pieces(beats)
    assert len(tempo_map.points) <= len(beats) / 4
    assert np.abs(tempo_map.seconds_array(np.arange(len(beats))) - beats).max() < 0.010


def test_two_beats_are_enough() -> None:
    assert tempo_pieces(np.array([1.0, 1.5])).is_constant


@pytest.mark.parametrize("late", [0.006, 0.010, 0.014, 0.030])
def test_a_late_last_beat_does_not_make_a_song_free(late: float) -> None:
    beats = steady_beats(128.0, 0.5, 187)
    beats += np.random.default_rng(1).normal(0, 0.001, len(beats))
    beats[-1] += late
    found = tempo_pieces(beats)
    assert len(found.points) <= 2
    assert np.abs(found.seconds_array(np.arange(len(beats))) - beats).max() < max(0.010, late)


def test_the_last_beats_slow_down() -> None:
    slowed = stepped_beats([(120, 96), (150, 120), (148.5, 6)], 0.5)
    assert len(tempo_pieces(slowed, 0.002).points) == 3


def test_a_gap_is_drawn_as_one_tempo_between_what_is_heard() -> None:
    first, second = steady_beats(128.0, 0.5, 30), steady_beats(128.0, 42.2, 72)
    lost = np.sort(np.random.default_rng(0).uniform(first[-1] + 0.2, second[0] - 0.2, 24))
    beats = np.concatenate([first, lost, second])
    gap = (len(first) - 1, len(first) + len(lost))
    found = tempo_pieces(beats, gaps=[gap])
    assert [float(point.beat) for point in found.points] == [0, *gap]
    assert [float(found.points[i].bpm) for i in (0, 2)] == pytest.approx([128.0, 128.0], rel=1e-4)
    near = found.seconds_array(np.arange(len(beats)))
    assert np.abs(near - beats)[[*range(gap[0] + 1), *range(gap[1], len(beats))]].max() < 0.001


def test_free_time_is_kept_beat_by_beat() -> None:
    gaps = 0.6 * (1 + np.random.default_rng(0).normal(0, 0.05, 120))
    beats = 0.5 + np.cumsum(gaps)
    found = tempo_pieces(beats).seconds_array(np.arange(len(beats)))
    assert np.abs(found - beats).max() < 0.005


@pytest.mark.parametrize("at", [23, 90, 141])
def test_a_leap_bends_no_tempo_beside_it(at: int) -> None:
    beats = steady_beats(128.0, 0.5, 80)
    beats[at:] += 0.2
    found = tempo_pieces(beats).seconds_array(np.arange(len(beats)))
    far = np.abs(np.arange(len(beats)) - at) > 8
    assert np.abs(found - beats)[far].max() < 0.004
