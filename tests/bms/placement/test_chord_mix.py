"""Chords of one hand and of two."""

from __future__ import annotations

from automapper.bms.model import KeyMode, Lane
from automapper.bms.placement.chord_mix import ChordMix, chord_mix


def test_chords_are_counted_by_who_plays_them() -> None:
    keys = {0: (1,), 1: (1, 2), 2: (1, 7), 3: (4, 5), 4: (5, 6, 7), 5: (0, 1), 6: (0,)}
    notes = [(spot, Lane(0, key)) for spot, chord in keys.items() for key in chord]
    mix = chord_mix(KeyMode.SEVEN, notes)
    assert mix == ChordMix(singles=2, one_hand=2, two_hands=2)
    assert mix.record()["two_hand_share"] == 0.5


def test_on_two_sides_a_side_is_a_hand() -> None:
    notes = [(0, Lane(0, 1)), (0, Lane(0, 7)), (1, Lane(0, 7)), (1, Lane(1, 1))]
    assert chord_mix(KeyMode.FOURTEEN, notes) == ChordMix(0, 1, 1)


def test_no_chords_have_no_share() -> None:
    assert chord_mix(KeyMode.SEVEN, [(0, Lane(0, 1))]).two_hand_share is None
