"""What a generated chart says about itself: its label, level, gauge and sides."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from automapper.bms.formats.document import Document
from automapper.bms.formats.lines import Command, parse_line
from automapper.bms.lanes import is_double
from automapper.bms.model import KeyMode

# The highest level of each #DIFFICULTY but the last: beginner, normal, hyper, another, insane.
_DIFFICULTIES = (3, 6, 9, 11)
# A chart's label where the wanted one has no letter that the file's encoding can hold.
_PLAIN_LABEL = "[AUTO]"


@dataclass(frozen=True, slots=True)
class Label:
    """How a chart shows that it was generated.

    ``title_suffix`` (such as ``[AUTO 7K Int5]``) follows the subtitle, or the title of a chart
    without one: players show the last bracket of a title as the chart's name. ``level`` is
    what #PLAYLEVEL says; None keeps the source's. ``difficulty`` is #DIFFICULTY 1-5; None takes
    it from the level, and keeps the source's where there is none. ``notes`` is what #TOTAL counts
    on; None counts what is written (a re-rolled measure leaves the headers as they were).
    """

    title_suffix: str
    level: int | None = None
    difficulty: int | None = None
    notes: int | None = None


def difficulty_of(level: int) -> int:
    """#DIFFICULTY for a level of the scale 1-12: 1 beginner to 5 insane."""
    return 1 + sum(level > highest for highest in _DIFFICULTIES)


def total_of(notes: int) -> float:
    """What the gauge gains over a chart whose author chose nothing, to two decimals.

    max(260, 7.605 n / (.01 n + 6.5)), as common players have it (docs/formats/bms.md).
    """
    return max(260.0, round(7.605 * notes / (0.01 * notes + 6.5), 2))


def player_of(mode: KeyMode) -> int:
    """#PLAYER: 3 for double play (10 and 14 keys), else 1."""
    return 3 if is_double(mode) else 1


def in_encoding(text: str, encoding: str) -> bytes:
    """A text of one line in an encoding; what that cannot hold is left out."""
    line = "".join(" " if unicodedata.category(letter) == "Cc" else letter for letter in text)
    try:
        return line.encode(encoding)
    except UnicodeEncodeError:
        plain = unicodedata.normalize("NFKD", line).encode("ascii", "ignore").strip()
        return plain or _PLAIN_LABEL.encode("ascii")


def header_values(label: Label, mode: KeyMode, notes: int) -> dict[str, str]:
    """The headers that a generated chart states anew, besides its title."""
    total = total_of(notes if label.notes is None else label.notes)
    values = {"PLAYER": str(player_of(mode)), "TOTAL": f"{total:g}"}
    if label.level is not None:
        values["PLAYLEVEL"] = str(label.level)
    difficulty = label.difficulty
    if difficulty is None and label.level is not None:
        difficulty = difficulty_of(label.level)
    if difficulty is not None:
        values["DIFFICULTY"] = str(difficulty)
    return values


@dataclass(frozen=True, slots=True)
class HeaderLines:
    """Lines to write: ``instead`` of those of the document by index, and at the ``top``."""

    instead: Mapping[int, tuple[bytes, ...]]
    top: tuple[bytes, ...]


def header_lines(
    document: Document,
    found: Mapping[str, Sequence[int]],
    values: Mapping[str, str],
    label: Label,
    end: bytes,
) -> HeaderLines:
    """A document's headers restated: one line for each name, where its last one stood.

    ``found`` are the indices of each header's lines. A header that the document lacks follows the
    last of the others, or comes first of all. The title keeps its bytes and gets the label's
    suffix. ``end`` is the end of lines.
    """
    instead: dict[int, tuple[bytes, ...]] = {}
    missing: list[bytes] = []
    name, title = _labelled_title(document, found, label)
    texts = {name: title, **{key: _stated(key, value) for key, value in values.items()}}
    for key in sorted(texts):
        line = texts[key] + end
        if indices := found.get(key):
            instead.update((index, ()) for index in indices)
            instead[indices[-1]] = (line,)
        else:
            missing.append(line)
    last = max((index for index, lines in instead.items() if lines), default=None)
    if last is None:
        return HeaderLines(instead, tuple(missing))
    instead[last] = (*instead[last], *missing)
    return HeaderLines(instead, ())


def _stated(name: str, value: str) -> bytes:
    return f"#{name} {value}".encode("ascii")


def _labelled_title(
    document: Document, found: Mapping[str, Sequence[int]], label: Label
) -> tuple[str, bytes]:
    """The header that carries the label, SUBTITLE or TITLE, and its line without the end."""
    suffix = in_encoding(label.title_suffix, document.encoding)
    for name in ("SUBTITLE", "TITLE"):
        if indices := found.get(name):
            said = parse_line(document.text(indices[-1]))
            if name == "TITLE" or (isinstance(said, Command) and said.value):
                return name, document.lines[indices[-1]].raw.rstrip() + b" " + suffix
    return "TITLE", b"#TITLE " + suffix
