"""How full a level makes a measure, and with what."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from automapper.bms.model import Lane
from automapper.bms.placement.aims import aims, first_choices, room, worths
from automapper.bms.placement.levels import tuning
from automapper.bms.placement.selection.pool import pool_of
from automapper.bms.placement.selection.whitelist import select
from automapper.bms.placement.state.grid import Grid
from bms.placement.scene import dense_source, onset, sixteenths, sound, sounds_of, source_of_onsets


def test_room_counts_what_the_highest_level_could_play() -> None:
    chord = [onset(0, 0, f"{i:02d}", Lane(0, 1)) for i in range(9)]  # seven lanes
    twice = [onset(1, 0, "00"), onset(1, 0, "00"), onset(1, "1/2", "BG")]
    source = source_of_onsets([*chord, *twice, onset(2, 0, "XX", Lane(0, 1))])
    sounds = {**sounds_of(source), "XX": None}
    selection = select(pool_of(source, sounds), sounds, tuning())
    # BG never occurs on a key, XX is unknown.
    assert room(Grid(source), selection) == (7, 1, 0)


def test_aims_rise_with_the_level_in_every_measure() -> None:
    source = dense_source(5)
    sounds = sounds_of(source)
    grid = Grid(source)
    rows = []
    for level in range(1, 21):
        constants = tuning(level)
        selection = select(pool_of(source, sounds), sounds, constants)
        rows.append(aims(grid, selection, constants))
        assert all(aim <= constants.measure_note_cap for aim in rows[-1])
    assert rows[-1] == room(grid, selection)
    for lower, higher in pairwise(rows):
        assert all(a <= b for a, b in zip(lower, higher, strict=True))


def test_beats_attacks_and_the_source_s_own_notes_are_worth_more() -> None:
    source = source_of_onsets(
        [
            onset(0, 0, "01"),
            onset(0, Fraction(1, 16), "01"),
            onset(0, Fraction(1, 8), "01"),
            onset(0, Fraction(3, 16), "02"),
            onset(0, Fraction(5, 16), "01", Lane(0, 1)),
            onset(0, Fraction(6, 16), "01"),
            onset(0, Fraction(6, 16), "03"),
        ]
    )
    pool = pool_of(source, {"01": sound(attack=0.1), "02": sound(attack=0.9), "03": sound()})
    beat, sixteenth, eighth, hard, played, first, mate = worths(source.events, Grid(source), pool)
    assert beat > eighth > sixteenth
    assert hard > sixteenth
    assert played > sixteenth
    assert first == eighth
    assert mate == pool.percentiles["03"] + 15 - 25


def test_the_worthiest_come_first_in_order_of_time() -> None:
    events = source_of_onsets(sixteenths(0, "123456")).events
    worth = [1.0, 5.0, 3.0, 5.0, 0.0, 3.0]
    ranks = [event.index for event in first_choices(events, worth, 3)]
    assert ranks == [1, 2, 3, 0, 4, 5]
    assert first_choices(events, worth, 9) == list(events)
    assert first_choices(events, worth, -1) == list(events)
