from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from automapper.bms.difficulty import (
    SILENCE,
    PlayFigures,
    estimated_level,
    figures_of,
    note_seconds,
    play_figures,
)
from automapper.bms.model import KeyMode
from bms.charts import chart, note


def test_the_played_part_is_from_the_first_note_to_the_last() -> None:
    # Two notes a second for four seconds, beginning at 2 s.
    found = play_figures(chart([note(1 + n // 4, f"{n % 4}/4", 1) for n in range(9)]))
    assert found == PlayFigures(9, 4.0, 2.25, 0.433, 3, 1.0, 0.0)


def test_chords_are_positions() -> None:
    notes = [note(0, 0, key) for key in (1, 2, 3)] + [note(1, 0, 1), note(2, 0, 1)]
    found = play_figures(chart(notes))
    assert (found.chord_mean, found.chord_share) == (pytest.approx(5 / 3, abs=1e-3), 0.333)
    assert found.nps == 1.25


def test_the_spread_counts_seconds_in_which_nothing_is_played() -> None:
    # 4, 0, 0, 4 notes: the mean is 2 and so is the deviation.
    seconds = np.array([0.0, 0.2, 0.4, 0.6, 3.0, 3.3, 3.6, 4.0])
    found = figures_of(seconds, range(8))
    assert (found.nps_sd, found.nps_peak) == (2.0, 4)
    assert found.nps_sd == round(float(np.std([4, 0, 0, 4])), 3)


def test_nothing_played_has_no_figures() -> None:
    assert play_figures(chart([])) == SILENCE


def test_a_single_chord_is_not_infinitely_dense() -> None:
    assert play_figures(chart([note(0, 0, 1), note(0, 0, 2)])).nps == 2.0


def test_a_stop_of_a_thousand_years_takes_no_memory() -> None:
    assert figures_of(np.array([0.0, 3e10]), range(2)).notes == 2


def test_times_come_from_the_tempo() -> None:
    assert note_seconds(chart([note(0, "1/2", 1), note(1, "1/28", 1)])) == pytest.approx(
        [1.0, 2 + 2 / 28]
    )


@pytest.mark.parametrize(
    ("mode", "level"),
    [(KeyMode.SEVEN, 9.3), (KeyMode.FIVE, 9.3), (KeyMode.FOURTEEN, 9.3), (KeyMode.TEN, 8.0)],
)
def test_the_level_follows_the_published_lines(mode: KeyMode, level: float) -> None:
    # 2.72 + .66 * 10 = 9.32; -1.86 + .44 * 10 + 1.47 * 3 + .66 * 1.5 = 7.94, a tenth each.
    figures = PlayFigures(100, 10.0, 10.0, 3.0, 12, 1.5, 0.5)
    expected = level if mode is not KeyMode.TEN else 7.9
    assert estimated_level(mode, figures) == expected


def test_no_level_is_below_1() -> None:
    assert estimated_level(KeyMode.TEN, SILENCE) == 1.0


@given(st.lists(st.floats(0, 500), min_size=1, max_size=60), st.floats(0, 100))
def test_figures_do_not_depend_on_order_or_start(times: list[float], shift: float) -> None:
    seconds = np.round(np.array(times), 2)
    found = figures_of(seconds, range(len(times)))
    assert figures_of(seconds[::-1], range(len(times))) == found
    assert found.notes == len(times)
    assert found.nps_peak >= found.nps_sd
    later = figures_of(seconds + round(shift), range(len(times)))
    assert later.nps == pytest.approx(found.nps, abs=2e-3)
