"""Where notes could be let go."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from automapper.bms.model import KeyMode, Lane, Place
from automapper.bms.placement.finishing.hold_room import HoldRoom
from automapper.bms.placement.levels import tuning
from automapper.bms.placement.model import Placed, Source
from automapper.bms.placement.state.gates import jack_floor

from ..raw import key
from ..scene import onset, source_of_onsets

FIVE = tuning(5, 5)
FLOOR = jack_floor(FIVE, Fraction(120))


def quarters(**words: object) -> Source:
    """Two measures of quarter notes, and one sound on 15/16."""
    onsets = [onset(i // 4, f"{i % 4}/4", f"{i:02d}", key(1)) for i in range(8)]
    return source_of_onsets([*onsets, onset(0, "15/16", "99")], **words)  # type: ignore[arg-type]


def notes(source: Source, *spots: tuple[str, Lane]) -> list[Placed]:
    events = {event.wav_id: event for event in source.events}
    return [Placed(events[wav_id], lane) for wav_id, lane in spots]


def test_a_lane_is_free_until_a_floor_before_its_next_note() -> None:
    source = quarters()
    room = HoldRoom.of(source, FIVE, notes(source, ("00", key(1)), ("03", key(1)), ("01", key(2))))
    assert room.free_until(key(1), Fraction(0), turning=True) == 3 - FLOOR
    assert room.free_until(key(2), Fraction(1), turning=True) == 8
    assert room.free_until(key(1), Fraction(3), turning=True) == 8


def test_the_floor_is_that_of_the_tempo_there() -> None:
    source = quarters(tempi=[(Fraction(2), 400)])
    room = HoldRoom.of(source, FIVE, notes(source, ("00", key(1)), ("03", key(1))))
    assert jack_floor(FIVE, Fraction(400)) > FLOOR
    until = room.free_until(key(1), Fraction(0), turning=True)
    assert until == 3 - jack_floor(FIVE, Fraction(400))


def test_a_mine_ends_the_room() -> None:
    source = quarters(obstacles=[(key(1), Fraction(5, 2)), (key(2), Fraction(1))])
    room = HoldRoom.of(source, FIVE, notes(source, ("00", key(1))))
    assert room.free_until(key(1), Fraction(0), turning=True) == Fraction(5, 2) - FLOOR


def test_the_scratch_of_the_same_hand_ends_it_where_asked() -> None:
    source = quarters()
    spots = notes(source, ("00", key(2)), ("01", key(6)), ("02", Lane(0, 0)))
    room = HoldRoom.of(source, FIVE, spots)
    assert room.free_until(key(2), Fraction(0), turning=True) == 2 - FLOOR
    assert room.free_until(key(2), Fraction(0), turning=False) == 8
    assert room.free_until(key(6), Fraction(1), turning=True) == 8


def test_on_two_sides_each_scratch_has_its_hand() -> None:
    source = replace(quarters(), mode=KeyMode.FOURTEEN)
    spots = notes(
        source, ("00", key(7)), ("01", Lane(1, 1)), ("02", Lane(0, 0)), ("03", Lane(1, 0))
    )
    room = HoldRoom.of(source, FIVE, spots)
    assert room.free_until(key(7), Fraction(0), turning=True) == 2 - FLOOR
    assert room.free_until(Lane(1, 1), Fraction(1), turning=True) == 3 - FLOOR


def test_a_note_is_let_go_with_an_onset_that_is_near() -> None:
    source = quarters()
    room = HoldRoom.of(source, FIVE, notes(source, ("00", key(1))))
    first = source.events[0]
    assert room.end_by(first, Fraction(2)) == Place(0, Fraction(1, 2))
    assert room.end_by(first, Fraction(12, 5)) == Place(0, Fraction(1, 2))
    assert room.end_by(first, Fraction(79, 20)) == Place(0, Fraction(15, 16))


def test_or_else_on_a_sixteenth_of_the_measure() -> None:
    source = quarters()
    room = HoldRoom.of(source, FIVE, notes(source, ("00", key(1))))
    assert room.end_by(source.events[0], Fraction(27, 10)) == Place(0, Fraction(10, 16))
    scaled = source_of_onsets(
        [onset(0, 0, "01"), onset(1, 0, "02")], lengths=[Fraction(4), Fraction(7)]
    )
    room = HoldRoom.of(scaled, FIVE, [])
    assert room.end_by(scaled.events[0], Fraction(6)) == Place(1, Fraction(4, 16))


def test_never_after_the_last_measure() -> None:
    source = quarters()
    room = HoldRoom.of(source, FIVE, [])
    assert room.end_by(source.events[-1], Fraction(8)) == Place(1, Fraction(15, 16))


def test_too_short_a_hold_is_none() -> None:
    source = quarters()
    room = HoldRoom.of(source, FIVE, [])
    assert room.end_by(source.events[0], Fraction(1, 5)) is None
    assert room.end_by(source.events[0], Fraction(1, 4)) == Place(0, Fraction(1, 16))
    fast = quarters(bpm=400)  # a sixteenth lasts 37 ms
    room = HoldRoom.of(fast, FIVE, [])
    assert room.end_by(fast.events[0], Fraction(1, 2)) is None
    assert room.end_by(fast.events[0], Fraction(3, 4)) == Place(0, Fraction(3, 16))


def test_no_room_at_the_very_start_is_none() -> None:
    source = quarters()
    room = HoldRoom.of(source, FIVE, notes(source, ("00", key(1))))
    assert room.end_by(source.events[0], Fraction(-1, 10)) is None
    assert room.end_by(source.events[0], Fraction(0)) is None
