from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automapper.bms.game import read_chart_set, write_chart_set
from automapper.bms.model import Chart, Halt, Lane, Note, Place, TempoChange
from automapper.bms.read import read_chart
from automapper.bms.write import write_chart
from automapper.errors import FormatError
from bms.sample import at, sample_chart, sample_chart_set
from bms.strategies import charts


def again(chart: Chart, name: str = "a.bms") -> Chart:
    data, _ = write_chart(chart)
    read = read_chart(data, name)
    assert read.warnings == ()
    return read.chart


@given(st.data(), st.sampled_from(("a.bms", "b.pms")))
@settings(max_examples=60, deadline=None)
def test_what_was_written_reads_back_the_same(data: st.DataObject, name: str) -> None:
    chart = data.draw(charts(name))
    written, warnings = write_chart(chart)
    assert warnings == ()
    assert read_chart(written, name).chart == chart


def test_ascii_needs_no_mark() -> None:
    plain = replace(sample_chart(), headers=(("BPM", "132.5"), ("LNOBJ", "ZZ")))
    assert write_chart(plain)[0].isascii()
    assert write_chart(sample_chart())[0].startswith(b"\xef\xbb\xbf* 14 keys\r\n")


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"notes": (Note(at(1000), Lane(0, 1), "01"),)}, "01 in measure 1000"),
        ({"notes": (Note(at(0), Lane(2, 1), "01"),)}, "01: there is no lane 1"),
        ({"notes": (Note(at(0), Lane(0, 1), "ZZ"),)}, "ZZ: the end of a long note"),
        ({"notes": (Note(at(0), Lane(0, 1), "01", None, "02"),)}, "01: the end of a long note"),
        ({"notes": (Note(at(1), Lane(0, 1), "01", at(0), "02"),)}, "01: a long note that ends"),
        ({"notes": (Note(at(0), Lane(0, 1), "aB"),)}, "aB in measure 0"),
        ({"samples": (("001", "a.wav"),)}, "#WAV001"),
        ({"halts": (Halt(at(0, "1/3"), Fraction(0), Fraction(1)),)}, "#STP between"),
        ({"lengths": ((1000, Fraction(2)),)}, "length of measure 1000"),
        ({"long_note_end": "ZZZ", "notes": ()}, "#LNOBJ ZZZ"),
        ({"headers": (("TITLE", "a\nb"), ("BPM", "132.5"), ("LNOBJ", "ZZ"))}, "'TITLE' of two"),
    ],
)
def test_what_a_file_cannot_hold_is_named_and_left_out(change: dict[str, Any], what: str) -> None:
    data, warnings = write_chart(replace(sample_chart(), **change))
    assert [line for line in warnings if what in line and "left out" in line] == list(warnings)
    assert len(warnings) == 1
    read_chart(data, "a.bms")


def test_odd_tempi_are_rounded() -> None:
    odd = replace(sample_chart(), tempo=(TempoChange(at(1), Fraction(6000, 17)),))
    data, warnings = write_chart(odd)
    assert warnings == ("#BPM01: rounded to 40 decimal places",)
    assert read_chart(data, "a").chart.tempo[0].bpm == pytest.approx(Fraction(6000, 17))


def test_the_fields_count_where_headers_say_otherwise() -> None:
    chart = replace(sample_chart(), bpm=Fraction(99), long_note_end="0Z", notes=())
    read = again(chart)
    assert (read.bpm, read.long_note_end) == (99, "0Z")
    none = replace(sample_chart(), long_note_end=None, notes=())
    assert again(none).long_note_end is None


def test_of_two_tempi_at_one_place_the_last_is_kept() -> None:
    both = (TempoChange(at(1), Fraction(100)), TempoChange(at(1), Fraction(200)))
    data, warnings = write_chart(replace(sample_chart(), tempo=both))
    assert warnings == ("of two tempi at one place the last is written",)
    assert read_chart(data, "a").chart.tempo == both[1:]


def test_stops_at_one_place_add_up() -> None:
    both = (Halt(at(1), Fraction(1)), Halt(at(1), Fraction(2), Fraction(1, 2)))
    assert again(replace(sample_chart(), halts=both)).halts == (
        Halt(at(1), Fraction(3)),
        Halt(at(1), Fraction(0), Fraction(1, 2)),
    )


def test_two_notes_on_one_place_of_a_lane_are_refused() -> None:
    twice = (Note(at(0), Lane(0, 1), "01"), Note(at(0), Lane(0, 1), "0A"))
    with pytest.raises(FormatError, match="two objects on one place"):
        write_chart(replace(sample_chart(), notes=twice))


def test_more_tempi_than_ids() -> None:
    many = tuple(
        TempoChange(Place(n // 100, Fraction(n % 100, 100)), Fraction(n + 1, 8))
        for n in range(1400)
    )
    data, warnings = write_chart(replace(sample_chart(), tempo=many, lengths=()))
    kept = read_chart(data, "a").chart.tempo
    assert len(kept) + len(warnings) == 1400
    assert kept[:1295] == many[:1295]


def test_a_chart_that_cannot_be_read_stays_among_the_files() -> None:
    files, _ = write_chart_set(sample_chart_set())
    broken = b"\xff\xfe#\x00"
    chart_set, warnings = read_chart_set(files | {"wide.bms": broken})
    assert ("wide.bms", broken) in chart_set.files
    assert len(chart_set.charts) == 2
    assert len(warnings) == 1


@pytest.mark.parametrize("files", [{}, {"a.wav": b""}, {"wide.bms": b"\xff\xfe#\x00"}])
def test_a_package_without_charts_is_refused(files: dict[str, bytes]) -> None:
    with pytest.raises(FormatError, match="no chart that can be read"):
        read_chart_set(files)
