"""The part of YAML that .qua files are written in, read strictly: blocks of keys, lists, scalars.

Scalars stay text. Anchors, aliases and flow collections (beyond empty ones and lists of scalars)
are refused: the game never writes them, and expanding them is how YAML files attack their readers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from automapper.errors import FormatError

Node = str | list["Node"] | dict[str, "Node"] | None
MAX_BYTES = 32 * 2**20
MAX_LINES = 2_000_000
MAX_DEPTH = 10
_KEY = re.compile(r"""("[^"\n]*"|'[^'\n]*'|[^\s"'\[\]{}#&*!|>%@`,?:-][^\n:]*?)\s*:(?:\s+(.*))?$""")
_TAG = re.compile(r"^![^\s]*\s*")
_DOUBLE = re.compile(r'"((?:[^"\\]++|\\.)*+)"\s*(?:#.*)?$', re.DOTALL)
_SINGLE = re.compile(r"'((?:[^']++|'')*+)'\s*(?:#.*)?$", re.DOTALL)
_ESCAPE = re.compile(r"\\(x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U000[0-9A-Fa-f]{5}|.)", re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "e": "\x1b", "N": "\x85", "_": "\xa0"}


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    indent: int
    text: str


def read_yaml(data: bytes, name: str) -> dict[str, Node]:
    """The mapping a document holds, by key. Raises FormatError naming the line."""
    if len(data) > MAX_BYTES:
        raise FormatError(name, "", f"is larger than {MAX_BYTES >> 20} MB")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FormatError(name, "", "is not UTF-8") from None
    reader = _Reader(name, text)
    node = reader.block(0, 0) if reader.peek() else None
    if reader.peek() is not None:
        raise reader.fault("is not indented like the lines before it")
    if not isinstance(node, dict):
        raise FormatError(name, "", "holds no keys and values")
    return node


class _Reader:
    """Walks the lines of one document."""

    def __init__(self, name: str, text: str) -> None:
        self._name = name
        rows = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        if len(rows) > MAX_LINES:
            raise FormatError(name, "", f"has more than {MAX_LINES} lines")
        self._lines = [
            _Line(number, len(row) - len(stripped), row.strip())
            for number, row in enumerate(rows, 1)
            if (stripped := row.lstrip(" ")) is not None
        ]
        self._at = 0

    def fault(self, what: str) -> FormatError:
        """The error of the line that comes next."""
        at = min(self._at, len(self._lines) - 1)
        return FormatError(self._name, f"line {self._lines[at].number}", what)

    def peek(self) -> _Line | None:
        """The next line that says something."""
        while self._at < len(self._lines):
            line = self._lines[self._at]
            if line.text and not line.text.startswith("#") and line.text not in ("---", "..."):
                return line
            self._at += 1
        return None

    def block(self, indent: int, depth: int) -> Node:
        """The list or mapping whose lines are indented by ``indent``."""
        if depth > MAX_DEPTH:
            raise self.fault("is nested too deeply")
        line = self.peek()
        if line is None or line.indent != indent:
            raise self.fault("is not indented like the lines before it")
        return self._list(indent, depth) if _is_item(line) else self._mapping(indent, depth)

    def _list(self, indent: int, depth: int) -> list[Node]:
        items: list[Node] = []
        while (line := self.peek()) and line.indent == indent and _is_item(line):
            rest = line.text[1:].lstrip(" ")
            inner = indent + len(line.text) - len(rest)
            if not rest:
                self._at += 1
                items.append(self._nested(indent, depth))
            elif _KEY.match(rest) or rest.startswith("- "):
                self._lines[self._at] = _Line(line.number, inner, rest)
                items.append(self.block(inner, depth + 1))
            else:
                self._at += 1
                items.append(self._scalar(rest, indent))
        return items

    def _mapping(self, indent: int, depth: int) -> dict[str, Node]:
        found: dict[str, Node] = {}
        while (line := self.peek()) and line.indent == indent and not _is_item(line):
            match = _KEY.match(line.text)
            if match is None:
                raise self.fault("is no 'key: value'")
            key = match[1].strip("\"'") if match[1][0] in "\"'" else match[1]
            if key in found:
                raise self.fault(f"gives {key[:40]!r} again")
            self._at += 1
            value = _TAG.sub("", match[2], count=1) if match[2] else ""
            if value and not value.startswith("#"):
                found[key] = self._scalar(value, indent)
            else:
                found[key] = self._nested(indent, depth, lists_may_align=True)
        return found

    def _nested(self, indent: int, depth: int, lists_may_align: bool = False) -> Node:
        line = self.peek()
        if line is None or line.indent < indent:
            return None
        if line.indent > indent or (lists_may_align and _is_item(line)):
            return self.block(line.indent, depth + 1)
        return None

    def _scalar(self, text: str, indent: int) -> Node:
        first = text[0]
        if first in "|>":
            return self._block_scalar(first, indent)
        if first in "&*%@`":
            self._at -= 1
            raise self.fault(f"begins with {first!r}, which such files do not use")
        if first in "[{":
            return self._flow(text)
        lines = [text]
        quoted = {'"': _DOUBLE, "'": _SINGLE}.get(first)
        while not (quoted and quoted.match("\n".join(lines))) and self._continues(indent):
            lines.append(self._lines[self._at].text)
            self._at += 1
        folded = _folded(lines)
        if quoted is None:
            return re.split(r"\s#", folded, maxsplit=1)[0].rstrip()
        match = quoted.match(folded)
        if match is None:
            self._at -= 1
            raise self.fault("opens a quotation that does not end")
        return _unescaped(match[1]) if first == '"' else match[1].replace("''", "'")

    def _continues(self, indent: int) -> bool:
        """Whether the next line goes on with a scalar: blank ones count only before such a line."""
        at = self._at
        while at < len(self._lines) and not self._lines[at].text:
            at += 1
        return at < len(self._lines) and self._lines[at].indent > indent

    def _block_scalar(self, style: str, indent: int) -> str:
        lines: list[str] = []
        while self._continues(indent):
            lines.append(self._lines[self._at].text)
            self._at += 1
        return "\n".join(lines) if style == "|" else _folded(lines)

    def _flow(self, text: str) -> Node:
        if text == "{}":
            return {}
        if not (text.startswith("[") and text.endswith("]")) or re.search(r"[\[{]", text[1:]):
            self._at -= 1
            raise self.fault("holds a collection between brackets")
        inner = text[1:-1].strip()
        return [part.strip().strip("\"'") for part in inner.split(",")] if inner else []


def _is_item(line: _Line) -> bool:
    return line.text == "-" or line.text.startswith("- ")


def _folded(lines: list[str]) -> str:
    """Lines joined by blanks; an empty line is a line break."""
    text = ""
    for line in lines:
        if not line:
            text += "\n"
        else:
            text += line if not text or text.endswith("\n") else f" {line}"
    return text


def _unescaped(text: str) -> str:
    def meant(match: re.Match[str]) -> str:
        code = match[1]
        if code[0] in "xuU" and len(code) > 1:
            return chr(int(code[1:], 16))
        return _ESCAPES.get(code, code)

    return _ESCAPE.sub(meant, text)
