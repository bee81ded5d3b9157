"""The lines in force -> a chart with exact places."""

from __future__ import annotations

import re
from fractions import Fraction

from automapper.bms.formats.branches import Branch
from automapper.bms.formats.document import Document
from automapper.bms.formats.ids import as_id, is_id
from automapper.bms.formats.lines import Channel, Command, parse_line
from automapper.bms.formats.long_notes import INVISIBLE, LONG, MINES, VISIBLE, NoteBuilder
from automapper.bms.formats.numbers import decimal
from automapper.bms.formats.objects import ObjectLines, Objects, merge_objects
from automapper.bms.formats.tables import Tables
from automapper.bms.keys_of import keys_of
from automapper.bms.model import Chart, Halt, Hidden, Mine, Sound, TempoChange, WavId

_CHANNEL = re.compile(rb"[ \t]*#(\d\d\d)([0-9A-Za-z]{2}):([!-~]*)[ \t]*[\r\n]*")
_BASE = re.compile(rb"[ \t]*#BASE[ \t]+(\d+)", re.IGNORECASE)
_TEMPO, _NAMED_TEMPO, _STOP, _BACKGROUND, _LENGTH = "03", "08", "09", "01", "02"
_KNOWN = frozenset({_TEMPO, _NAMED_TEMPO, _STOP, _BACKGROUND, *VISIBLE, *INVISIBLE, *LONG, *MINES})
# Measures outside are mistakes; charts that play tricks stay well inside.
SHORTEST, LONGEST = Fraction(1, 10**9), Fraction(10**5)
MAX_WARNINGS = 200


class _Lines:
    """The lines of a branch sorted by what they are."""

    def __init__(self, document: Document, branch: Branch) -> None:
        self.tables = Tables(_base(document, branch))
        self.objects = ObjectLines()
        self.lengths: dict[int, Fraction] = {}
        self.warnings: list[str] = []
        upper = self.tables.base == 36
        for index in branch.lines:
            raw = document.lines[index].raw
            match = _CHANNEL.fullmatch(raw)
            if match is None:
                self._other(index, document)
                continue
            number, name, body = match.groups()
            self.channel(index, int(number), name.decode().upper(), body.upper() if upper else body)

    def channel(self, line: int, measure: int, name: str, body: bytes) -> None:
        if name == _LENGTH:
            self._length(line, measure, body)
        elif name in _KNOWN:
            if len(body) & 1:
                self.warn(line, "an odd number of characters; the last one is left out")
                body = body[:-1]
            if body:
                self.objects.add(measure, name, body)

    def _other(self, line: int, document: Document) -> None:
        raw = document.lines[line].raw
        if raw.isspace() or not raw:
            return
        parsed = parse_line(raw.decode(document.encoding, "replace"))
        if isinstance(parsed, Command):
            self.tables.take(line + 1, parsed)
        elif isinstance(parsed, Channel):
            body = parsed.body.encode("ascii", "replace")
            body = body if self.tables.base == 62 else body.upper()
            self.channel(line, parsed.measure, parsed.channel, body)
        elif parsed.text.lstrip().startswith("#"):
            self.warn(line, "neither a command nor objects; kept as it is")

    def _length(self, line: int, measure: int, body: bytes) -> None:
        length = decimal(body.decode("ascii", "replace"))
        if length is None or not SHORTEST <= length <= LONGEST:
            self.warn(line, "no length that a measure can have; left out")
        else:
            self.lengths[measure] = length

    def warn(self, line: int, what: str) -> None:
        self.warnings.append(f"line {line + 1}: {what}")


def _base(document: Document, branch: Branch) -> int:
    """36, or 62 where the last ``#BASE`` says so."""
    base = 36
    for index in branch.lines:
        if match := _BASE.match(document.lines[index].raw):
            base = 62 if match[1] == b"62" else 36
    return base


def compile_chart(document: Document, branch: Branch, path: str) -> tuple[Chart, tuple[str, ...]]:
    """The chart that a branch of a file describes, and warnings that name the file and a place.

    ``path``'s suffix is a hint for the keys. Raises FormatError for more than 4,000,000 objects.
    """
    lines = _Lines(document, branch)
    objects = merge_objects(lines.objects, path)
    tables, chart = lines.tables, _Chart(lines.tables, objects)
    chart.gather()
    bpm = tables.bpm()
    said = [*lines.warnings, *tables.warnings, *chart.warnings, *chart.builder.warnings]
    if objects.replaced:
        said.append(f"{objects.replaced} objects stand under a later one; the later ones count")
    if objects.malformed:
        said.append(f"{objects.malformed} objects are no letters and digits; left out")
    notes = chart.builder.finish()
    used = [*{note.lane for note in notes}]
    result = Chart(
        mode=keys_of(used, path),
        bpm=bpm,
        headers=tuple(tables.headers.items()),
        samples=tuple(sorted(tables.samples.items())),
        notes=notes,
        background=tuple(chart.background),
        hidden=tuple(chart.hidden),
        mines=tuple(chart.mines),
        lengths=tuple(sorted((m, s) for m, s in lines.lengths.items() if s != 1)),
        tempo=tuple(chart.tempo),
        halts=tuple(sorted([*chart.halts, *tables.halts], key=lambda halt: halt.place)),
        long_note_end=chart.builder.end_id,
    )
    return result, tuple(f"{path}: {line}" for line in said[:MAX_WARNINGS])


class _Chart:
    """The objects sorted by what they are."""

    def __init__(self, tables: Tables, objects: Objects) -> None:
        self.tables, self.objects = tables, objects
        self.background: list[Sound] = []
        self.hidden: list[Hidden] = []
        self.mines: list[Mine] = []
        self.tempo: list[TempoChange] = []
        self.halts: list[Halt] = []
        self.warnings: list[str] = []
        end = as_id(tables.headers.get("LNOBJ", ""), tables.base)
        continuous = tables.headers.get("LNTYPE", "").strip() == "2"
        self.builder = NoteBuilder(objects, end if is_id(end) else None, continuous)

    def gather(self) -> None:
        objects, builder = self.objects, self.builder
        rows = zip(objects.channels, objects.places, objects.pairs, strict=True)
        for k, (channel, place, pair) in enumerate(rows):
            if channel == _BACKGROUND:
                self.background.append(Sound(place, pair))
            elif lane := VISIBLE.get(channel):
                builder.visible(k, lane, pair)
            elif lane := LONG.get(channel):
                builder.long(k, lane, pair)
            elif lane := INVISIBLE.get(channel):
                self.hidden.append(Hidden(place, lane, pair))
            elif lane := MINES.get(channel):
                self.mines.append(Mine(place, lane, int(pair, 36)))
            else:
                self._time(k, channel, pair)

    def _time(self, k: int, channel: str, pair: WavId) -> None:
        place = self.objects.places[k]
        if channel == _TEMPO:
            number = _hex(pair)
            if number:
                self.tempo.append(TempoChange(place, Fraction(number)))
            else:
                self._warn(place.measure, f"{pair} is no tempo; left out")
        elif channel == _NAMED_TEMPO:
            bpm = self.tables.tempi.get(pair)
            if bpm is not None:
                self.tempo.append(TempoChange(place, bpm))
            else:
                self._warn(place.measure, f"there is no #BPM{pair}; left out")
        else:
            beats = self.tables.stops.get(pair)
            if beats is not None:
                self.halts.append(Halt(place, beats))
            else:
                self._warn(place.measure, f"there is no #STOP{pair}; left out")

    def _warn(self, measure: int, what: str) -> None:
        self.warnings.append(f"measure {measure}: {what}")


def _hex(pair: str) -> int:
    try:
        return int(pair, 16)
    except ValueError:
        return 0
