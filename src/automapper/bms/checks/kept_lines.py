"""The lines of a chart file that writing a new chart into it may not touch."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from automapper.bms.formats.channels import SOUND_CHANNELS, SOUND_LINE
from automapper.bms.formats.lines import Channel, Command, ParsedLine, parse_line
from automapper.bms.read import ReadChart

# Lengths, tempi, stops, scroll and speed of measures.
_TIMING_CHANNELS = frozenset({"02", "03", "08", "09", "SC", "SP"})
_TIMING_COMMAND = re.compile(r"BPM(..)?|EXBPM..|STOP..|STP|SCROLL..|SPEED..|BASE", re.DOTALL)
# The headers that name and rate a chart are stated anew, and how its long notes are to be read.
_TITLES = ("TITLE", "SUBTITLE")
_RESTATED = frozenset({"TITLE", "SUBTITLE", "PLAYLEVEL", "TOTAL", "DIFFICULTY", "PLAYER", "LNTYPE"})


@dataclass(frozen=True, slots=True)
class KeptLines:
    """Lines without their ends, in order: those that say when things are, and all others.

    ``titles`` are the last lines of TITLE and SUBTITLE, which may grow at their end only.
    """

    timing: tuple[bytes, ...]
    others: tuple[bytes, ...]
    titles: Mapping[str, bytes]


def kept_lines(read: ReadChart) -> KeptLines:
    """The lines of a branch that a writer may not touch."""
    timing: list[bytes] = []
    others: list[bytes] = []
    titles: dict[str, bytes] = {}
    for index in read.branch.lines:
        raw = read.document.lines[index].raw
        if SOUND_LINE.match(raw):  # as nearly all are; the others may be written in odder ways
            continue
        said = parse_line(read.document.text(index))
        if _is_timing(said):
            timing.append(raw.rstrip(b"\r\n"))
        elif _is_kept(said):
            others.append(raw.rstrip(b"\r\n"))
        elif isinstance(said, Command) and said.name in _TITLES:
            titles[said.name] = raw.rstrip(b"\r\n")
    return KeptLines(tuple(timing), tuple(others), titles)


def _is_timing(said: ParsedLine) -> bool:
    if isinstance(said, Channel):
        return said.channel in _TIMING_CHANNELS
    return isinstance(said, Command) and _TIMING_COMMAND.fullmatch(said.name) is not None


def _is_kept(said: ParsedLine) -> bool:
    if isinstance(said, Channel):
        return said.channel not in SOUND_CHANNELS
    return not (isinstance(said, Command) and said.name in _RESTATED)
