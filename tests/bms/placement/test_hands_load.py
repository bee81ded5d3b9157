"""Soft wishes: they narrow and never empty."""

from __future__ import annotations

import pytest

from automapper.bms.lanes import Hand
from automapper.bms.model import KeyMode, Lane
from automapper.bms.placement.chord_kinds import ChordKind
from automapper.bms.placement.hands_load import (
    keeps_kind,
    keeps_way_out,
    lightens,
    narrowed,
    rests,
    source_chords,
    spares_middle,
    spares_next,
    spares_turner,
    spread,
)
from automapper.bms.placement.levels import tuning
from automapper.bms.placement.model import Placed, Source
from automapper.bms.placement.state.floors import usual_rests
from automapper.bms.placement.state.grid import Grid
from automapper.bms.placement.state.standing import Standing
from bms.placement.scene import onset, sixteenths, source_of_onsets

SOURCE = source_of_onsets(sixteenths(0, "123456789abcdefg"))
ALL = 0b1111111
LEFT, MIDDLE, RIGHT = 0b0000111, 0b0001000, 0b1110000


def standing(*keys: int, source: Source = SOURCE) -> Standing:
    board = Standing(Grid(source))
    for event, key in zip(source.events, keys, strict=False):
        board.put(Placed(event, Lane(0, key)))
    return board


def test_a_wish_that_allows_nothing_is_skipped() -> None:
    assert narrowed(0b0110, 0b0010, 0b1000) == 0b0010
    assert narrowed(0b0110) == 0b0110


def test_chord_mates_keep_a_gap() -> None:
    assert spread(0b0001000, 2) & ALL == 0b1100011
    assert spread(0b0000001, 1) & ALL == 0b1111110


def test_a_key_that_has_just_been_played_rests() -> None:
    board, grid = standing(1, 2, 3), Grid(SOURCE)
    usual = usual_rests(grid, tuning(20))
    assert usual is not None
    assert rests(board, 3, range(7), usual) == ALL & ~0b100  # a sixteenth after key 3
    assert rests(board, 1, range(3), usual) == 0b010  # between the two others
    assert usual_rests(grid, tuning()) is None


def test_a_chord_keeps_its_kind() -> None:
    board = standing()
    assert keeps_kind(board, 0b1, ChordKind.ONE_HAND) & ALL == LEFT
    assert keeps_kind(board, 0b1, ChordKind.TWO_HANDS) & ALL == MIDDLE | RIGHT
    assert keeps_kind(board, 0b1000, ChordKind.ONE_HAND) & ALL == 0


def test_a_hand_never_closes_the_way_to_ten_keys() -> None:
    assert keeps_way_out(standing(1, 2, 3, 1, 2, 3), 0, tuning()) & ALL == ALL
    assert keeps_way_out(standing(1, 2, 3, 1, 2, 3, 1), 0, tuning()) & ALL == MIDDLE | RIGHT


def test_the_lighter_hand_is_preferred() -> None:
    assert lightens(standing(1, 2), 0, tuning(), double=False) & ALL == ALL
    assert lightens(standing(1, 2, 3), 0, tuning(), double=False) & ALL == MIDDLE | RIGHT
    assert lightens(standing(1, 6, 2, 7), 0, tuning(), double=False) & ALL == ALL


def test_on_two_sides_the_load_is_even() -> None:
    source = source_of_onsets(sixteenths(0, "123456789abcdefg"), KeyMode.TEN)
    board = standing(1, 2, 3, 4, source=source)
    assert lightens(board, 0, tuning(), double=True) & 0b1111111111 == 0b1111100000


def test_the_middle_key_has_no_more_than_twice_its_share() -> None:
    assert spares_middle(standing(1, 2, 5), 0) & MIDDLE
    assert not spares_middle(standing(1, 4, 5), 0) & MIDDLE
    assert not spares_middle(standing(1, 2), 0) & MIDDLE


def test_the_hand_at_the_turntable_is_spared() -> None:
    board = standing()
    assert spares_turner(board, 0) & ALL == ALL
    board.put(Placed(SOURCE.events[0], Lane(0, 0)))
    assert spares_turner(board, 0) & ALL == MIDDLE | RIGHT


def test_the_next_chord_s_hand_is_spared_when_its_streak_is_full() -> None:
    constants = tuning()  # two on end
    board = standing(1)
    assert spares_next(board, 1, Hand.LEFT, constants) & ALL == MIDDLE | RIGHT
    assert spares_next(board, 1, Hand.RIGHT, constants) & ALL == ALL
    assert spares_next(board, 1, None, constants) & ALL == ALL


@pytest.mark.parametrize(
    ("keys", "kind"),
    [((1, 3), ChordKind.ONE_HAND), ((1, 4), ChordKind.TWO_HANDS), ((3, 5), ChordKind.TWO_HANDS)],
)
def test_the_source_s_chord_decides_at_its_place(keys: tuple[int, ...], kind: ChordKind) -> None:
    chord = [onset(0, 0, f"0{key}", Lane(0, key)) for key in keys]
    alone = [onset(0, "1/2", "0a", Lane(0, 1)), onset(0, "1/2", "0b", Lane(0, 0))]
    chords = source_chords(Grid(source_of_onsets([*chord, *alone])))
    assert chords.kinds == {0: kind}
    assert chords.wanted(0, 0.5) is kind
    # Elsewhere as often as the source has it.
    assert chords.wanted(1, 0.5) is kind


def test_a_source_without_chords_wishes_nothing() -> None:
    assert source_chords(Grid(SOURCE)).wanted(0, 0.5) is None
