from __future__ import annotations

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from automapper.bms.learning.labels import Labelled, from_record, labelled, record_of
from automapper.bms.learning.view import view_of
from automapper.bms.model import KeyMode, Lane
from automapper.bms.package import open_bms_package
from automapper.bms.placement.levels import HIGHEST_LEVEL, tuning
from automapper.bms.placement.model import Placed, Source
from automapper.bms.placement.state.board import Board
from automapper.bms.source import source_of
from bms.learning.songs import song
from bms.placement.pools import SCRATCH, sound, source

SOUNDS = {"0A": sound(), "0B": sound(), "0C": sound()}


def of(truth: Source) -> tuple[list[Labelled], Counter[str]]:
    skipped: Counter[str] = Counter()
    return labelled(view_of(truth, SOUNDS), truth, truth, skipped), skipped


def test_labels_say_what_is_played_and_where() -> None:
    truth = source(
        [
            (0, 0, "0A", Lane(0, 3)),
            (0, Fraction(1, 4), "0B", None),
            (0, Fraction(1, 2), "0C", SCRATCH),
        ]
    )
    (one,), skipped = of(truth)
    assert one.played == (1, 0, -1)
    assert one.keys == (3, 0, 0)
    assert one.free[0] == 0b1111111 and one.free[1:] == (0, 0)
    assert one.history == ((0, 3),)
    assert skipped["scratches and free zone"] == 1


def test_a_lane_that_no_gate_would_allow_is_counted_and_not_taught() -> None:
    # Two notes of one lane a 1/64 apart: no level allows that.
    truth = source([(0, 0, "0A", Lane(0, 3)), (0, Fraction(1, 64), "0B", Lane(0, 3))])
    (one,), skipped = of(truth)
    assert one.keys == (3, 3) and one.free[1] == 0
    assert skipped["lanes: no legal one"] == 1
    assert len(one.history) == 2  # what follows remembers it


def test_two_notes_on_one_spot_are_survived() -> None:
    truth = source([(0, 0, "0A", Lane(0, 3)), (0, 0, "0B", Lane(0, 3))])
    _, skipped = of(truth)
    assert skipped["lanes: two notes on one spot"] == 1


def test_two_sides_teach_which_notes_but_no_lanes() -> None:
    truth = source([(0, 0, "0A", Lane(0, 3)), (0, Fraction(1, 2), "0B", Lane(1, 3))])
    double = replace(truth, mode=KeyMode.FOURTEEN, source_mode=KeyMode.FOURTEEN)
    (one,), skipped = of(double)
    assert one.played == (1, 1) and one.free == (0, 0)
    assert skipped["lanes of two sides or nine keys"] == 2


@pytest.mark.parametrize("name", ["hard.bms", "easy.bms"])
def test_every_taught_lane_is_one_that_the_board_leaves(name: str, tmp_path: Path) -> None:
    chart = dict(open_bms_package(song(tmp_path / "song")).charts)[name].chart
    truth = source_of(chart)
    sounds = {wav_id: sound() for wav_id, _ in chart.samples}
    measures = labelled(view_of(truth, sounds), truth, truth, Counter())
    free = {
        index: mask
        for one in measures
        for index, mask in zip(one.measure.events, one.free, strict=True)
    }
    board = Board(truth, tuning(HIGHEST_LEVEL, HIGHEST_LEVEL))
    taught = 0
    for event in truth.events:
        if event.source is None:
            continue
        if free[event.index]:
            taught += 1
            lanes = {Lane(0, key) for key in range(1, 8) if free[event.index] >> key - 1 & 1}
            assert lanes == set(board.free_lanes(event))
            assert event.source in lanes
        board.add(Placed(event, event.source))
    assert taught > 20


def test_a_record_comes_back() -> None:
    (one,), _ = of(source([(0, 0, "0A", Lane(0, 3)), (0, Fraction(1, 3), "0B", None)]))
    chart, back = from_record(record_of(one, 4))
    assert chart == 4 and back == one
    with pytest.raises(KeyError, match="tokens"):
        from_record({"chart": 1})
