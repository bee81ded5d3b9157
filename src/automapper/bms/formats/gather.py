"""The lines in force, sorted by what they are."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction

from automapper.bms.formats.branches import Branch
from automapper.bms.formats.channels import KINDS, LENGTH, SILENT
from automapper.bms.formats.document import Document
from automapper.bms.formats.ids import as_id
from automapper.bms.formats.lines import Channel, Command, parse_line
from automapper.bms.formats.numbers import decimal
from automapper.bms.formats.objects import ObjectLines
from automapper.bms.formats.tables import Tables

# Nearly all lines of a file are plainly one of these two; the others go through parse_line.
_CHANNEL = re.compile(rb"#(\d\d\d)([0-9A-Za-z]{2}):([!-~]*)[\r\n]*")
_SAMPLE = re.compile(
    rb"#(?:WAV([0-9A-Z]{2})|BMP[0-9A-Z]{2})[ \t]+([!-~](?:[ -~]*[!-~])?)\s*", re.IGNORECASE
)
_BASE = re.compile(rb"#BASE[ \t]+(\d+)", re.IGNORECASE)
# Measures outside are mistakes; charts that play tricks stay well inside.
SHORTEST, LONGEST = Fraction(1, 10**9), Fraction(10**5)
_NAMES = {spelling.encode(): name for name in (*KINDS, LENGTH) for spelling in (name, name.lower())}


@dataclass(slots=True)
class Gathered:
    """Objects, lengths of measures (the last of each) and tables of a branch."""

    tables: Tables
    objects: ObjectLines = field(default_factory=ObjectLines)
    lengths: dict[int, Fraction] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

    def channel(self, line: int, measure: int, channel: str, body: bytes) -> None:
        """A line of objects or of a length; ``line`` is its index."""
        if channel == LENGTH:
            self._length(line, measure, body)
        elif channel not in KINDS:
            if channel not in SILENT:
                self.warn(line, f"channel {channel} is not known; kept as it is")
        else:
            if len(body) & 1:
                self.warn(line, "an odd number of characters; the last one is left out")
                body = body[:-1]
            if body:
                self.objects.measures.append(measure)
                self.objects.channels.append(channel)
                self.objects.bodies.append(body)

    def _length(self, line: int, measure: int, body: bytes) -> None:
        length = decimal(body.decode("ascii", "replace"))
        if length is None or not SHORTEST <= length <= LONGEST:
            self.warn(line, "no length that a measure can have; left out")
        else:
            self.lengths[measure] = length

    def other(self, line: int, text: str) -> None:
        """A line that is not plainly one of objects."""
        parsed = parse_line(text, keep_case=self.tables.base == 62)
        if isinstance(parsed, Command):
            self.tables.take(line + 1, parsed)
        elif isinstance(parsed, Channel):
            self.channel(
                line, parsed.measure, parsed.channel, parsed.body.encode("ascii", "replace")
            )
        elif parsed.text.lstrip().startswith("#"):
            self.warn(line, "neither a command nor objects; kept as it is")

    def warn(self, line: int, what: str) -> None:
        """A warning that names a line by its number."""
        self.warnings.append(f"line {line + 1}: {what}")


def gather(document: Document, branch: Branch) -> Gathered:
    """What the lines in force say, in the order of the file, and warnings."""
    lines = document.lines
    base = _base(document, branch)
    gathered = Gathered(Tables(base))
    objects, samples = gathered.objects, gathered.tables.samples
    match_channel, match_sample, names = _CHANNEL.fullmatch, _SAMPLE.fullmatch, _NAMES
    for index in branch.lines:
        raw = lines[index].raw
        if match := match_channel(raw):
            measure, spelling, body = match.groups()
            channel = names.get(spelling)
            if channel is None or channel == LENGTH or len(body) & 1 or not body:
                name = spelling.decode().upper()
                gathered.channel(index, int(measure), name, body)
            else:
                objects.measures.append(int(measure))
                objects.channels.append(channel)
                objects.bodies.append(body)
        elif match := match_sample(raw):
            key, written = match.groups()
            if key:
                samples[as_id(key.decode(), base)] = written.decode()
        elif not raw.isspace():
            gathered.other(index, raw.decode(document.encoding, "replace"))
    return gathered


def _base(document: Document, branch: Branch) -> int:
    """36, or 62 where the last ``#BASE`` in force says so."""
    base = 36
    if _BASE.search(b"".join([line.raw for line in document.lines])):
        for index in branch.lines:
            if match := _BASE.match(document.lines[index].raw.lstrip()):
                base = 62 if match[1] == b"62" else 36
    return base
