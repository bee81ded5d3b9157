"""The board: what may stand where, given all other notes."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automapper.bms.model import KeyMode, Lane, Place
from automapper.bms.placement.levels import tuning
from automapper.bms.placement.model import Placed, Reason, Source
from automapper.bms.placement.state.board import Board
from bms.placement.scene import onset, sixteenths, source_of_onsets, sources

LEVEL_5 = tuning()
ROOMY = replace(
    LEVEL_5,
    stream_chord_ratio_max=1.0,
    max_chord_size=7,
    stream_max_same_hand=99,
    max_jack_streak=99,
)


def key(number: int) -> Lane:
    return Lane(0, number)


def place_all(board: Board, *notes: tuple[int, Lane]) -> None:
    for index, lane in notes:
        board.add(Placed(board.source.events[index], lane))


def test_a_lane_rests_the_jack_floor_before_and_after_a_note() -> None:
    source = source_of_onsets(sixteenths(0, "1234567812345678"))
    board = Board(source, ROOMY)
    place_all(board, (4, key(1)))
    # 15 ticks are more than a sixteenth (12) and less than an eighth (24).
    assert board.refusal(source.events[3], key(1)) is Reason.JACK
    assert board.refusal(source.events[5], key(1)) is Reason.JACK
    assert board.refusal(source.events[2], key(1)) is None
    assert board.refusal(source.events[6], key(1)) is None
    assert key(1) not in board.free_lanes(source.events[3])


def test_the_jack_floor_grows_with_the_tempo_of_the_later_note() -> None:
    beat = Fraction(2)
    source = source_of_onsets(sixteenths(0, "12345678"), tempi=[(beat, 400)])
    board = Board(source, ROOMY)
    place_all(board, (3, key(1)))
    # At 400 BPM 102 ms are 33 ticks, an eighth is 24; at 120 BPM it is enough.
    assert board.refusal(source.events[4], key(1)) is Reason.JACK
    assert board.refusal(source.events[2], key(1)) is None


def test_a_scaled_measure_keeps_the_musical_distance() -> None:
    source = source_of_onsets(sixteenths(0, "12345678"), lengths=[Fraction(2)])
    board = Board(source, ROOMY)
    place_all(board, (3, key(1)))
    assert board.refusal(source.events[4], key(1)) is Reason.JACK


def test_the_same_sound_twice_on_a_place_is_a_collision() -> None:
    source = source_of_onsets([onset(0, 0, "01"), onset(0, 0, "01"), onset(0, 0, "02")])
    board = Board(source, ROOMY)
    place_all(board, (0, key(1)))
    assert board.refusal(source.events[1], key(3)) is Reason.COLLISION
    assert board.refusal(source.events[2], key(1)) is Reason.COLLISION
    assert board.refusal(source.events[2], key(3)) is None


def test_a_spot_is_taken_once() -> None:
    source = source_of_onsets([onset(0, 0, "01"), onset(0, 0, "02")])
    board = Board(source, ROOMY)
    place_all(board, (0, key(1)))
    with pytest.raises(ValueError, match="already"):
        place_all(board, (1, key(1)))


def test_chords_have_a_size_and_a_share_of_the_measure() -> None:
    onsets = [onset(0, Fraction(i, 8), f"{i}{j}") for i in range(8) for j in range(4)]
    source = source_of_onsets(onsets)
    board = Board(source, LEVEL_5)
    for i in (0, 1):  # .311 of 8 positions: two chords
        for j, lane in enumerate((1, 4, 6)):
            assert board.refusal(source.events[4 * i + j], key(lane + i % 2)) is None
            place_all(board, (4 * i + j, key(lane + i % 2)))
    assert board.refusal(source.events[3], key(7)) is Reason.CHORD_SIZE_CAP
    place_all(board, (16, key(1)))
    assert board.refusal(source.events[17], key(5)) is Reason.NO_LANE


def test_a_measure_has_a_cap_that_counts_scratches() -> None:
    source = source_of_onsets(sixteenths(0, "1234"))
    board = Board(source, replace(ROOMY, measure_note_cap=2))
    place_all(board, (0, key(1)), (1, Lane(0, 0)))
    assert board.refusal(source.events[2], key(5)) is Reason.MEASURE_CAP


def test_a_key_stands_in_three_chords_on_end_at_most() -> None:
    source = source_of_onsets(sixteenths(0, "1234"))
    board = Board(source, replace(ROOMY, max_jack_streak=2))
    place_all(board, (0, key(1)), (1, key(1)), (3, key(1)))
    assert board.refusal(source.events[2], key(1)) is Reason.JACK
    assert board.refusal(source.events[2], key(2)) is None


def test_taking_a_note_away_may_not_join_two_streaks() -> None:
    source = source_of_onsets(sixteenths(0, "12345"))
    board = Board(source, replace(ROOMY, max_jack_streak=2))
    place_all(board, (0, key(1)), (1, key(1)), (2, key(5)), (3, key(1)), (4, key(1)))
    assert board.removal_refusal(source.events[2]) is Reason.JACK
    assert board.removal_refusal(source.events[1]) is None


def test_one_hand_alone_plays_two_chords_on_end_at_most() -> None:
    source = source_of_onsets(sixteenths(0, "12345678"))
    board = Board(source, replace(ROOMY, stream_max_same_hand=2))
    place_all(board, (0, key(1)), (1, key(2)), (3, key(3)))
    assert board.refusal(source.events[2], key(3)) is Reason.NO_LANE
    assert board.refusal(source.events[2], key(4)) is None  # the middle key is anyone's
    assert board.refusal(source.events[2], key(5)) is None
    place_all(board, (2, key(5)))
    assert board.removal_refusal(source.events[2]) is Reason.JACK


def test_from_ten_keys_on_either_hand_has_its_share() -> None:
    source = source_of_onsets(sixteenths(0, "123456789abcdefg"))
    board = Board(source, ROOMY)
    place_all(board, *((i, key(1 + i % 3)) for i in range(9)))
    assert board.refusal(source.events[9], key(1)) is Reason.HAND_BALANCE
    assert board.refusal(source.events[9], key(7)) is Reason.HAND_BALANCE  # 9 of 10 stay left
    board = Board(source, ROOMY)
    place_all(board, *((i, key((1, 2, 6)[i % 3])) for i in range(9)))
    assert board.refusal(source.events[9], key(1)) is None  # 7 of 10
    place_all(board, (9, key(1)))
    assert board.refusal(source.events[10], key(2)) is Reason.HAND_BALANCE
    assert board.removal_refusal(source.events[2]) is None  # nine keys are free again


def test_nothing_stands_near_a_mine_of_its_lane() -> None:
    mine = (key(1), Fraction(1))
    source = source_of_onsets(sixteenths(0, "1234567812345678"), obstacles=[mine])
    board = Board(source, ROOMY)
    refused = [i for i in range(16) if board.refusal(source.events[i], key(1)) is Reason.JACK]
    assert refused == [3, 4, 5]
    assert board.refusal(source.events[4], key(2)) is None


def test_nothing_stands_inside_a_hold() -> None:
    source = source_of_onsets(sixteenths(0, "12345678"))
    board = Board(source, ROOMY)
    end = Place(0, Fraction(3, 8))
    board.add(Placed(source.events[1], key(1), end))
    reasons = [board.refusal(source.events[i], key(1)) for i in (2, 3, 4, 5)]
    assert reasons == [Reason.COLLISION, Reason.COLLISION, None, None]
    board.hold(source.events[1], Place(0, Fraction(15, 32)))
    assert board.refusal(source.events[4], key(1)) is Reason.JACK  # let go 12 ticks before
    note = board.note(source.events[1])
    assert note is not None
    place_all(board, (4, key(1)))
    assert board.hold_fits(note, end)
    assert not board.hold_fits(note, Place(0, Fraction(1, 2)))
    assert board.fault(source.events[1]) is Reason.COLLISION


def test_unplayable_ids_stand_nowhere() -> None:
    source = source_of_onsets(sixteenths(0, "1"), unplayable=["01"])
    assert Board(source, ROOMY).refusal(source.events[0], key(1)) is Reason.UNPLAYABLE


def test_turntables_have_their_own_distance() -> None:
    source = source_of_onsets(sixteenths(0, "1234567812345678"))
    board = Board(source, LEVEL_5, Fraction(1, 2))
    place_all(board, (4, Lane(0, 0)))
    assert board.refusal(source.events[5], Lane(0, 0)) is Reason.JACK
    assert board.refusal(source.events[6], Lane(0, 0)) is None
    assert board.refusal(source.events[5], key(1)) is None


@settings(max_examples=80, deadline=None)
@given(sources(), st.integers(1, 20), st.randoms(use_true_random=False))
def test_notes_added_in_any_order_are_legal_in_the_end(
    source: Source, level: int, random: object
) -> None:
    shuffle = getattr(random, "shuffle")  # noqa: B009 - hypothesis gives a random.Random
    board = Board(source, tuning(level))
    order = list(source.events)
    shuffle(order)
    lanes = list(board.grid.lanes)
    for event in order:
        shuffle(lanes)
        lane = next((one for one in lanes if board.refusal(event, one) is None), None)
        if lane is not None:
            board.add(Placed(event, lane))
    for note in board.notes():
        assert board.fault(note.event) is None
    shuffle(order)
    for event in order[::2]:
        if board.note(event) is not None and board.removal_refusal(event) is None:
            board.remove(Placed(event, key(1)))
    for note in board.notes():
        assert board.fault(note.event) is None


@settings(max_examples=40, deadline=None)
@given(sources())
def test_a_board_forgets_what_is_taken_away(source: Source) -> None:
    board = Board(source, tuning(20))
    for event in source.events:
        lanes = board.free_lanes(event)
        if lanes:
            board.add(Placed(event, lanes[-1]))
    for note in board.notes():
        board.remove(note)
    standing = board.standing
    assert not standing.chords
    assert not standing.played
    assert not any(standing.masks)
    assert not any(standing.totals + standing.wide + standing.lefts + standing.rights)
    assert all(not row for row in standing.rows)


@pytest.mark.parametrize("mode", list(KeyMode))
def test_every_mode_has_its_lanes(mode: KeyMode) -> None:
    source = source_of_onsets([onset(0, 0, "01")], mode)
    assert len(Board(source, ROOMY).free_lanes(source.events[0])) == int(mode)
