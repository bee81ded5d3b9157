"""The note grid of a StepMania chart: measures of rows of columns -> notes of the neutral model."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from automapper.errors import FormatError
from automapper.osumania.formats.losses import Losses
from automapper.osumania.formats.stepmania_timing import FileTime
from automapper.osumania.model import Note

BEATS_PER_MEASURE = 4  # of the grid, whatever the time signature says
MAX_MEASURES = 250_000
MAX_ROWS = 1_000_000
MAX_NOTES = 200_000
LAST_SECOND = 24 * 3600
TAP, HEAD, TAIL, ROLL = "1", "2", "3", "4"
# What makes no note to press at its time in a game of taps and holds.
DROPPED = {
    "M": "mines",
    "L": "lifts",
    "F": "fake notes",
    "K": "notes that only play a sound",
    "A": "attacks",
}
# A column's letter may carry a sound's number, an attack or an item.
_CELL = re.compile(r"(\S)(?:\[[^\]\n]*\]|\{[^}\n]*\}|<[^>\n]*>)*")


@dataclass(frozen=True, slots=True)
class GridNote:
    """A tap, or a hold up to beat ``end``, in beats of the file."""

    beat: Fraction
    column: int
    end: Fraction | None = None


def read_notes(text: str, keys: int, time: FileTime, losses: Losses) -> tuple[Note, ...]:
    """The notes that are played, sorted by time and column; times in ms.

    Raises FormatError where the grid is beyond any chart's size.
    """
    found: dict[tuple[Fraction, int], Note] = {}
    for note in grid_notes(text, keys, losses):
        if time.is_silent(note.beat):
            losses.add("notes left out: fake, or jumped over by a warp")
            continue
        start = time.seconds(note.beat) * 1000
        end = None if note.end is None else time.seconds(note.end) * 1000
        if end is not None and end <= start:
            losses.add("holds that take no time became taps")
            end = None
        if start > LAST_SECOND * 1000:
            raise FormatError(losses.where, "", "notes lie beyond a day")
        if (start, note.column) in found:
            losses.add("notes left out: another sounds in their column at their time")
            continue
        found[start, note.column] = Note(start, note.column, end)
    return tuple(found[key] for key in sorted(found))


def grid_notes(text: str, keys: int, losses: Losses) -> Iterator[GridNote]:
    """Notes of the grid by the beat they begin on; holds without a head or tail are told."""
    heads: dict[int, Fraction] = {}
    done: list[GridNote] = []
    for beat, column, letter in _letters(text, keys, losses):
        if letter == TAIL:
            if column in heads:
                done.append(GridNote(heads.pop(column), column, beat))
            else:
                losses.add("ends of holds that never began were left out")
        elif letter in DROPPED:
            losses.add(f"{DROPPED[letter]} left out")
        elif letter in (TAP, HEAD, ROLL):
            if column in heads:
                losses.add("holds that never end became taps")
                done.append(GridNote(heads.pop(column), column))
            if letter == ROLL:
                losses.add("rolls became holds")
            if letter == TAP:
                done.append(GridNote(beat, column))
            else:
                heads[column] = beat
        else:
            losses.add(f"cells {letter!r} of unknown meaning left out")
        if len(done) > MAX_NOTES:
            raise FormatError(losses.where, "", f"more than {MAX_NOTES} notes")
    losses.add("holds that never end became taps", len(heads))
    done += [GridNote(beat, column) for column, beat in heads.items()]
    yield from sorted(done, key=lambda note: (note.beat, note.column))


def _letters(text: str, keys: int, losses: Losses) -> Iterator[tuple[Fraction, int, str]]:
    """(beat, column, letter) of every cell that holds something."""
    empty = "0" * keys
    rows_seen = 0
    for measure, part in enumerate(text.split(",")):
        rows = [row for line in part.split("\n") if (row := line.strip())]
        rows_seen += len(rows)
        if measure >= MAX_MEASURES or rows_seen > MAX_ROWS:
            raise FormatError(losses.where, "", "the note grid is larger than any chart's")
        for index, row in enumerate(rows):
            if row == empty:
                continue
            cells = row if len(row) == keys and row.isalnum() else _CELL.findall(row)
            if len(cells) != keys:
                losses.add(f"rows do not have {keys} columns")
            beat = BEATS_PER_MEASURE * (measure + Fraction(index, len(rows)))
            for column, letter in enumerate(cells[:keys]):
                if letter != "0":
                    yield beat, column, letter
