"""What difficulties allow, and which limits a row breaks."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automapper.osumania.difficulty import Difficulty
from automapper.osumania.lanes import Meaning, Press, Row
from automapper.osumania.limits import NO_LIMIT, Fault, chord_size, counted_beat, faults, limits_of

ROW = Row(400.0, (Press(2, 0.0, 0.0), Press(3, 0.0, 0.0)))
PLAIN = Meaning(anchors=(1, 1), jacks=(1, 1))


@pytest.mark.parametrize(
    ("bpm", "counted"),
    [(60, 120), (90, 180), (119, 238), (120, 120), (180, 180), (239, 239), (240, 120), (400, 200)],
)
def test_tempi_are_brought_near_the_one_the_criteria_speak_of(bpm: float, counted: float) -> None:
    assert 60000 / counted_beat(60000 / bpm) == pytest.approx(counted)


@given(st.floats(0.01, 1e7))
def test_any_tempo_is_counted_as_120_to_240_bpm(beat: float) -> None:
    assert 250 < counted_beat(beat) <= 500


@pytest.mark.parametrize("keys", [4, 7])
def test_harder_charts_may_do_whatever_easier_ones_may(keys: int) -> None:
    levels = [limits_of(level, keys) for level in Difficulty]
    for easy, hard in pairwise(levels):
        for name in ("chord", "snap", "graces", "run_snap", "run", "anchor", "jack", "trill"):
            if name != "run_snap" or hard.run < NO_LIMIT:
                assert getattr(easy, name) <= getattr(hard, name), name
        assert easy.stream <= hard.stream
        assert easy.hold >= hard.hold and easy.release >= hard.release
        assert easy.with_held >= hard.with_held


def test_wide_charts_may_have_larger_chords() -> None:
    assert [limits_of(Difficulty.NORMAL, keys).chord for keys in (4, 6, 7, 9)] == [2, 2, 3, 3]
    assert limits_of(Difficulty.HARD, 7) == replace(limits_of(Difficulty.HARD), chord=4)


def test_a_plain_row_breaks_nothing() -> None:
    for level in Difficulty:
        assert faults(PLAIN, ROW, limits_of(level), 4) == Fault(0)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"busy": (2,)}, Fault.BUSY),
        ({"close": (2,)}, Fault.CLOSE),
        ({"held": (0, 1)}, Fault.CHORD),
        ({"runs": (4, 4, 4, 4)}, Fault.SNAP),
        ({"anchors": (1, 5)}, Fault.ANCHOR),
        ({"jacks": (3, 1)}, Fault.JACK),
        ({"trill": 10}, Fault.TRILL),
        ({"hold": 0.2}, Fault.HOLD),
    ],
)
def test_each_limit_of_hard_has_its_fault(change: dict[str, object], fault: Fault) -> None:
    meaning = replace(PLAIN, **change)  # type: ignore[arg-type]
    assert faults(meaning, ROW, limits_of(Difficulty.HARD), 4) == fault
    assert faults(meaning, ROW, limits_of(Difficulty.EXPERT), 4) == fault & (
        Fault.BUSY | Fault.CLOSE
    )


def test_the_other_limits() -> None:
    easy, insane = limits_of(Difficulty.EASY), limits_of(Difficulty.INSANE)
    assert faults(replace(PLAIN, runs=(6, 1, 1, 1)), ROW, easy, 4) == Fault.RUN
    assert faults(replace(PLAIN, release=0.5), ROW, easy, 4) == Fault.RELEASE
    assert faults(replace(PLAIN, lasting=(4.1,) * 4), ROW, insane, 4) == Fault.STREAM


def test_in_normal_the_other_hand_is_free_while_one_holds() -> None:
    normal, hard = limits_of(Difficulty.NORMAL), limits_of(Difficulty.HARD)
    sizes = {held: chord_size(Meaning(held=held), ROW, normal, 4) for held in [(), (0,), (0, 1)]}
    assert sizes == {(): 2, (0,): 2, (0, 1): 2}
    assert chord_size(Meaning(held=(0,)), ROW, hard, 4) == 3
    one = Row(400.0, (Press(1, 0.0, 0.0), Press(3, 0.0, 0.0)))
    assert chord_size(Meaning(held=(0,)), one, normal, 4) == 3
    middle = Row(400.0, (Press(3, 0.0, 0.0),))
    assert chord_size(Meaning(held=(0,)), middle, normal, 7) == 2
