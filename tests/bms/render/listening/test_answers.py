"""Sheets as listeners hand them in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automapper.bms.render.listening.answers import Answer, blank_sheet, read_sheet
from automapper.errors import FormatError

TEST = "0123456789abcdef"
HEAD = f"# listening test {TEST}\n"


def test_a_blank_sheet_reads_as_no_answers() -> None:
    sheet = read_sheet(blank_sheet(TEST, range(1, 13)).encode(), "a.txt")
    assert sheet.test == TEST
    assert len(sheet.answers) == 24 and set(sheet.answers.values()) == {Answer.NONE}


def test_answers_are_read_in_any_spelling() -> None:
    text = HEAD + "pair 01  stable: x  human:Y\r\n\r\nPAIR 2 Human: SAME\npair 3 stable:\n# done"
    sheet = read_sheet(("\ufeff" + text).encode(), "a.txt")
    assert sheet.answers == {
        (1, "stable"): Answer.X,
        (1, "human"): Answer.Y,
        (2, "human"): Answer.SAME,
        (3, "stable"): Answer.NONE,
    }


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("pair 01 stable: x\n", "is no answer sheet"),
        (HEAD + "hello\n", "line 2: is no answer: 'hello'"),
        (HEAD + "pair 0 stable: x\n", "is no answer"),
        (HEAD + "pair 1 louder: x\n", "'louder' is no question"),
        (HEAD + "pair 1 stable: z\n", "'z' is no answer; write x, y or same"),
        (HEAD + "pair 1 stable: x\npair 01 stable: y\n", "line 3: pair 1 is answered twice"),
    ],
)
def test_what_cannot_be_understood_is_named_by_line(text: str, reason: str) -> None:
    with pytest.raises(FormatError, match=reason):
        read_sheet(text.encode(), "a.txt")


def test_other_files_are_refused() -> None:
    with pytest.raises(FormatError, match="no text"):
        read_sheet(b"\xff\xfe\x00", "a.txt")
    with pytest.raises(FormatError, match="too large"):
        read_sheet(b" " * (1 << 21), "a.txt")


@given(st.text(max_size=200))
def test_any_text_is_a_sheet_or_a_format_error(text: str) -> None:
    try:
        read_sheet((HEAD + text).encode("utf-8", "replace"), "a.txt")
    except FormatError as error:
        assert "\n" not in str(error)
