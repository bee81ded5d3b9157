"""Laws of all statistics at once; the topics have tests of their own."""

import math
import time
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automapper.beatsaber.model import Bomb, Chart, Cut, Hand, Note
from automapper.beatsaber.stats import KEY_STATISTICS, chart_statistics
from automapper.beatsaber.stats.directions import MIRRORED
from automapper.chart import Difficulty
from automapper.timing import TempoMap
from beatsaber.human_like import TEMPO, human_like

DOCS = Path(__file__).parents[3] / "docs" / "beatsaber-statistics.md"

notes = st.builds(
    Note,
    beat=st.fractions(0, 400, max_denominator=24),
    x=st.integers(-1000, 4000),
    y=st.integers(-1000, 4000),
    hand=st.sampled_from(Hand),
    cut=st.sampled_from(Cut),
)
charts = st.builds(
    Chart,
    difficulty=st.sampled_from(Difficulty),
    njs=st.floats(0, 40),
    jump_offset=st.floats(-5, 5),
    notes=st.lists(notes, max_size=40).map(tuple),
    bombs=st.lists(
        st.builds(Bomb, st.fractions(0, 400, max_denominator=8), st.integers(0, 3), st.just(0)),
        max_size=3,
    ).map(tuple),
)
tempi = st.builds(TempoMap.constant, st.integers(30, 400), st.integers(0, 3))


def _mirror(chart: Chart) -> Chart:
    turned = (
        replace(note, x=3 - note.x, hand=Hand(1 - note.hand), cut=MIRRORED[note.cut])
        for note in chart.notes
    )
    return replace(chart, notes=tuple(turned))


@given(charts, tempi)
def test_any_chart_has_finite_statistics(chart: Chart, tempo: TempoMap) -> None:
    found = chart_statistics(chart, tempo)
    assert all(math.isfinite(value) for value in found.values()), found
    assert bool(found) == bool(chart.notes)


@given(charts, tempi, st.randoms(use_true_random=False))
def test_the_order_of_a_file_does_not_matter(chart: Chart, tempo: TempoMap, random) -> None:
    mixed = list(chart.notes)
    random.shuffle(mixed)
    assert chart_statistics(replace(chart, notes=tuple(mixed)), tempo) == chart_statistics(
        chart, tempo
    )


@settings(max_examples=10)
@given(st.integers(0, 50))
def test_a_mirror_image_plays_the_same(seed: int) -> None:
    chart = human_like(seed, 30)
    one, other = (chart_statistics(c, TEMPO) for c in (chart, _mirror(chart)))
    sided = {"red", "dir_left", "dir_right", "dir_UL", "dir_UR", "dir_DL", "dir_DR"}
    for name in one:
        if name not in sided and not name.startswith("cell_"):
            assert one[name] == pytest.approx(other[name], abs=1e-9), name
    assert other["red"] == pytest.approx(1 - one["red"])
    assert other["dir_UL"] == one["dir_UR"]
    assert other["cell_0,2"] == one["cell_3,2"]


@settings(max_examples=10)
@given(st.integers(0, 50), st.integers(1, 8), st.sampled_from([0, Fraction(1, 7), Fraction(2, 5)]))
def test_a_shift_by_bars_and_a_constant_phase_change_nothing(
    seed: int, bars: int, phase: Fraction | int
) -> None:
    chart = human_like(seed, 24)
    shifted = tuple(replace(note, beat=note.beat + 16 * bars + phase) for note in chart.notes)
    one, other = (chart_statistics(c, TEMPO) for c in (chart, replace(chart, notes=shifted)))
    for name in one:
        assert one[name] == pytest.approx(other[name], abs=1e-6), name


def test_twice_the_tempo_is_twice_the_speed_and_the_same_pattern() -> None:
    chart = human_like(2, 30)
    slow, fast = (chart_statistics(chart, TempoMap.constant(bpm)) for bpm in (60, 120))
    assert fast["nps"] == pytest.approx(2 * slow["nps"])
    assert fast["ebpm_median"] == pytest.approx(2 * slow["ebpm_median"])
    for name in ("pattern_entropy_bits", "gap_entropy_bits", "bar_repeat_exact", "cv_4bar"):
        assert fast[name] == slow[name]


def test_shares_are_shares() -> None:
    found = chart_statistics(human_like(4), TEMPO)
    for prefix in ("dir_", "gap_", "cell_", "swingangle_", "row_"):
        shares = [
            value
            for name, value in found.items()
            if name.startswith(prefix)
            and name not in {"dir_diag", "dir_horiz", "cell_entropy_bits"}
            and not name.endswith(("_bits", ">2%"))
        ]
        assert sum(shares) == pytest.approx(1.0), prefix


def test_an_empty_chart_has_none_and_a_lone_note_some() -> None:
    empty = Chart(Difficulty.EASY)
    assert dict(chart_statistics(empty, TEMPO)) == {}
    lone = replace(empty, notes=(Note(Fraction(4), 1, 0, Hand.LEFT, Cut.DOWN),))
    found = chart_statistics(lone, TEMPO)
    assert found["notes"] == 1
    assert "nps" not in found


def test_key_statistics_are_statistics() -> None:
    assert set(KEY_STATISTICS) <= set(chart_statistics(human_like(0), TEMPO))


def test_every_statistic_is_documented() -> None:
    text = DOCS.read_text(encoding="utf-8")
    missing = [name for name in chart_statistics(human_like(0), TEMPO) if f"`{name}`" not in text]
    assert not [name for name in missing if not name.startswith(("cell_", "gap_"))]


def test_a_long_chart_takes_less_than_150_ms() -> None:
    chart = human_like(0, 200)
    chart_statistics(chart, TEMPO)
    took = []
    for _ in range(3):
        start = time.process_time()
        chart_statistics(chart, TEMPO)
        took.append(time.process_time() - start)
    assert len(chart.notes) > 1500
    assert np.min(took) < 0.15
