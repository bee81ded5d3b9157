"""What stands: runs of lanes and hands, also across the beginning of a range."""

from __future__ import annotations

from automapper.bms.lanes import Hand
from automapper.bms.model import Lane
from automapper.bms.placement.model import Placed
from automapper.bms.placement.state.grid import Grid
from automapper.bms.placement.state.standing import Seam, Standing
from bms.placement.scene import sixteenths, source_of_onsets

SOURCE = source_of_onsets(sixteenths(0, "12345678"))


def standing(*notes: tuple[int, int], seam: Seam | None = None) -> Standing:
    board = Standing(Grid(SOURCE), seam)
    for index, key in notes:
        board.put(Placed(SOURCE.events[index], Lane(0, key)))
    return board


def test_runs_are_counted_from_chord_to_chord() -> None:
    board = standing((0, 1), (2, 1), (5, 1), (6, 2))
    before, after = board.runs_at(3)
    assert board.lane_run(0, before, -1) == 2
    assert board.lane_run(0, after, 1) == 1
    assert board.hand_run(Hand.LEFT, after, 1) == 2
    assert board.beside(3) == 1
    assert board.beside(6) == 1


def test_a_seam_goes_on_where_nothing_stands_before() -> None:
    seam = Seam(((0, 2),), Hand.LEFT, 3)
    board = standing((0, 1), (1, 6), (2, 1), seam=seam)
    assert board.lane_run(0, 0, -1) == 3
    assert board.hand_run(Hand.LEFT, 0, -1) == 4
    assert board.lane_run(0, 2, -1) == 1  # another chord lies between
    assert standing(seam=seam).beside(0) == 1


def test_hands_play_chords_alone_or_together() -> None:
    board = standing()
    masks = [0b0000101, 0b1000000, 0b0001000, 0b0001001, 0b0010001, 0]
    hands = [Hand.LEFT, Hand.RIGHT, None, None, None, None]
    assert [board.hand_of(mask) for mask in masks] == hands


def test_neighbours_of_a_spot_are_its_lane_s() -> None:
    board = standing((1, 1), (4, 1), (2, 2))
    assert board.around(3, 0) == (1, 4)
    assert board.around(4, 0) == (1, None)
    assert board.has(4, 0)
    assert not board.has(3, 0)
    board.remember(3, 0)
    assert board.around(4, 0) == (3, None)
