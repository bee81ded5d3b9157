from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automapper.bms.formats.lines import Channel, Command, Other, parse_line


@pytest.mark.parametrize(
    ("text", "channel"),
    (
        ("#00111:0A00", Channel(1, "11", "0A00")),
        ("#999sc:01\r\n", Channel(999, "SC", "01")),
        ("  #00111:01 ", Channel(1, "11", "01")),
        ("\u3000#00111: 01", Channel(1, "11", "01")),
        ("#00111 :01", Channel(1, "11", "01")),
        ("#00111:01 ; a remark", Channel(1, "11", "01")),
        ("#00111:", Channel(1, "11", "")),
        ("#00102:0.75", Channel(1, "02", "0.75")),
    ),
)
def test_channels(text: str, channel: Channel) -> None:
    assert parse_line(text) == channel


@pytest.mark.parametrize(
    ("text", "command"),
    (
        ("#TITLE a song", Command("TITLE", "a song")),
        ("#title\ta  song \n", Command("TITLE", "a  song")),
        ("#WAV0a　kick.wav", Command("WAV0A", "kick.wav")),
        ("#GENRE", Command("GENRE", "")),
        ("#GENRE   ", Command("GENRE", "")),
        ("#@BGA01 02 0 0", Command("@BGA01", "02 0 0")),
    ),
)
def test_commands(text: str, command: Command) -> None:
    assert parse_line(text) == command


@pytest.mark.parametrize(
    "text",
    (
        "#００１11:01",
        "",
        "*---- HEADER FIELD",
        "; remark",
        "// remark",
        "#",
        "#0A111:01",
        "%URL here",
        "words",
    ),
)
def test_the_rest_says_nothing(text: str) -> None:
    assert parse_line(text) == Other(text)


def test_ids_of_commands_lose_their_case_but_not_in_the_text() -> None:
    # Base 62 needs the case of an id: it is asked for apart.
    assert parse_line("#WAVaB x.wav", keep_case=True) == Command("WAVaB", "x.wav")


@given(st.text())
def test_any_text_parses(text: str) -> None:
    assert isinstance(parse_line(text), Channel | Command | Other)
