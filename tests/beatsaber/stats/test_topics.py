"""Each topic of the statistics on notes that can be counted by hand."""

from fractions import Fraction

import pytest

from automapper.beatsaber.model import Arc, Bomb, Chart, Cut, Hand, Note, Wall
from automapper.beatsaber.stats.directions import directions, doubles
from automapper.beatsaber.stats.notes import Played, lay_out
from automapper.beatsaber.stats.objects import jump, objects
from automapper.beatsaber.stats.positions import positions
from automapper.beatsaber.stats.rhythm import density, gap_class, gaps, grid
from automapper.beatsaber.stats.swings import alternation, swing_statistics
from automapper.beatsaber.stats.variety import repeats, variety
from automapper.chart import Difficulty
from automapper.timing import TempoMap

TEMPO = TempoMap.constant(120)
L, R = Hand.LEFT, Hand.RIGHT


def _played(*notes: tuple[float, int, int, Hand, Cut], **objects: tuple[object, ...]) -> Played:
    held = tuple(Note(Fraction(b), x, y, hand, cut) for b, x, y, hand, cut in notes)
    return lay_out(Chart(Difficulty.HARD, notes=held, **objects), TEMPO)


FOUR = _played(
    (0, 0, 0, L, Cut.DOWN),
    (1, 3, 2, R, Cut.UP),
    (2, 2, 1, L, Cut.UP_LEFT),
    (3, 0, 1, R, Cut.DOT),
)


def test_positions() -> None:
    found = positions(FOUR)
    assert found["red"] == 0.5
    assert found["cells>0"] == 4
    assert found["cell_entropy_bits"] == 2.0
    assert (found["row_bottom"], found["row_middle"], found["row_top"]) == (0.25, 0.5, 0.25)
    assert found["col_outer"] == 0.75
    assert found["crosshalf"] == 0.5
    assert found["crossfar"] == 0.25
    assert found["own_outer"] == 0.5
    assert found["centre_mid(1,1)(2,1)"] == 0.25
    assert found["cell_3,2"] == 0.25


def test_directions() -> None:
    found = directions(FOUR)
    assert found["dir_dot"] == found["dir_diag"] == found["dir_up"] == 0.25
    assert found["dir_horiz"] == 0.0
    assert "toprow_up_like" not in found
    rows = [(i, 2, 2, R, Cut.UP_RIGHT if i % 5 else Cut.DOWN) for i in range(20)]
    assert directions(_played(*rows))["toprow_up_like"] == 0.8


def test_doubles() -> None:
    pairs: list[tuple[float, int, int, Hand, Cut]] = []
    for beat in range(20):
        relation = (Cut.DOWN, Cut.UP, Cut.DOWN_LEFT, Cut.DOWN_RIGHT)[beat % 4]
        left = Cut.DOWN if beat % 4 < 2 else Cut.DOWN_RIGHT
        pairs += [(beat, 1, 0, L, left), (beat, 2, beat % 2, R, relation)]
    found = doubles(_played(*pairs, (20, 0, 0, L, Cut.DOWN), (20, 0, 1, L, Cut.DOWN)))
    assert found["onsets_double"] == 20 / 21
    assert found["notes_in_doubles"] == 40 / 42
    assert found["notes_in_stack(same time)"] == 2 / 42
    assert found["dbl_same"] == 0.5  # down with down, down-right with down-right
    assert found["dbl_opposite"] == found["dbl_mirror"] == 0.25
    assert found["dbl_samerow"] == 0.5
    assert found["dbl_crossed"] == 0.0
    assert "dbl_same" not in doubles(FOUR)


def test_variety() -> None:
    found = variety(_played((0, 0, 0, L, Cut.UP), (1, 0, 0, L, Cut.UP), (2, 0, 0, L, Cut.DOWN)))
    assert found["uniq_types"] == found["uniq_patterns"] == 2
    assert found["top_pattern_share"] == pytest.approx(2 / 3)
    assert found["same_as_prev_pattern"] == 0.5
    assert "uniq_types_first500" not in found


def test_repeats_exact_mirrored_and_in_rhythm() -> None:
    first = [(0, 0, 0, L, Cut.DOWN), (1, 3, 0, R, Cut.UP_LEFT), (2, 1, 2, L, Cut.UP)]
    mirrored = [(4, 3, 0, R, Cut.DOWN), (5, 0, 0, L, Cut.UP_RIGHT), (6, 2, 2, R, Cut.UP)]
    exact = [(b + 8, x, y, hand, cut) for b, x, y, hand, cut in first]
    other = [(12, 0, 1, L, Cut.DOWN), (13, 3, 0, R, Cut.UP), (14, 1, 2, L, Cut.UP)]
    new = [(16.5, 0, 1, L, Cut.DOWN)]
    found = repeats(_played(*first, *mirrored, *exact, *other, *new))
    assert found["bar_repeat_exact"] == 1 / 5
    assert found["bar_repeat_mirror_extra"] == 1 / 5
    assert found["bar_repeat_rhythm"] == 3 / 5
    assert "halfbar_repeat_exact" not in found  # no half bar holds three notes


@pytest.mark.parametrize(
    ("ticks", "name"),
    [
        (0, "1/16-"),
        (4, "1/16-"),
        (6, "1/8"),
        (9, "3/16"),
        (16, "1/3"),
        (24, "1/2"),
        (48, "1"),
        (60, "other"),
        (192, "4"),
        (200, ">4"),
    ],
)
def test_gap_classes(ticks: int, name: str) -> None:
    assert gap_class(ticks) == name


def test_gaps() -> None:
    found = gaps(_played(*((b, 2, 0, R, Cut.DOT) for b in (0, 1, 2, 3, 3.5, 4))))
    assert found["gap_1"] == 0.6
    assert found["metronome"] == 0.6
    assert found["gap_classes>2%"] == 2
    assert found["longest_equal_gap_run"] == 3
    assert gaps(_played((0, 0, 0, L, Cut.UP))) == {}


def test_grid() -> None:
    found = grid(_played(*((b, 2, 0, R, Cut.DOT) for b in (0, 1, 2, 2.5, 3.25))))
    assert found["onset_on_int_beat"] == 0.6
    assert found["onset_on_half"] == found["onset_on_quarter"] == 0.2
    assert found["offgrid24"] == found["onset_other_grid"] == 0.0


def test_density() -> None:
    found = density(_played(*((b, 2, 0, R, Cut.DOT) for b in (0, 0.5, 1, 1.5, 2, 12))))
    assert found["span_s"] == 6.0
    assert found["nps"] == 1.0
    assert found["peak1s"] == 4  # 0, 1/4, 1/2, 3/4 s; the note a second later is not within it
    assert found["longest_break_s"] == 5.0
    assert found["breaks>4s/min"] == 10.0


def test_swings() -> None:
    cuts = (Cut.DOWN, Cut.UP, Cut.DOWN_RIGHT, Cut.UP, Cut.UP, Cut.DOWN)
    found = swing_statistics(_played(*((i, 2, i % 2, R, cut) for i, cut in enumerate(cuts))))
    assert found["swingangle_180"] == found["swingangle_135"] == 0.4
    assert found["DD(<=45)"] == 0.2
    assert found["ebpm_median"] == 60.0
    assert found["hand_move_mean"] == 1.0
    assert found["parity_break/100sw"] == pytest.approx(100 / 6)
    assert found["swings/s"] == 6 / 2.5
    assert list(swing_statistics(FOUR)) == ["notes_in_samehand_multi"]


def test_sliders_are_one_swing() -> None:
    slider = [(i / 8, 2, 2 - i, R, Cut.DOWN if i == 0 else Cut.DOT) for i in range(3)]
    assert swing_statistics(_played(*slider))["notes_in_samehand_multi"] == 1.0


def test_alternation() -> None:
    hands = [L, R] * 10 + [R]
    found = alternation(_played(*((i, 1, 0, hand, Cut.DOT) for i, hand in enumerate(hands))))
    assert found["single_alternate_hand"] == 19 / 20
    assert alternation(FOUR) == {}


def test_objects_per_hundred_notes() -> None:
    wall = Wall(Fraction(1), Fraction(1), 0, 0, 1, 5)
    arc = Arc(Fraction(0), 0, 0, L, Cut.UP, 1.0, Fraction(1), 0, 2, Cut.UP, 1.0)
    played = _played(
        (0, 0, 0, L, Cut.DOWN),
        (0, 0, 0, R, Cut.DOWN),
        (1, 1, 1, L, Cut.UP),
        (1, 2, 1, R, Cut.UP),
        bombs=(Bomb(Fraction(3), 0, 0),),
        walls=(wall, wall),
        arcs=(arc,),
    )
    found = objects(played)
    assert found["bombs/100"] == 25.0
    assert found["walls/100"] == 50.0
    assert found["arcs/100"] == 25.0
    assert found["chains/100"] == 0.0
    assert found["notes_in_one_cell"] == 2


def test_jump() -> None:
    found = jump(_played((0, 0, 0, L, Cut.DOWN)))
    assert found["njs"] == 10.0
    assert found["reaction_ms"] == pytest.approx(1000 * found["hjd_beats"] / 2)
    assert found["jump_dist"] == pytest.approx(2 * 10 * found["reaction_ms"] / 1000)
