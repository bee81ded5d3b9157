from __future__ import annotations

import re
from dataclasses import MISSING, fields
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest

from automapper.bms.placement.aims import FULLNESS
from automapper.bms.placement.levels import (
    HIGHEST_LEVEL,
    INTENSITY_CURVES,
    LOWEST_LEVEL,
    SCRATCH_CURVES,
    Tuning,
    tuning,
)
from automapper.errors import ConfigError

DOCUMENT = Path(__file__).parents[3] / "docs" / "formats" / "bms-levels.md"
LEVELS = range(LOWEST_LEVEL, HIGHEST_LEVEL + 1)
CURVES = INTENSITY_CURVES | SCRATCH_CURVES

# Appendix A of the published method, and the figures its text gives beside it.
APPENDIX = {
    "fx_duration_threshold": 1000,
    "fx_attack_threshold": 20,
    "fx_origin_filter_enabled": True,
    "band_quota_ratio": 0.20,
    "rare_occurrence_threshold": 3,
    "window_size": 8,
    "window_rescue_threshold": 0.40,
    "whitelist_duration_max": 1055,
    "usage_penalty_first": 10.0,
    "usage_weight_spread": 1000.0,
    "phase_merge_ratio_max": 0.289,
    "placement_random_seed": 42,
    "lane_step_max": 4.0,
    "centroid_epsilon_random": 0.30,
    "centroid_step_unit_floor": 300,
    "stream_chord_ratio_max": 0.311,
    "stream_max_same_hand": 2,
    "measure_note_cap": 32,
    "min_jack_delta_ticks": 15,
    "min_jack_delta_ms": 102,
    "max_jack_streak": 2,
    "max_chord_size": 3,
    "chord_mate_spread_min_gap": 2,
    "scratch_min_interval": 16,
    "scratch_max_per_measure": 4,
    "scratch_rush_window": 3,
    "scratch_rush_threshold": 3,
    "scratch_rush_rest_measures": 4,
    "scratch_fallback_duration_max": 300,
    "ln_min_duration_ms": 800,
    "ln_max_hold_ticks": 96,
    "band_quota_least": 3,
    "rank_duration_weight": 5.0,
    "phase_block_measures": 4,
    "hand_balance_from_notes": 10,
    "hand_balance_share_min": 0.30,
    "hand_balance_share_max": 0.70,
    "density_segments": 4,
    "scratch_scale": 1,
}


@pytest.mark.parametrize(("name", "value"), APPENDIX.items())
def test_level_5_is_the_published_method(name: str, value: float) -> None:
    assert getattr(tuning(5, 5), name) == value


def test_the_published_density_bound_is_about_a_fifth() -> None:
    assert round(tuning(5, 5).density_rebalance_max_delta, 2) == 0.21


def test_the_chord_ratio_is_the_published_curve() -> None:
    assert INTENSITY_CURVES["stream_chord_ratio_max"].anchors[:2] == ("0.20", "0.45")


def test_level_5_is_the_default_and_no_constant_is_forgotten() -> None:
    assert tuning() == tuning(5, 5)
    known = set(APPENDIX) | {"intensity", "scratch", "density_rebalance_max_delta"}
    assert {field.name for field in fields(Tuning)} == known


@pytest.mark.parametrize("name", CURVES)
def test_a_curve_passes_its_anchors_and_never_turns(name: str) -> None:
    curve = CURVES[name]
    assert [curve.at(level) for level in (1, 10, 20)] == [Fraction(a) for a in curve.anchors]
    steps = [b - a for a, b in pairwise(curve.at(level) for level in LEVELS)]
    assert all(step >= 0 for step in steps) or all(step <= 0 for step in steps)
    assert any(steps)


def test_intensity_moves_no_scratch_constant_and_scratch_no_other() -> None:
    for level in LEVELS:
        notes, turns = tuning(level, 5), tuning(5, level)
        assert all(getattr(notes, name) == getattr(tuning(), name) for name in SCRATCH_CURVES)
        assert all(getattr(turns, name) == getattr(tuning(), name) for name in INTENSITY_CURVES)
        assert turns.scratch_scale == Fraction(level, 5)


@pytest.mark.parametrize(("rising", "names"), [
    (1, ("band_quota_ratio", "window_rescue_threshold", "stream_chord_ratio_max",
         "stream_max_same_hand", "measure_note_cap", "max_jack_streak", "max_chord_size")),
    (-1, ("min_jack_delta_ticks", "min_jack_delta_ms")),
])  # fmt: skip
def test_no_gate_narrows_as_intensity_rises(rising: int, names: tuple[str, ...]) -> None:
    for name in names:
        values = [rising * getattr(tuning(level), name) for level in LEVELS]
        assert values == sorted(values)


def test_every_level_opens_some_gate() -> None:
    for a, b in pairwise(LEVELS):
        low, high = tuning(a), tuning(b)
        assert low.measure_note_cap < high.measure_note_cap
        assert low.band_quota_ratio < high.band_quota_ratio
        assert low.window_rescue_threshold < high.window_rescue_threshold


@pytest.mark.parametrize("level", [0, -1, 21, 1000])
def test_other_levels_do_not_exist(level: int) -> None:
    with pytest.raises(ConfigError, match="intensity goes from 1 to 20"):
        tuning(level, 5)
    with pytest.raises(ConfigError, match="scratch goes from 1 to 20"):
        tuning(5, level)


def _rows(heading: str) -> dict[str, list[str]]:
    text = DOCUMENT.read_text(encoding="utf-8").split(f"## {heading}\n")[1].split("\n## ")[0]
    rows = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("| `")]
    return {row[0].strip().strip("`"): [cell.strip() for cell in row[1:]] for row in rows}


@pytest.mark.parametrize(("heading", "curves", "moved"), [
    ("Moved by --intensity", INTENSITY_CURVES, lambda level: tuning(level, 5)),
    ("Moved by --scratch", SCRATCH_CURVES, lambda level: tuning(5, level)),
])  # fmt: skip
def test_the_document_has_every_anchor(heading, curves, moved) -> None:
    rows = _rows(heading)
    assert set(rows) == set(curves)
    for name, cells in rows.items():
        values = [Fraction(cell) for cell in cells[:4]]
        wanted = [getattr(moved(level), name) for level in (1, 5, 10, 20)]
        assert values == [Fraction(str(value)) for value in wanted]
        assert len(cells[4]) > 10, f"{name} has no reason"


def test_the_document_has_the_fullness_of_measures() -> None:
    cells = _rows("How full a measure is")["FULLNESS"]
    wanted = [FULLNESS.ratio(level) for level in (1, 5, 10, 20)]
    assert [float(cell) for cell in cells[:4]] == wanted


def test_the_document_has_every_constant_that_does_not_move() -> None:
    rows = _rows("Constant")
    fixed = {field.name: field.default for field in fields(Tuning) if field.default is not MISSING}
    assert {name: cells[0] for name, cells in rows.items()} == {
        name: re.sub(r"\.0$", "", str(value)).lower() for name, value in fixed.items()
    }
