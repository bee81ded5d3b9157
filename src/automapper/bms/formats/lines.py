"""What one line of a chart file says, as text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias

# Blanks between a name and its value; real files also use the full-width space.
_BLANKS = " \t\v\f\u3000\ufeff\x00"
_CHANNEL = re.compile(r"#([0-9]{3})([0-9A-Za-z]{2})[ \t\u3000]*:[ \t\u3000]*(\S*)(.*)", re.DOTALL)
_COMMAND = re.compile(r"#([^\s\u3000:]+)(?:[\s\u3000]+(.*))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Channel:
    """Objects (or the length) of a measure: number, channel of two upper-case characters, body."""

    measure: int
    channel: str
    body: str


@dataclass(frozen=True, slots=True)
class Command:
    """A header or a control line: its name in upper case without #, and its value or ""."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Other:
    """A line that says nothing to a player: comments, blank lines, words of the author."""

    text: str


ParsedLine: TypeAlias = Channel | Command | Other


def parse_line(text: str, keep_case: bool = False) -> ParsedLine:
    """What a line says; blanks around it and its line end do not matter.

    ``keep_case`` leaves the names of commands as written, since ids in them may have a case.
    """
    bare = text.strip(_BLANKS + "\r\n")
    if not bare.startswith("#"):
        return Other(text)
    if match := _CHANNEL.match(bare):
        return Channel(int(match[1]), match[2].upper(), match[3])
    if match := _COMMAND.fullmatch(bare):
        return Command(match[1] if keep_case else match[1].upper(), (match[2] or "").strip(_BLANKS))
    return Other(text)
