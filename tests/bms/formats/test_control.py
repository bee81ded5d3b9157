from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automapper.bms.formats.control import (
    MAX_NUMBER,
    Control,
    Steer,
    control_of,
    has_control,
)


@pytest.mark.parametrize(
    ("raw", "control"),
    (
        (b"#RANDOM 3\r\n", Control(Steer.RANDOM, 3)),
        (b"#rondam 2", Control(Steer.RANDOM, 2)),
        (b"\t#If 12", Control(Steer.IF, 12)),
        (b"#IF1", Control(Steer.IF, 1)),
        (b"#ELSE", Control(Steer.ELSE, None)),
        (b"#ELSE IF 2", Control(Steer.ELSE_IF, 2)),
        (b"#ELSEIF 2", Control(Steer.ELSE_IF, 2)),
        (b"#END IF", Control(Steer.END_IF, None)),
        (b"#ENDIF", Control(Steer.END_IF, None)),
        (b"#IFEND", Control(Steer.END_IF, None)),
        (b"#END RANDOM", Control(Steer.END_RANDOM, None)),
        (b"#SETRANDOM 1", Control(Steer.SET_RANDOM, 1)),
        (b"#SWITCH 5", Control(Steer.SWITCH, 5)),
        (b"#SETSWITCH 5", Control(Steer.SET_SWITCH, 5)),
        (b"#CASE 4", Control(Steer.CASE, 4)),
        (b"#SKIP", Control(Steer.SKIP, None)),
        (b"#DEF", Control(Steer.DEFAULT, None)),
        (b"#ENDSW", Control(Steer.END_SWITCH, None)),
        (b"#RANDOM 0", Control(Steer.RANDOM, 0)),
        (b"#RANDOM 99999999999999", Control(Steer.RANDOM, MAX_NUMBER)),
        (b"#RANDOM", Control(Steer.RANDOM, None)),
    ),
)
def test_control_lines(raw: bytes, control: Control) -> None:
    assert control_of(raw) == control
    assert has_control(b"#TITLE x\n" + raw)


@pytest.mark.parametrize(
    "raw",
    (b"#DEFEXRANK 100", b"#TITLE #IF", b"#00111:0102", b"*#IF 1", b"#IFFY 1", b"#SKIPPED", b""),
)
def test_other_lines(raw: bytes) -> None:
    assert control_of(raw) is None


def test_most_files_have_none() -> None:
    assert not has_control(b"#TITLE x\n#WAV01 a.wav\n#00111:01\n#DEFEXRANK 2\n#IFFY\n")


@given(st.lists(st.sampled_from((b"#", b"IF", b"END", b" ", b"DEF", b"1", b"x"))).map(b"".join))
def test_what_is_a_control_line_is_found_in_a_file(raw: bytes) -> None:
    if control_of(raw) is not None:
        assert has_control(b"words\n" + raw)
