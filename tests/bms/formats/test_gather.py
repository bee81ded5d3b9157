from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automapper.bms.formats.branches import choose, chosen_draw
from automapper.bms.formats.document import read_document
from automapper.bms.formats.gather import Gathered, gather


def gathered(text: str, encoding: str = "utf-8") -> Gathered:
    document, _ = read_document(text.encode(encoding), "a.bms")
    return gather(document, choose(document, chosen_draw((1,))))


def rows(found: Gathered) -> list[tuple[int, str, str]]:
    bodies = [body.decode() for body in found.objects.bodies]
    return [*zip(found.objects.measures, found.objects.channels, bodies, strict=True)]


def test_lines_of_objects() -> None:
    found = gathered("#00111:01\n#002sc:01\n#0031a:01\r#004d1:0z\r\n  #00509: 02 \n#00604:01\n")
    assert rows(found) == [(1, "11", "01"), (4, "D1", "0z"), (5, "09", "02")]
    assert found.warnings == ["line 3: channel 1A is not known; kept as it is"]


def test_odd_and_empty_bodies() -> None:
    found = gathered("#00111:010\n#00112:\n#00113:0\n")
    assert rows(found) == [(1, "11", "01")]
    assert [warning.split(":")[0] for warning in found.warnings] == ["line 1", "line 3"]


def test_the_last_length_counts() -> None:
    found = gathered("#00102:0.75\n#00202:2\n#00102:1.5\n#00302:.33333\n")
    assert found.lengths == {1: Fraction(3, 2), 2: Fraction(2), 3: Fraction(33333, 10**5)}


@pytest.mark.parametrize("length", ("0", "-1", "x", "", "1e9", "1e-12", "nan"))
def test_lengths_that_cannot_be(length: str) -> None:
    found = gathered(f"#00102:1.5\n#00102:{length}\n")
    assert found.lengths == {1: Fraction(3, 2)}
    assert found.warnings == ["line 2: no length that a measure can have; left out"]


def test_names_of_samples_are_decoded() -> None:
    found = gathered("#TITLE 高嶺の花\n#WAV01 声.wav\n#wav0a  a b.wav \n#WAV02　広.wav\n", "cp932")
    assert found.tables.samples == {"01": "声.wav", "0A": "a b.wav", "02": "広.wav"}
    assert found.tables.headers == {"TITLE": "高嶺の花"}


def test_base_62() -> None:
    found = gathered("#WAVaa x.wav\n#WAVAA y.wav\n#BPMaA 99\n#BPMAa 98　\n#BASE 62\n")
    assert found.tables.samples == {"aa": "x.wav", "AA": "y.wav"}
    assert found.tables.tempi == {"aA": 99, "Aa": 98}


def test_lines_that_say_nothing() -> None:
    found = gathered("*--- HEADER\n\n; remark\nwords\n#0A111:01\n#\n")
    assert not found.tables.headers
    assert [warning.split(":")[0] for warning in found.warnings] == ["line 5", "line 6"]


def test_only_lines_in_force_count() -> None:
    text = "#RANDOM 2\n#IF 2\n#00111:01\n#WAV01 a\n#ENDIF\n#IF 1\n#00112:02\n#ENDIF\n"
    found = gathered(text)
    assert rows(found) == [(1, "12", "02")]
    assert not found.tables.samples


commands = st.sampled_from(("WAV01", "wav0a", "WAVZZ", "WAV00", "BMP01", "WAV1", "WAV001"))
values = st.text(st.sampled_from("aB .\t"), max_size=6)


@given(commands, st.sampled_from((" ", "\t", "  ")), values, st.sampled_from(("\n", "\r\n", "")))
def test_the_short_way_reads_samples_as_the_long_one(
    name: str, blank: str, value: str, end: str
) -> None:
    # A full-width space at the end makes the line take the long way.
    short, long = (gathered(f"#{name}{blank}{value}{tail}") for tail in (end, f"\u3000{end}"))
    assert short.tables.samples == long.tables.samples
    assert short.tables.headers == long.tables.headers
