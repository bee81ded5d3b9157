"""A .osu file as text: its version, its sections and their numbered lines, and what was odd."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from automapper.errors import FormatError

NEWEST_STABLE, LAZER = 14, 128
OLDEST = 3
# The largest ranked .osu files, storyboard and all, have a few megabytes.
MAX_BYTES = 64 * 2**20
MAX_LINES = 2_000_000
_HEADER = re.compile(r"osu file format v(\d{1,5})\s*$")
_BREAK = re.compile(r"\r\n|\r|\n")


class Findings:
    """What was odd about one file; equal oddities share one line, which names the first place."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._first: dict[str, int] = {}
        self._counts: Counter[str] = Counter()

    def warn(self, line: int, what: str) -> None:
        """Notes an oddity at a line (from 1; 0: the whole file)."""
        self._first.setdefault(what, line)
        self._counts[what] += 1

    def lines(self) -> list[str]:
        """One line for each kind of oddity, in the order in which they were met."""
        return [self._line(what, line) for what, line in self._first.items()]

    def _line(self, what: str, line: int) -> str:
        more = self._counts[what] - 1
        where = f": line {line}" if line else ""
        return f"{self._path}{where}{f' and {more} more' if more else ''}: {what}"


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it stood, without blanks at its end; ``number`` counts from 1."""

    number: int
    text: str


@dataclass(slots=True)
class Document:
    """The sections of a file by name, in the order of the file; "" holds what precedes them."""

    path: str
    version: int
    findings: Findings
    sections: dict[str, list[Line]] = field(default_factory=dict)

    def lines(self, section: str) -> list[Line]:
        """The lines of a section; none where the file has no such section."""
        return self.sections.get(section, [])


def parse(data: bytes, path: str) -> Document:
    """Splits a file into sections; FormatError where it is no .osu file or beyond all measure."""
    if len(data) > MAX_BYTES:
        raise FormatError(path, "", f"is larger than {MAX_BYTES >> 20} MB")
    findings = Findings(path)
    lines = _BREAK.split(_text(data, findings))
    if len(lines) > MAX_LINES:
        raise FormatError(path, "", f"has more than {MAX_LINES} lines")
    start = next((i for i, line in enumerate(lines) if line.strip()), None)
    if start is None:
        raise FormatError(path, "", "is empty")
    header = _HEADER.match(lines[start].strip())
    if header is None:
        raise FormatError(path, f"line {start + 1}", "is not 'osu file format v...'")
    document = Document(path, int(header[1]), findings)
    if not OLDEST <= document.version <= NEWEST_STABLE and document.version != LAZER:
        what = f"format v{document.version} is not known; read as v{NEWEST_STABLE}"
        findings.warn(start + 1, what)
    _fill(document, lines, start + 1)
    if not any(document.sections.values()):
        raise FormatError(path, "", "holds nothing but its first line")
    return document


def _fill(document: Document, lines: list[str], start: int) -> None:
    section: list[Line] = document.sections.setdefault("", [])
    for number, line in enumerate(lines[start:], start + 1):
        text = line.rstrip()
        if not text:
            continue
        if text[0] == "[" and text[-1] == "]":
            section = document.sections.setdefault(text[1:-1], [])
        else:
            section.append(Line(number, text))


def _text(data: bytes, findings: Findings) -> str:
    """UTF-8 as the format wants it, UTF-16 with a mark, else Windows' Latin letters."""
    try:
        if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return data.decode("utf-16")
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        findings.warn(0, "is not UTF-8; read as Latin letters")
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")
