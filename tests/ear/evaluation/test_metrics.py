"""Metrics against mir_eval, and against beats spoilt on purpose."""

from __future__ import annotations

import warnings

import mir_eval
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automapper.ear.evaluation.metrics import (
    CONTINUITY,
    Times,
    continuity,
    f_measure,
    judged,
    octave_of,
    offset_error,
    signed_distances,
    straight_line,
)

STEADY = 6.0 + 0.5 * np.arange(80)
DRIFTING = 6.0 + np.cumsum(0.5 + 0.1 * np.sin(np.arange(80) / 9))


@st.composite
def beat_lists(draw: st.DrawFn) -> Times:
    """Beats as trackers give them: nearly steady, with gaps, doubles and strays."""
    count = draw(st.integers(8, 40))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    period = draw(st.sampled_from([0.25, 0.35, 0.5, 0.51, 1.0]))
    beats = 5.0 + draw(st.floats(0, 1)) + period * np.arange(count)
    beats = beats + rng.normal(0, draw(st.sampled_from([0.0, 0.005, 0.05])), count)
    beats = beats[rng.random(count) > draw(st.sampled_from([0.0, 0.1, 0.4]))]
    beats = np.unique(np.concatenate([beats, rng.uniform(5, 30, draw(st.integers(0, 4)))]))
    return beats if len(beats) > 5 else STEADY


@settings(max_examples=200, deadline=None)
@given(truth=beat_lists(), found=beat_lists())
def test_figures_are_those_of_mir_eval(truth: Times, found: Times) -> None:
    assert f_measure(truth, found) == pytest.approx(mir_eval.beat.f_measure(truth, found))
    levels = continuity(truth, found)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # very short variations of the truth
        _, correct, _, any_level = mir_eval.beat.continuity(truth, found)
    assert levels.correct == pytest.approx(correct)
    assert levels.any == pytest.approx(any_level)


@pytest.mark.parametrize("truth", [STEADY, DRIFTING])
def test_the_truth_itself_is_perfect(truth: Times) -> None:
    assert f_measure(truth, truth) == 1.0
    assert continuity(truth, truth).correct == 1.0
    assert offset_error(truth, truth) == 0.0


@pytest.mark.parametrize("truth", [STEADY, DRIFTING])
def test_shifted_beats_are_off_by_the_shift_and_fall_out_of_the_window(truth: Times) -> None:
    assert offset_error(truth, truth + 0.012) == pytest.approx(0.012)
    assert offset_error(truth, truth - 0.012) == pytest.approx(-0.012)
    assert f_measure(truth, truth + 0.069) == 1.0
    assert f_measure(truth, truth + 0.1) == 0.0
    assert continuity(truth, truth + 1.3 * CONTINUITY * 0.5).correct < 0.2


def test_half_and_double_tempo_are_right_at_another_level_only() -> None:
    doubled = np.sort(np.concatenate([STEADY, STEADY + 0.25]))
    for found, f in ((STEADY[::2], 2 / 3), (doubled, 2 / 3), (STEADY + 0.25, 0.0)):
        levels = continuity(STEADY, found)
        assert f_measure(STEADY, found) == pytest.approx(f, abs=0.01)
        assert levels.correct < 0.02
        assert levels.any > 0.97


def test_jitter_costs_more_the_larger_it_is() -> None:
    noise = np.random.default_rng(1).normal(0, 1, len(STEADY))
    found = [np.sort(STEADY + size * noise) for size in (0.0, 0.03, 0.08, 0.15)]
    scores = [f_measure(STEADY, one) for one in found]
    levels = [continuity(STEADY, one).correct for one in found]
    assert scores == sorted(scores, reverse=True)
    assert levels == sorted(levels, reverse=True)
    assert scores[0] == 1.0
    assert scores[-1] < 0.6


def test_missing_and_invented_beats_cost_the_same() -> None:
    assert f_measure(STEADY, STEADY[:40]) == pytest.approx(2 / 3)
    assert f_measure(STEADY[:40], STEADY) == pytest.approx(2 / 3)
    assert f_measure(STEADY, np.zeros(0)) == 0.0
    assert continuity(STEADY, STEADY[:1]).any == 0.0


def test_only_the_span_behind_the_lead_in_is_judged() -> None:
    beats = np.arange(0.0, 20.0)
    assert judged(beats, (0.0, 10.0)).tolist() == [5.0, 6.0, 7.0, 8.0, 9.0, 10.0]
    assert judged(beats, (7.05, 8.95)).tolist() == [7.0, 8.0, 9.0]


def test_octaves_are_told_from_other_tempi() -> None:
    assert octave_of(120.005, 120.0, 1e-4) == 1.0
    assert octave_of(120.02, 120.0, 1e-4) is None
    assert octave_of(60.0, 120.0, 1e-4) == 0.5
    assert octave_of(240.0, 120.0, 1e-4) == 2.0
    assert octave_of(80.0, 120.0, 0.02) is None
    assert octave_of(float("nan"), 120.0, 0.02) is None


@given(
    shift=st.floats(-0.1, 0.1),
    octave=st.sampled_from([0.5, 1.0, 2.0]),
    bpm=st.floats(60, 250),
)
def test_the_offset_is_found_at_every_octave(shift: float, octave: float, bpm: float) -> None:
    truth = 5.0 + 60.0 / bpm * np.arange(100)
    found = 5.0 + shift + 60.0 / (bpm * octave) * np.arange(100)
    period = 60.0 / bpm / max(octave, 1.0)
    wanted = (shift + period / 2) % period - period / 2
    if abs(abs(wanted) - period / 2) > 1e-6:  # half-way between two beats it may be either
        last = min(truth[-1], found[-1])
        truth, found = truth[truth < last], found[found < last]
        assert offset_error(truth, found, octave) == pytest.approx(wanted, abs=1e-9)


def test_no_beats_have_no_offset() -> None:
    assert np.isnan(offset_error(STEADY, np.zeros(0)))


def test_distances_are_signed_towards_the_grid() -> None:
    grid = np.array([1.0, 2.0, 4.0])
    times = np.array([0.5, 1.4, 1.6, 3.5, 9.0])
    assert signed_distances(times, grid) == pytest.approx([0.5, -0.4, 0.4, 0.5, -5.0])
    assert signed_distances(times, grid[:1]) == pytest.approx([0.5, -0.4, -0.6, -2.5, -8.0])


def test_a_line_is_found_through_gaps_and_strays() -> None:
    beats = 0.321 + 60.0 / 128.37 * np.arange(300)
    beats = np.delete(beats, [5, 6, 40, 41, 42, 200])
    beats[[20, 90]] += 0.1
    bpm, offset = straight_line(beats)
    assert bpm == pytest.approx(128.37, rel=1e-9)
    assert offset == pytest.approx(0.321, abs=1e-6)


def test_too_few_beats_make_no_line() -> None:
    assert np.isnan(straight_line(STEADY[:2])).all()
