from __future__ import annotations

from fractions import Fraction

import pytest

from automapper.bms.formats.long_notes import pair_notes
from automapper.bms.formats.objects import ObjectLines, merge_objects
from automapper.bms.model import Lane, Note, Place

K1, K2, SCRATCH = Lane(0, 1), Lane(0, 2), Lane(0, 0)


def at(measure: int, fraction: str = "0") -> Place:
    return Place(measure, Fraction(fraction))


def paired(
    *lines: str, end_id: str | None = None, continuous: bool = False
) -> tuple[list[Note], list[str]]:
    """The notes of lines like ``001 11 0A00``, and the warnings."""
    rows = ObjectLines()
    for line in lines:
        measure, channel, body = line.split()
        rows.measures.append(int(measure))
        rows.channels.append(channel)
        rows.bodies.append(body.encode())
    notes, said = pair_notes(merge_objects(rows, 36, "a.bms"), end_id, continuous)
    return [*notes], said


def test_pairs_of_a_long_note_channel() -> None:
    notes, said = paired("000 51 0A000B00", "001 51 0C", "003 51 0C", "000 56 0D0E")
    assert notes == [
        Note(at(0), K1, "0A", at(0, "1/2"), "0B"),
        Note(at(0), SCRATCH, "0D", at(0, "1/2"), "0E"),
        Note(at(1), K1, "0C", at(3), "0C"),
    ]
    assert not said


def test_a_long_note_that_never_ends_is_a_plain_note() -> None:
    notes, said = paired("000 51 0A0B", "002 51 0C")
    assert notes == [Note(at(0), K1, "0A", at(0, "1/2"), "0B"), Note(at(2), K1, "0C")]
    assert said == ["measure 2, channel 51: a long note that never ends; read as a plain note"]


def test_an_end_marker_ends_the_note_before_it() -> None:
    notes, said = paired("000 11 0A00ZZ0B", "000 12 000C", "001 12 ZZ", end_id="ZZ")
    assert notes == [
        Note(at(0), K1, "0A", at(0, "1/2"), "ZZ"),
        Note(at(0, "1/2"), K2, "0C", at(1), "ZZ"),
        Note(at(0, "3/4"), K1, "0B"),
    ]
    assert not said


@pytest.mark.parametrize("body", ("ZZ", "0AZZZZ"))
def test_an_end_marker_without_a_note_is_left_out(body: str) -> None:
    notes, said = paired(f"000 11 {body}", end_id="ZZ")
    assert len(notes) == len(body) // 6
    where = "measure 0, channel 11"
    assert said == [f"{where}: an end of a long note (#LNOBJ) without a note before it; left out"]


def test_the_kinds_may_be_mixed_on_a_lane() -> None:
    notes, said = paired("000 11 0A00000B", "000 51 000C0D00", "001 11 ZZ", end_id="ZZ")
    assert notes == [
        Note(at(0), K1, "0A"),
        Note(at(0, "1/4"), K1, "0C", at(0, "1/2"), "0D"),
        Note(at(0, "3/4"), K1, "0B", at(1), "ZZ"),
    ]
    assert not said


def test_continuous_long_notes_end_where_the_last_slot_does() -> None:
    notes, said = paired("000 51 0A0A0000", "000 52 000B", "001 52 0B00", continuous=True)
    assert notes == [
        Note(at(0), K1, "0A", at(0, "1/2")),
        Note(at(0, "1/2"), K2, "0B", at(1, "1/2")),
    ]
    assert not said


def test_continuous_long_notes_of_different_resolution_join() -> None:
    notes, _ = paired("000 51 0A00", "000 51 0000000B0000", "001 51 000C", continuous=True)
    assert notes == [
        Note(at(0), K1, "0A", at(0, "2/3")),
        Note(at(1, "1/2"), K1, "0C", at(2)),
    ]


def test_a_continuous_long_note_cannot_leave_the_last_measure() -> None:
    notes, said = paired("999 51 000A", continuous=True)
    assert notes == [Note(at(999, "1/2"), K1, "0A")]
    assert said == ["measure 999, channel 51: a long note that never ends; read as a plain note"]
