"""Who plays a chord."""

from __future__ import annotations

from automapper.bms.model import KeyMode, Lane
from automapper.bms.placement.chord_kinds import ChordKind, kinds_of

ONE, TWO = ChordKind.ONE_HAND, ChordKind.TWO_HANDS


def test_chords_are_told_apart_by_their_hands() -> None:
    # Left pair, right pair, both, a pair with the middle key, singles; scratches do not count.
    rows = [(0, 1, 2), (1, 6, 7), (2, 1, 7), (3, 3, 4), (4, 5), (5, 4, 0)]
    notes = [(spot, Lane(0, key)) for spot, *keys in rows for key in keys]
    assert kinds_of(KeyMode.SEVEN, notes) == {0: ONE, 1: ONE, 2: TWO, 3: TWO, 4: None, 5: None}


def test_a_side_of_double_play_is_one_hand() -> None:
    notes = [(0, Lane(0, 1)), (0, Lane(0, 7)), (1, Lane(0, 1)), (1, Lane(1, 1))]
    assert kinds_of(KeyMode.FOURTEEN, notes) == {0: ONE, 1: TWO}


def test_scratches_alone_are_no_position() -> None:
    assert kinds_of(KeyMode.SEVEN, [(0, Lane(0, 0))]) == {}
