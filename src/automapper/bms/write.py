"""A chart's values as a plain flat file that reads back as the same chart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor

from automapper.bms.formats.channels import BACKGROUND, Kind
from automapper.bms.formats.decimals import decimal_text
from automapper.bms.formats.ids import MAX_IDS, as_id, id_of, is_id
from automapper.bms.formats.lay_out import Item, channel_of, lay_out
from automapper.bms.formats.numbers import decimal
from automapper.bms.model import LAST_MEASURE, Chart, Halt, Note, Place, WavId
from automapper.errors import FormatError

_TEMPO, _NAMED_TEMPO, _STOP = "03", "08", "09"
# What channel 03 can say in two hexadecimal digits.
_PLAIN_TEMPI = range(1, 256)
_UTF8_MARK = b"\xef\xbb\xbf"


def write_chart(chart: Chart) -> tuple[bytes, tuple[str, ...]]:
    """The bytes of a chart file, and warnings that name what a file cannot hold.

    ASCII where that is enough, else UTF-8 with its mark; lines end with CRLF. Headers stand as the
    chart has them; where #BPM and #LNOBJ say otherwise than its fields, the fields count. Of one
    place, objects come in the order of their channels. Equal charts give equal bytes.
    What a file cannot hold (an id of three letters, a third side, measure 1000) is left out.
    FormatError where two objects of a channel stand on one place.
    """
    writer = _Writer(chart, 62 if chart.header("BASE").strip() == "62" else 36)
    items = [*writer.notes(), *writer.quiet(), *writer.times()]
    lines = [f"* {chart.mode.value} keys", *writer.headers(), *writer.tables()]
    lines += writer.lengths()
    for group in lay_out(items).values():
        lines += ["", *group]
    text = "\r\n".join([*lines, ""])
    data = text.encode("ascii") if text.isascii() else _UTF8_MARK + text.encode("utf-8", "replace")
    return data, tuple(writer.warnings)


@dataclass(slots=True)
class _Writer:
    """Turns the parts of a chart into lines and items, and says what it had to leave out."""

    chart: Chart
    base: int
    warnings: list[str] = field(default_factory=list)
    tempi: dict[Fraction, WavId] = field(default_factory=dict)
    stops: dict[Fraction, WavId] = field(default_factory=dict)
    pauses: list[str] = field(default_factory=list)

    def headers(self) -> Iterator[str]:
        """Header lines; one that contradicts the chart is followed by what counts."""
        chart, marker = self.chart, self.chart.long_note_end
        for name, value in chart.headers:
            if "\n" in name + value or "\r" in name + value:
                self._leave_out(f"the header {name!r} of two lines")
            elif name == "LNTYPE" and value.strip() == "2":
                yield "#LNTYPE 1"
                self.warnings.append("#LNTYPE 2 became 1: long notes are written as pairs")
            elif name != "LNOBJ" or marker is not None or not is_id(value):
                yield f"#{name} {value}".rstrip(" ")
        if decimal(chart.header("BPM")) != chart.bpm:
            yield f"#BPM {self._number(chart.bpm, '#BPM')}"
        if marker is not None and as_id(chart.header("LNOBJ"), self.base) != marker:
            if self._is_id(marker):
                yield f"#LNOBJ {marker}"
            else:
                self._leave_out(f"#LNOBJ {marker}")

    def tables(self) -> Iterator[str]:
        """Samples, and the tempi and stops that :meth:`times` has named."""
        for wav_id, name in self.chart.samples:
            if self._is_id(wav_id) or wav_id == "00":
                yield f"#WAV{wav_id} {name}"
            else:
                self._leave_out(f"#WAV{wav_id}")
        for bpm, key in self.tempi.items():
            yield f"#BPM{key} {self._number(bpm, f'#BPM{key}')}"
        for beats, key in self.stops.items():
            yield f"#STOP{key} {self._number(48 * beats, f'#STOP{key}')}"
        yield from self.pauses

    def lengths(self) -> Iterator[str]:
        """The lines of measures that are not 4 beats long."""
        for measure, share in self.chart.lengths:
            if 0 <= measure <= LAST_MEASURE:
                yield f"#{measure:03d}02:{self._number(share, f'length of measure {measure}')}"
            else:
                self._leave_out(f"the length of measure {measure}")

    def notes(self) -> Iterator[Item]:
        """What sounds."""
        for sound in self.chart.background:
            yield from self._item(sound.place, BACKGROUND, sound.wav_id)
        for note in self.chart.notes:
            try:
                yield from self._note(note)
            except FormatError as error:
                self._leave_out(f"{note.wav_id}: {error.what}")

    def _note(self, note: Note) -> list[Item]:
        marker = self.chart.long_note_end
        channel = channel_of(Kind.VISIBLE, note.lane)
        if note.end is None:
            if note.end_id or note.wav_id == marker:
                raise FormatError("", "", "the end of a long note without its head")
            return self._item(note.place, channel, note.wav_id)
        if note.end <= note.place:
            raise FormatError("", "", "a long note that ends before it begins")
        if note.end_id != marker:
            channel = channel_of(Kind.LONG, note.lane)
        head = self._item(note.place, channel, note.wav_id)
        end = self._item(note.end, channel, note.end_id or note.wav_id)
        return [*head, *end] if head and end else []

    def quiet(self) -> Iterator[Item]:
        """Invisible notes and mines."""
        for hidden in self.chart.hidden:
            try:
                yield from self._item(
                    hidden.place, channel_of(Kind.INVISIBLE, hidden.lane), hidden.wav_id
                )
            except FormatError as error:
                self._leave_out(f"an invisible note: {error.what}")
        for mine in self.chart.mines:
            damage = id_of(mine.damage) if 0 < mine.damage <= MAX_IDS[36] else str(mine.damage)
            try:
                yield from self._item(mine.place, channel_of(Kind.MINE, mine.lane), damage)
            except FormatError as error:
                self._leave_out(f"a mine: {error.what}")

    def times(self) -> Iterator[Item]:
        """Tempo changes and stops."""
        last = {change.place: change.bpm for change in self.chart.tempo}
        if len(last) < len(self.chart.tempo):
            self.warnings.append("of two tempi at one place the last is written")
        for place, bpm in last.items():
            if bpm in _PLAIN_TEMPI:
                yield from self._item(place, _TEMPO, f"{int(bpm):02X}")
            else:
                yield from self._item(place, _NAMED_TEMPO, self._named(self.tempi, bpm))
        beats: dict[Place, Fraction] = {}
        for halt in self.chart.halts:
            if halt.beats or not halt.seconds:
                beats[halt.place] = beats.get(halt.place, Fraction(0)) + halt.beats
            if halt.seconds:
                self._pause(halt)
        for place, length in beats.items():
            yield from self._item(place, _STOP, self._named(self.stops, length))

    def _pause(self, halt: Halt) -> None:
        thousandths = 1000 * halt.place.fraction
        if thousandths.denominator == 1 and 0 <= thousandths < 1000:
            length = self._number(1000 * halt.seconds, "#STP")
            self.pauses.append(f"#STP {halt.place.measure:03d}.{int(thousandths):03d} {length}")
        else:
            self._leave_out("#STP between two thousandths of a measure")

    def _named(self, table: dict[Fraction, WavId], value: Fraction) -> WavId:
        """The id of a tempo or stop; one that no table has where there are none left."""
        if value not in table and len(table) < MAX_IDS[self.base]:
            table[value] = id_of(len(table) + 1, self.base)
        return table.get(value, "")

    def _item(self, place: Place, channel: str, value: WavId) -> list[Item]:
        whole = floor(place.fraction)
        measure, fraction = place.measure + whole, place.fraction - whole
        named = is_id(value) if channel[0] in "DE" else self._is_id(value)
        if channel == _TEMPO or (named and 0 <= measure <= LAST_MEASURE):
            return [Item(Place(measure, fraction), channel, value)]
        self._leave_out(f"{value or 'an object'} in measure {measure}")
        return []

    def _is_id(self, text: str) -> bool:
        return is_id(text) and as_id(text, self.base) == text

    def _number(self, value: Fraction, what: str) -> str:
        text, exact = decimal_text(value)
        if not exact:
            self.warnings.append(f"{what}: rounded to 40 decimal places")
        return text

    def _leave_out(self, what: str) -> None:
        self.warnings.append(f"{what}: cannot be written; left out")
