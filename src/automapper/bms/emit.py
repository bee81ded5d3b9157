"""A placement into the source's own file: what does not sound stays byte for byte."""

from __future__ import annotations

import codecs
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from automapper.bms.formats.channels import BACKGROUND, SOUND_CHANNELS, SOUND_LINE, Kind
from automapper.bms.formats.document import Document, Line
from automapper.bms.formats.lay_out import Item, channel_of, lay_out
from automapper.bms.formats.lines import Channel, Command, parse_line
from automapper.bms.headers import Label, header_lines, header_values
from automapper.bms.model import KeyMode, Lane, Place, WavId
from automapper.bms.placement.model import Placed, Residual, Source
from automapper.bms.read import ReadChart
from automapper.errors import FormatError

_LINE_ENDS = (b"\r\n", b"\n", b"\r")
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def emit(
    read: ReadChart,
    source: Source,
    placed: Sequence[Placed],
    residual: Sequence[Residual],
    label: Label,
) -> Document:
    """A flat chart of the branch that was read, with new notes and background.

    Kept byte for byte and in order: every line of the branch but those of the sound channels, the
    control lines and the headers that name and rate a chart. New lines stand where the first sound
    line of their measure stood, so another placement of one measure changes the lines of that
    measure (and of those in which its long notes end) only. FormatError where the placement
    cannot be written: two notes on one place of a lane, or a note inside a long one.
    """
    document, marker = read.document, read.chart.long_note_end
    blocks = lay_out(sounding_items(placed, residual, marker))
    parts, end = _parts(read), line_end_of(document)
    values = header_values(label, source.mode, len(placed))
    if "LNTYPE" in parts.headers and marker is None:
        values["LNTYPE"] = "1"  # pairs of head and end mean something else under type 2
    if source.mode == source.source_mode == KeyMode.NINE and "PLAYER" in parts.headers:
        del values["PLAYER"]  # files of nine keys say 1 or 3, each for players of its time
    headers = header_lines(document, parts.headers, values, label, end)
    instead: dict[int, list[bytes]] = {index: [] for index in parts.sounds} | {
        index: list(lines) for index, lines in headers.instead.items()
    }
    bottom: list[bytes] = []
    for measure, lines in blocks.items():
        anchor = parts.anchor(measure)
        target = bottom if anchor is None else instead[anchor]
        target.extend(line.encode("ascii") + end for line in lines)
    written = list(headers.top)
    for index in read.branch.lines:
        written.extend(instead.get(index, (document.lines[index].raw,)))
    written += bottom
    if not document.bom and written and written[0].startswith(_MARKS):
        # What came from the middle of the file must not become its byte order mark.
        written.insert(0, f"#TOTAL {values['TOTAL']}".encode("ascii") + end)
    return Document(document.encoding, document.bom, _joined(written, end))


def line_end_of(document: Document) -> bytes:
    """The line end that most lines have; CRLF, as editors write it, where there is none."""
    data = b"".join([line.raw for line in document.lines])
    both = data.count(b"\r\n")
    counts = (both, data.count(b"\n") - both, data.count(b"\r") - both)
    return _LINE_ENDS[counts.index(max(counts))]


def _joined(raws: Sequence[bytes], end: bytes) -> tuple[Line, ...]:
    """Lines in a new order: only the last may lack its end, as the last of a source often does."""
    lines: list[Line] = []
    for raw, after in zip(raws, [*raws[1:], b""], strict=True):
        if after and not raw.endswith((b"\n", b"\r")):
            raw += end
        elif raw.endswith(b"\r") and after == b"\n":
            raw += after  # new neighbours, which would be read as one line
        lines.append(Line(raw))
    return tuple(lines)


@dataclass(frozen=True, slots=True)
class _Parts:
    """A branch's lines that are not simply kept: sound lines by measure, headers by name."""

    sounds: tuple[int, ...]
    measures: tuple[int, ...]
    first: dict[int, int]
    headers: dict[str, list[int]]

    def anchor(self, measure: int) -> int | None:
        """The line whose place a measure's block takes: its own, else that of one before it."""
        if not self.measures:
            return None
        return self.first[self.measures[max(0, bisect_right(self.measures, measure) - 1)]]


def _parts(read: ReadChart) -> _Parts:
    sounds: list[int] = []
    first: dict[int, int] = {}
    headers: dict[str, list[int]] = {}
    for index in read.branch.lines:
        match = SOUND_LINE.match(read.document.lines[index].raw)
        if match is not None:  # as nearly all are; the others may be written in odder ways
            sounds.append(index)
            first.setdefault(int(match[1]), index)
            continue
        said = parse_line(read.document.text(index))
        if isinstance(said, Channel) and said.channel in SOUND_CHANNELS:
            sounds.append(index)
            first.setdefault(said.measure, index)
        elif isinstance(said, Command):
            headers.setdefault(said.name, []).append(index)
    return _Parts(tuple(sounds), tuple(sorted(first)), first, headers)


def sounding_items(
    placed: Iterable[Placed], residual: Iterable[Residual], marker: WavId | None
) -> list[Item]:
    """What stands in the sound channels: notes on their lanes, everything else in the background.

    A long note ends with the ``marker`` of the chart on its visible channel; without one it is a
    pair in the long channel, its end carrying the head's id. FormatError as in :func:`emit`.
    """
    notes = sorted(placed, key=lambda one: one.event.index)
    items: list[Item] = []
    lanes: dict[Lane, list[tuple[Place, Place]]] = {}
    for one in notes:
        place, wav_id, end = one.event.place, one.event.wav_id, one.end
        lanes.setdefault(one.lane, []).append((place, place if end is None else end))
        if end is not None and end <= place:
            raise FormatError("placement", _where(place), "a long note ends before it begins")
        if marker is not None and wav_id == marker:
            raise FormatError(
                "placement", _where(place), f"{marker} ends long notes; it is no note"
            )
        if end is None:
            items.append(Item(place, channel_of(Kind.VISIBLE, one.lane), wav_id))
        elif marker is None:
            channel = channel_of(Kind.LONG, one.lane)
            items += (Item(place, channel, wav_id), Item(end, channel, wav_id))
        else:
            channel = channel_of(Kind.VISIBLE, one.lane)
            items += (Item(place, channel, wav_id), Item(end, channel, marker))
    for lane, spans in lanes.items():
        _vet_lane(lane, spans)
    left = sorted(residual, key=lambda one: one.event.index)
    return [*items, *(Item(one.event.place, BACKGROUND, one.event.wav_id) for one in left)]


def _vet_lane(lane: Lane, spans: list[tuple[Place, Place]]) -> None:
    # By float, since fractions compare slowly; what is as close as that is compared exactly below.
    spans.sort(key=lambda span: (span[0].measure, float(span[0].fraction)))
    free: Place | None = None
    for start, end in spans:
        if free is not None and start <= free:
            where = f"{_where(start)}, side {lane.side}, key {lane.key}"
            raise FormatError("placement", where, "a note stands on or inside another of its lane")
        free = end


def _where(place: Place) -> str:
    return f"measure {place.measure} + {place.fraction}"
