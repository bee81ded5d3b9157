from __future__ import annotations

import pytest

from automapper.bms.formats.document import read_document
from automapper.bms.formats.lines import Command, parse_line
from automapper.bms.headers import (
    Label,
    difficulty_of,
    header_lines,
    header_values,
    in_encoding,
    player_of,
    total_of,
)
from automapper.bms.model import KeyMode

LABEL = Label("[AUTO 7K Int5]", 6)


def restated(data: bytes, label: Label = LABEL, notes: int = 500) -> bytes:
    """A file of headers as a generated chart states it anew."""
    document, _ = read_document(data, "a.bms")
    found: dict[str, list[int]] = {}
    for index in range(len(document.lines)):
        said = parse_line(document.text(index))
        if isinstance(said, Command):
            found.setdefault(said.name, []).append(index)
    values = header_values(label, KeyMode.SEVEN, notes)
    new = header_lines(document, found, values, label, b"\r\n")
    kept = [new.instead.get(index, (line.raw,)) for index, line in enumerate(document.lines)]
    return b"".join([*new.top, *(raw for raws in kept for raw in raws)])


def test_every_header_is_stated_once_where_its_last_line_stood() -> None:
    source = (
        b"#PLAYLEVEL 3\r\n#TITLE old\r\n; said\r\n#TITLE Song\r\n#PLAYER 3\r\n"
        b"#playlevel  12\r\n#RANK 3\r\n#TOTAL 100\r\n#DIFFICULTY 1\r\n"
    )
    assert restated(source) == (
        b"; said\r\n#TITLE Song [AUTO 7K Int5]\r\n#PLAYER 1\r\n"
        b"#PLAYLEVEL 6\r\n#RANK 3\r\n#TOTAL 330.65\r\n#DIFFICULTY 2\r\n"
    )


def test_missing_headers_follow_the_last_of_the_others() -> None:
    assert restated(b"#TITLE Song\r\n#BPM 120\r\n") == (
        b"#TITLE Song [AUTO 7K Int5]\r\n#DIFFICULTY 2\r\n#PLAYER 1\r\n#PLAYLEVEL 6\r\n"
        b"#TOTAL 330.65\r\n#BPM 120\r\n"
    )


def test_a_file_without_headers_gets_them_on_top() -> None:
    assert restated(b"#00101:AA\r\n", Label("[AUTO]")).startswith(
        b"#PLAYER 1\r\n#TITLE [AUTO]\r\n#TOTAL 330.65\r\n#00101"
    )


def test_without_a_level_the_source_keeps_its_own() -> None:
    source = b"#TITLE Song\r\n#PLAYLEVEL 3\r\n#DIFFICULTY 1\r\n"
    assert b"#PLAYLEVEL 3\r\n#DIFFICULTY 1\r\n" in restated(source, Label("[AUTO]"))


def test_the_gauge_may_count_on_other_notes() -> None:
    assert b"#TOTAL 260\r\n" in restated(b"#TITLE a\r\n", Label("[AUTO]", notes=100), notes=900)


def test_a_difficulty_may_be_chosen() -> None:
    assert b"#DIFFICULTY 5\r\n" in restated(b"#TITLE a\r\n", Label("[AUTO]", 3, 5))


def test_a_subtitle_carries_the_label_where_there_is_one() -> None:
    both = restated(b"#TITLE Song\r\n#SUBTITLE [HYPER] \r\n")
    assert both.startswith(b"#TITLE Song\r\n#SUBTITLE [HYPER] [AUTO 7K Int5]\r\n")
    empty = restated(b"#TITLE Song\r\n#SUBTITLE\r\n")
    assert empty.startswith(b"#TITLE Song [AUTO 7K Int5]\r\n")
    assert b"#SUBTITLE\r\n" in empty


def test_a_title_keeps_its_bytes() -> None:
    odd = "#TITLE 凋花".encode("cp949") + b" \x81"  # cut within a letter
    assert restated(odd + b"\r\n").startswith(odd + b" [AUTO 7K Int5]\r\n")


@pytest.mark.parametrize(
    ("text", "encoding", "written"),
    [
        ("[自動]", "cp932", "[自動]".encode("cp932")),
        ("[자동 7K]", "cp932", b"[ 7K]"),
        ("자동", "ascii", b"[AUTO]"),
        ("[AUTO é]", "ascii", b"[AUTO e]"),
        ("[A\r\n#BPM 1]", "utf-8", b"[A  #BPM 1]"),
    ],
)
def test_a_label_in_what_the_file_can_hold(text: str, encoding: str, written: bytes) -> None:
    assert in_encoding(text, encoding) == written


def test_the_default_gauge() -> None:
    assert total_of(0) == total_of(200) == 260
    assert total_of(500) == pytest.approx(7.605 * 500 / 11.5, abs=0.005)
    assert total_of(3000) == pytest.approx(625.07, abs=0.01)


def test_difficulties_and_sides() -> None:
    assert [difficulty_of(level) for level in (1, 3, 4, 6, 7, 9, 10, 11, 12, 25)] == [
        1, 1, 2, 2, 3, 3, 4, 4, 5, 5,
    ]  # fmt: skip
    assert [player_of(mode) for mode in KeyMode] == [1, 1, 1, 3, 3]
