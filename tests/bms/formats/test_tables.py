from __future__ import annotations

from fractions import Fraction

import pytest

from automapper.bms.formats.lines import Command
from automapper.bms.formats.tables import Tables
from automapper.bms.model import Halt, Place


def taken(*commands: tuple[str, str], base: int = 36) -> Tables:
    tables = Tables(base)
    for line, (name, value) in enumerate(commands, 1):
        tables.take(line, Command(name, value))
    return tables


def test_the_last_definition_counts() -> None:
    tables = taken(("WAV0A", "a.wav"), ("TITLE", "one"), ("RANK", "2"), ("WAV0A", "b.wav"))
    tables.take(5, Command("TITLE", "two"))
    assert tables.samples == {"0A": "b.wav"}
    assert [*tables.headers.items()] == [("RANK", "2"), ("TITLE", "two")]


def test_tempi_and_stops() -> None:
    tables = taken(("BPM", "150.5"), ("BPM01", "2.07812"), ("EXBPM02", "1e6"), ("STOP0Z", "96"))
    assert tables.bpm() == Fraction(301, 2)
    assert tables.tempi == {"01": Fraction(207812, 100000), "02": 10**6}
    assert tables.stops == {"0Z": 2}
    assert not tables.warnings
    assert [*tables.headers] == ["BPM"]


def test_a_tempo_is_read_to_a_billionth() -> None:
    assert taken(("BPM", "1.00000000049999")).bpm() == 1
    assert taken(("BPM", "0.000001")).bpm() == Fraction(1, 10**6)


def test_stops_in_milliseconds() -> None:
    tables = taken(("STP", "012.500 1500"), ("STP", "003 20"), ("STP", "004.25 0.5"))
    assert tables.halts == [
        Halt(Place(12, Fraction(1, 2)), Fraction(0), Fraction(3, 2)),
        Halt(Place(3, Fraction(0)), Fraction(0), Fraction(1, 50)),
        Halt(Place(4, Fraction(1, 4)), Fraction(0), Fraction(1, 2000)),
    ]


def test_ids_have_a_case_only_in_base_62() -> None:
    rows = (("WAVaB", "x"), ("wavAb", "y"))
    assert taken(*rows, base=62).samples == {"aB": "x", "Ab": "y"}
    assert taken(*rows).samples == {"AB": "y"}


@pytest.mark.parametrize(
    ("name", "value", "said"),
    (
        ("BPM0A", "0", "#BPM0A 0 is no tempo"),
        ("BPM0A", "-3", "is no tempo"),
        ("BPM0A", "fast", "is no tempo"),
        ("BPM00", "3", "has no id"),
        ("STOP0A", "-1", "is no length"),
        ("STP", "what", "#STP is not"),
        ("STP", "001.5 -2", "#STP is not"),
        ("WAV?1", "a.wav", "has no id"),
    ),
)
def test_what_cannot_be_is_left_out(name: str, value: str, said: str) -> None:
    tables = taken((name, value))
    assert not (tables.tempi or tables.stops or tables.samples or tables.halts)
    assert len(tables.warnings) == 1
    assert tables.warnings[0].startswith("line 1: ")
    assert said in tables.warnings[0]


@pytest.mark.parametrize("value", (None, "0", "-150", "x", ""))
def test_without_a_tempo_it_is_130(value: str | None) -> None:
    tables = taken(*([] if value is None else [("BPM", value)]))
    assert tables.bpm() == 130
    assert "130 is taken" in tables.warnings[0]


def test_tables_that_say_nothing_we_use_are_passed_over() -> None:
    tables = taken(("BMP00", "a.bmp"), ("BGA01", "01 0 0 1 1 0 0"), ("SCROLL01", "2"))
    assert tables == Tables()
