"""Lines that steer which other lines are in force, and how real files misspell them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum


class Steer(IntEnum):
    """What a control line does."""

    RANDOM = 0
    SET_RANDOM = 1
    IF = 2
    ELSE_IF = 3
    ELSE = 4
    END_IF = 5
    END_RANDOM = 6
    SWITCH = 7
    SET_SWITCH = 8
    CASE = 9
    SKIP = 10
    DEFAULT = 11
    END_SWITCH = 12


@dataclass(frozen=True, slots=True)
class Control:
    """A control line and its number, None where it has none."""

    steer: Steer
    number: int | None


# Misspellings are those seen in published files; blanks inside a name are taken out before.
_NAMES = {
    b"RANDOM": Steer.RANDOM,
    b"RONDAM": Steer.RANDOM,
    b"SETRANDOM": Steer.SET_RANDOM,
    b"SETRONDAM": Steer.SET_RANDOM,
    b"IF": Steer.IF,
    b"ELSEIF": Steer.ELSE_IF,
    b"ELSIF": Steer.ELSE_IF,
    b"ELSE": Steer.ELSE,
    b"ENDIF": Steer.END_IF,
    b"IFEND": Steer.END_IF,
    b"ENDRANDOM": Steer.END_RANDOM,
    b"ENDRONDAM": Steer.END_RANDOM,
    b"RANDOMEND": Steer.END_RANDOM,
    b"SWITCH": Steer.SWITCH,
    b"SETSWITCH": Steer.SET_SWITCH,
    b"CASE": Steer.CASE,
    b"SKIP": Steer.SKIP,
    b"DEF": Steer.DEFAULT,
    b"ENDSW": Steer.END_SWITCH,
    b"ENDSWITCH": Steer.END_SWITCH,
}
# The longest name first, so that ELSE IF is not read as ELSE.
_WORDS = b"|".join(
    rb"[ \t]*".join([re.escape(name[:3]), re.escape(name[3:])])
    if name.startswith(b"END")
    else rb"ELSE[ \t]*IF"
    if name == b"ELSEIF"
    else name
    for name in sorted(_NAMES, key=len, reverse=True)
)
_LINE = re.compile(rb"[ \t]*#[ \t]*(" + _WORDS + rb")(?![A-Za-z_])[ \t]*(\d*)", re.IGNORECASE)
# The look-ahead passes over the objects and samples of which most files consist.
_ANYWHERE = re.compile(rb"#[ \t]*(?=[RSIECD])(?:" + _WORDS + rb")(?![A-Za-z_])", re.IGNORECASE)
# Numbers beyond this are cut: no file means them, and draws stay in 32 bits.
MAX_NUMBER = 2**31 - 1


def has_control(data: bytes) -> bool:
    """Whether a control line may stand in these bytes; a quick no for most files."""
    return _ANYWHERE.search(data) is not None


def control_of(raw: bytes) -> Control | None:
    """The control line that these bytes are, or None."""
    match = _LINE.match(raw)
    if match is None:
        return None
    name = re.sub(rb"[ \t]", b"", match[1]).upper()
    digits = match[2].lstrip(b"0") or (b"0" if match[2] else b"")
    if not digits:
        return Control(_NAMES[name], None)
    return Control(_NAMES[name], MAX_NUMBER if len(digits) > 9 else int(digits))
