"""The [HitObjects] section of an osu!mania file: taps and holds in columns."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache

from automapper.errors import FormatError
from automapper.osumania.formats.osu_lines import Document
from automapper.osumania.formats.osu_numbers import (
    LARGEST_COORDINATE,
    decimal,
    integer,
    rounded,
)
from automapper.osumania.model import HitSample, Note, Section

# The longest charts people play have some 30,000 notes.
MOST_NOTES = 200_000
_WIDTH, _MIDDLE = 512, 192
_TAP, _SLIDER, _SPINNER, _HOLD = 1, 2, 8, 128
_PLAIN = HitSample()
_PLAIN_TEXT = "0:0:0:0:"


def column_x(column: int, keys: int) -> int:
    """Where osu! puts a column: the middle of its share of 512 pixels, rounded down."""
    return (2 * column + 1) * _WIDTH // (2 * keys)


def column_at(x: Fraction | int, keys: int) -> int:
    """The column of a position in pixels: floor(x * keys / 512), held within the field."""
    return min(max(int(x * keys // _WIDTH), 0), keys - 1)


def read_notes(document: Document, keys: int, shift: int) -> tuple[tuple[Note, ...], Section]:
    """The notes in order of time (``shift`` ms later), and the lines that hold no note of ours.

    Notes of one time stay in the order of the file. FormatError beyond 200,000 notes.
    """
    notes: list[Note] = []
    kept: list[str] = []
    for line in document.lines("HitObjects"):
        if line.text.startswith("//"):
            kept.append(line.text)
            continue
        try:
            notes.append(_note(line.text, keys, shift, document, line.number))
        except ValueError as error:
            document.findings.warn(line.number, f"a note {error}; kept as it stands")
            kept.append(line.text)
        if len(notes) > MOST_NOTES:
            where = f"line {line.number}"
            raise FormatError(document.path, where, f"is more than {MOST_NOTES} notes")
    notes.sort(key=lambda note: note.time)
    return tuple(notes), Section("HitObjects", tuple(kept))


def _note(text: str, keys: int, shift: int, document: Document, number: int) -> Note:
    parts = text.split(",", 5)
    if len(parts) < 4:
        raise ValueError("has less than four fields")
    column, is_hold, extra = _where(parts[0], parts[1], parts[3], keys)
    time = decimal(parts[2])
    sound = integer(parts[4]) if len(parts) > 4 and parts[4].strip() else 0
    tail = parts[5].strip() if len(parts) > 5 else ""
    end: Fraction | None = None
    if is_hold:
        end, tail = _end(tail, time, document, number)
    if shift:
        time, end = time + shift, None if end is None else end + shift
    return Note(time, column, end, sound, _sample(tail), extra)


@lru_cache(maxsize=4096)  # a chart has a dozen different ones
def _where(x: str, y: str, kind: str, keys: int) -> tuple[int, bool, str]:
    """Column, whether it is a hold, and the three fields where they are not the usual ones."""
    bits = integer(kind)
    decimal(y, LARGEST_COORDINATE)
    if bits & (_SLIDER | _SPINNER):
        raise ValueError("is a slider or a spinner, which osu!mania has not")
    if not bits & (_TAP | _HOLD):
        raise ValueError("is of no known type")
    column, is_hold = column_at(decimal(x, LARGEST_COORDINATE), keys), not bits & _TAP
    usual = (column_x(column, keys), _MIDDLE, _HOLD if is_hold else _TAP)
    given = (x.strip(), y.strip(), kind.strip())
    return column, is_hold, "" if given == tuple(map(str, usual)) else ",".join(given)


def _end(tail: str, time: Fraction, document: Document, number: int) -> tuple[Fraction, str]:
    """The end of a hold and what follows it, which old files part with a comma."""
    at = min((place for sign in ":," if (place := tail.find(sign)) >= 0), default=len(tail))
    word, rest = tail[:at], tail[at + 1 :]
    end = decimal(word) if word.strip() else time
    if end < time:
        document.findings.warn(number, "a hold ends before it begins; it now lasts nothing")
        end = time
    return end, rest


@lru_cache(maxsize=4096)
def _sample(text: str) -> HitSample:
    """``normal:addition:index:volume:file``; what is missing at its end is 0 or nothing."""
    if not text or text == _PLAIN_TEXT:
        return _PLAIN
    parts = text.split(":", 4)
    numbers = [integer(part) if part.strip() else 0 for part in parts[:4]]
    normal, addition, index, volume = numbers + [0] * (4 - len(numbers))
    name = parts[4].strip() if len(parts) > 4 else ""
    return HitSample(normal, addition, index, volume, name)


def write_notes(notes: Iterable[Note], keys: int) -> list[str]:
    """One line for each note; the times are rounded to whole milliseconds."""
    return [_line(note, keys) for note in notes]


def _line(note: Note, keys: int) -> str:
    kind = _TAP if note.end is None else _HOLD
    x, y, shown = _place(note, keys, kind)
    sample = note.sample
    name = sample.file.replace("\r", " ").replace("\n", " ").strip()
    tail = f"{sample.normal}:{sample.addition}:{sample.index}:{sample.volume}:{name}"
    until = "" if note.end is None else f"{rounded(note.end)}:"
    return f"{x},{y},{rounded(note.time)},{shown},{note.hit_sound},{until}{tail}"


def _place(note: Note, keys: int, kind: int) -> tuple[str, str, str]:
    """x, y and type: as the file had them where that still fits the note, else the usual ones."""
    x, y, shown = str(column_x(note.column, keys)), str(_MIDDLE), str(kind)
    if note.extra:
        given = note.extra.split(",")
        try:
            held = column_at(decimal(given[0], LARGEST_COORDINATE), keys)
            decimal(given[1], LARGEST_COORDINATE)
            bits = integer(given[2])
        except (ValueError, IndexError):
            return x, y, shown
        if bits & _TAP == kind & _TAP and bits & kind and not bits & (_SLIDER | _SPINNER):
            shown = given[2]
        if held == note.column:
            x, y = given[0], given[1]
    return x, y, shown
