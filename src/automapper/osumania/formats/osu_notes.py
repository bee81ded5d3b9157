"""The [HitObjects] section of an osu!mania file: taps and holds in columns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
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
from automapper.osumania.formats.osu_slides import (
    HOLD,
    SLIDER,
    SPINNER,
    TAP,
    Slides,
    as_hold,
    slider_end,
    spinner_end,
)
from automapper.osumania.model import HitSample, Note, Section

# The longest charts people play have some 30,000 notes.
MOST_NOTES = 200_000
_WIDTH, _MIDDLE = 512, 192
_PLAIN = HitSample()
_PLAIN_TEXT = "0:0:0:0:"


def column_x(column: int, keys: int) -> int:
    """Where osu! puts a column: the middle of its share of 512 pixels, rounded down."""
    return (2 * column + 1) * _WIDTH // (2 * keys)


def column_at(x: Fraction | int, keys: int) -> int:
    """The column of a position in pixels: floor(x * keys / 512), held within the field."""
    return min(max(int(x * keys // _WIDTH), 0), keys - 1)


def read_notes(
    document: Document, keys: int, slides: Slides, shift: int
) -> tuple[tuple[Note, ...], Section]:
    """The notes in order of time (``shift`` ms later), and the lines that hold no note of ours.

    Notes of one time stay in the order of the file. ``slides`` tells how long sliders last, in the
    times of the game. FormatError beyond 200,000 notes.
    """
    notes: list[Note] = []
    kept: list[str] = []
    field = _Field(document, keys, slides, shift)
    for line in document.lines("HitObjects"):
        if line.text.startswith("//"):
            kept.append(line.text)
            continue
        try:
            notes.append(field.note(line.text, line.number))
        except ValueError as error:
            document.findings.warn(line.number, f"a note {error}; kept as it stands")
            kept.append(line.text)
        if len(notes) > MOST_NOTES:
            where = f"line {line.number}"
            raise FormatError(document.path, where, f"is more than {MOST_NOTES} notes")
    notes.sort(key=lambda note: note.time)
    return tuple(notes), Section("HitObjects", tuple(kept))


@dataclass(frozen=True, slots=True)
class _Field:
    """What lines of notes are read with."""

    document: Document
    keys: int
    slides: Slides
    shift: int

    def note(self, text: str, number: int) -> Note:
        """The note of a line; ValueError where it makes no sense."""
        parts = text.split(",", 5)
        if len(parts) < 4:
            raise ValueError("has less than four fields")
        column, kind, extra = _where(parts[0], parts[1], parts[3], self.keys)
        time = decimal(parts[2])
        if self.shift:
            time += self.shift
        sound = integer(parts[4]) if len(parts) > 4 and parts[4].strip() else 0
        tail = parts[5].strip() if len(parts) > 5 else ""
        end: Fraction | None = None
        if kind != TAP:
            end, tail = self._end(text, tail, (time, kind), number)
        return Note(time, column, end, sound, _sample(tail), extra)

    def _end(
        self, text: str, tail: str, start: tuple[Fraction, int], number: int
    ) -> tuple[Fraction, str]:
        """End, and text of the sample, of what is no tap."""
        (time, kind), warn = start, self.document.findings.warn
        if kind == HOLD:
            word, rest = _parted(tail)
            end = decimal(word) + self.shift if word.strip() else time
            if end < time:
                warn(number, "a hold ends before it begins; it now lasts nothing")
            return max(end, time), rest
        if kind == SLIDER:
            found = slider_end(text.split(","), time, self.slides)
        else:
            found = spinner_end(text.split(","), time - self.shift)
            found = found[0] + self.shift, found[1]
        warn(number, "a slider or spinner is now the hold that osu!mania plays in its place")
        return found


@lru_cache(maxsize=4096)  # a chart has a dozen different ones
def _where(x: str, y: str, kind: str, keys: int) -> tuple[int, int, str]:
    """Column, the one bit that tells the type, and the fields that are not the usual ones."""
    bits = integer(kind)
    decimal(y, LARGEST_COORDINATE)
    shape = next((bit for bit in (TAP, SLIDER, SPINNER, HOLD) if bits & bit), 0)
    if not shape:
        raise ValueError("is of no known type")
    column = column_at(decimal(x, LARGEST_COORDINATE), keys)
    usual = (str(column_x(column, keys)), str(_MIDDLE), str(TAP if shape == TAP else HOLD))
    shown = str(as_hold(bits)) if shape in (SLIDER, SPINNER) else kind.strip()
    given = (x.strip(), y.strip(), shown)
    return column, shape, "" if given == usual else ",".join(given)


def _parted(tail: str) -> tuple[str, str]:
    """The end of a hold and what follows it, which old files part with a comma."""
    at = min((place for sign in ":," if (place := tail.find(sign)) >= 0), default=len(tail))
    return tail[:at], tail[at + 1 :]


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
    kind = TAP if note.end is None else HOLD
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
        if bits & kind and (kind == TAP or not bits & (TAP | SLIDER | SPINNER)):
            shown = given[2]
        if held == note.column:
            x, y = given[0], given[1]
    return x, y, shown
