"""The text layer of StepMania files: bytes -> text -> ``#TAG:parameter:parameter;`` values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from automapper.errors import FormatError

# The largest simfiles known (one song, twenty charts, hours of background changes) are below 4 MB.
MAX_BYTES = 16 * 2**20
MAX_VALUES = 20_000
_NUMBER = re.compile(
    r"\s*([+-]?(?:\d{1,15}(?:\.\d{0,30})?|\.\d{1,30}))(?:[eE]([+-]?\d{1,2}))?", re.ASCII
)
_COMMENT = re.compile(r"//[^\n]*")
# Possessive, so that a damaged file of any size costs one pass.
_VALUE = re.compile(r"#((?:[^\\;\n]++|\\.?+|\n(?![ \t]*#))*+)(;|\n|\Z)", re.DOTALL)
_PARAMETER = re.compile(r"(?:[^\\:]++|\\.?+)*+", re.DOTALL)
_ESCAPE = re.compile(r"\\(.?)", re.DOTALL)
_KANA = re.compile(r"[぀-ヿ]")
_WIDE_RUN = re.compile(r"[⺀-鿿가-힯＀-｠]{2}")


@dataclass(frozen=True, slots=True)
class MsdValue:
    """One ``#TAG:...;``: the tag in capitals, its parameters as written, the line it begins on."""

    tag: str
    parameters: tuple[str, ...]
    line: int

    @property
    def text(self) -> str:
        """The first parameter without the white space around it; "" where there is none."""
        return self.parameters[0].strip() if self.parameters else ""


def text_of(data: bytes) -> str:
    """Text of a file that does not say its encoding.

    UTF-8 (with or without BOM), UTF-16 by its BOM, else Shift-JIS where that gives Japanese, else
    Windows Latin.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        text = data.decode("cp932")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")
    # Accented Latin letters stand alone between ASCII ones and so decode to lone ideographs.
    japanese = _KANA.search(text) or _WIDE_RUN.search(text)
    return text if japanese else data.decode("cp1252", errors="replace")


def number(text: str) -> Fraction | None:
    """The exact number a text begins with (as the game's own parser reads it); None without one."""
    match = _NUMBER.match(text)
    if match is None:
        return None
    value = Fraction(match[1])
    return value * Fraction(10) ** int(match[2]) if match[2] else value


def read_values(data: bytes, name: str) -> tuple[tuple[MsdValue, ...], tuple[str, ...]]:
    r"""All values of a simfile, and a warning where semicolons are missing.

    ``//`` comments are taken out, ``\`` makes the next letter plain, and a ``#`` that is the first
    letter of its line begins a new value even where the semicolon before it is missing. Raises
    FormatError for files that are too large.
    """
    if len(data) > MAX_BYTES:
        raise FormatError(name, "", f"is larger than {MAX_BYTES >> 20} MB")
    text = text_of(data).replace("\r\n", "\n").replace("\r", "\n")
    text = _COMMENT.sub("", text)
    values: list[MsdValue] = []
    missing, line, seen = 0, 1, 0
    for match in _VALUE.finditer(text):
        line += text.count("\n", seen, match.start())
        seen = match.start()
        tag, *parameters = _split(match[1])
        values.append(MsdValue(tag.strip().upper(), tuple(parameters), line))
        missing += match[2] != ";"
        if len(values) > MAX_VALUES:
            raise FormatError(name, f"line {line}", f"more than {MAX_VALUES} values")
    warnings = (f"{name}: {missing} values do not end in a semicolon",) if missing else ()
    return tuple(values), warnings


def escaped(text: str) -> str:
    """Text as a parameter: one line, with every letter that means something made plain."""
    line = " ".join(text.split())
    return re.sub(r"[\\:;#]|(?<=/)/", r"\\\g<0>", line)


def _split(text: str) -> list[str]:
    r"""Parameters between colons; ``\`` is taken off and what follows it is plain."""
    if "\\" not in text:
        return text.split(":")
    parts: list[str] = []
    end = -1
    while end < len(text):
        match = _PARAMETER.match(text, end + 1)
        if match is None:  # cannot be: the pattern matches nothing at all, too
            break
        parts.append(_ESCAPE.sub(r"\1", match[0]))
        end = match.end()
    return parts
