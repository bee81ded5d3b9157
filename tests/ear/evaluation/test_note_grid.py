"""The scorecard, on notes whose place is known."""

from __future__ import annotations

import numpy as np
import pytest

from automapper.ear.evaluation.note_grid import DIVISORS, grid_fits, line_distances, played_share

BEATS = 1.0 + 0.6 * np.arange(50)
QUARTERS = 1.0 + 0.15 * np.arange(0, 196)


def test_notes_on_quarters_lie_on_quarters_and_what_holds_them() -> None:
    fits = {fit.divisor: fit for fit in grid_fits(QUARTERS, BEATS)}
    assert tuple(fits) == (*DIVISORS, 0)
    for divisor in (4, 8, 12, 16, 0):
        assert fits[divisor].largest == pytest.approx(0.0, abs=1e-9)
        assert fits[divisor].within == (1.0, 1.0, 1.0)
    assert fits[1].largest == pytest.approx(0.3)
    assert fits[2].largest == pytest.approx(0.15)
    assert fits[3].within[0] == pytest.approx(0.25, abs=0.01)


def test_a_shifted_grid_moves_every_figure_by_the_shift() -> None:
    fit = next(fit for fit in grid_fits(QUARTERS, BEATS + 0.004) if fit.divisor == 4)
    assert fit.median == pytest.approx(0.004)
    assert fit.p95 == pytest.approx(0.004)
    assert fit.largest == pytest.approx(0.004)
    assert fit.within == (0.0, 1.0, 1.0)


def test_jittered_notes_spread_more_the_larger_the_jitter() -> None:
    noise = np.random.default_rng(2).normal(0, 1, len(QUARTERS))
    spread = [grid_fits(QUARTERS + size * noise, BEATS)[3].p95 for size in (0, 0.002, 0.006)]
    assert spread == sorted(spread)
    assert spread[1] == pytest.approx(1.96 * 0.002, rel=0.25)


def test_a_grid_at_half_tempo_still_holds_what_eighths_hold() -> None:
    halved = grid_fits(QUARTERS, BEATS[::2])
    assert halved[3].largest == pytest.approx(0.15)  # 1/4
    assert halved[5].largest == pytest.approx(0.0, abs=1e-9)  # 1/8


def test_lines_go_on_before_the_first_and_behind_the_last_beat() -> None:
    outside = np.array([0.1, 0.25, 31.3, 31.45])
    assert line_distances(outside, BEATS, 4) == pytest.approx([0.0, 0.0, 0.0, 0.0], abs=1e-9)


def test_lines_follow_a_moving_tempo() -> None:
    beats = np.array([0.0, 1.0, 1.5, 2.5])
    notes = np.array([0.5, 1.25, 2.0, 2.25])
    assert line_distances(notes, beats, 2) == pytest.approx([0.0, 0.0, 0.0, 0.25])


def test_played_notes_are_those_within_15_ms_of_thirds_and_quarters() -> None:
    notes = np.array([1.0, 1.15, 1.2, 1.2 + 0.014, 1.15 + 0.016, 1.075])
    assert played_share(notes, BEATS) == pytest.approx(4 / 6)
