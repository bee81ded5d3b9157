"""Notes of the lanes: heads and ends of long notes of all kinds put together."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from automapper.bms.formats.channels import LANES, Kind
from automapper.bms.formats.objects import Objects
from automapper.bms.model import LAST_MEASURE, Lane, Note, Place, WavId


@dataclass(slots=True)
class _Pairing:
    """Heads of notes (as object numbers) in order, and the ends found for some of them.

    ``last`` and ``held`` are, by lane, the last visible note and the long note that is not yet let
    go, as indices of ``heads``.
    """

    objects: Objects
    heads: list[int] = field(default_factory=list)
    lanes: list[Lane] = field(default_factory=list)
    ends: dict[int, tuple[Place, WavId]] = field(default_factory=dict)
    last: dict[str, int] = field(default_factory=dict)
    held: dict[str, int] = field(default_factory=dict)
    until: dict[int, tuple[int, Fraction]] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

    def head(self, k: int, lane: Lane) -> int:
        self.heads.append(k)
        self.lanes.append(lane)
        return len(self.heads) - 1

    def close(self, k: int, channel: str) -> None:
        """Object k ends the last visible note of its channel (``#LNOBJ``)."""
        head = self.last.get(channel)
        if head is None or head in self.ends:
            self.warn(k, "an end of a long note (#LNOBJ) without a note before it; left out")
        else:
            self.ends[head] = (self.objects.places[k], self.objects.pairs[k])

    def alternate(self, k: int, channel: str, lane: Lane) -> None:
        """Object k begins or ends a long note in turn (``#LNTYPE 1``)."""
        head = self.held.pop(channel, None)
        if head is None:
            self.held[channel] = self.head(k, lane)
        else:
            self.ends[head] = (self.objects.places[k], self.objects.pairs[k])

    def extend(self, k: int, channel: str, lane: Lane) -> None:
        """Object k begins a long note or lets the one that touches it go on (``#LNTYPE 2``)."""
        place, reach = self.objects.places[k], _moment(*self.objects.slot_end(k))
        head = self.held.get(channel)
        if head is not None and (place.measure, place.fraction) <= self.until[head]:
            reach = max(self.until[head], reach)
        else:
            head = self.held[channel] = self.head(k, lane)
        self.until[head] = reach

    def warn(self, k: int, what: str) -> None:
        objects = self.objects
        where = f"measure {objects.places[k].measure}, channel {objects.channels[objects.codes[k]]}"
        self.warnings.append(f"{where}: {what}")

    def finish(self) -> None:
        """What was held at the end of the file."""
        for head, (measure, fraction) in self.until.items():
            if measure <= LAST_MEASURE:
                self.ends[head] = (Place(measure, fraction), "")
            else:
                self.warn(self.heads[head], "a long note that never ends; read as a plain note")
        for head in () if self.until else self.held.values():
            self.warn(self.heads[head], "a long note that never ends; read as a plain note")

    def notes(self) -> tuple[Note, ...]:
        places, pairs = self.objects.places, self.objects.pairs
        rows = zip(self.heads, self.lanes, strict=True)
        notes = [Note(places[k], lane, pairs[k]) for k, lane in rows]
        for head, (place, wav_id) in self.ends.items():
            note = notes[head]
            notes[head] = Note(note.place, note.lane, note.wav_id, place, wav_id)
        return tuple(notes)


def _moment(measure: int, fraction: Fraction) -> tuple[int, Fraction]:
    """The end of a measure is the beginning of the next."""
    return (measure + 1, Fraction(0)) if fraction == 1 else (measure, fraction)


def pair_notes(
    objects: Objects, end_id: WavId | None, continuous: bool
) -> tuple[tuple[Note, ...], list[str]]:
    """The notes of the visible and long note channels by place, and warnings with places.

    ``end_id`` is the id of ``#LNOBJ``: on a visible channel it ends the note before it.
    ``continuous`` is ``#LNTYPE 2``: objects of a long note channel that touch are one long note,
    which ends where the slot of the last of them does; otherwise they are heads and ends in turn.
    A long note that never ends becomes a plain note, so that its sound is not lost.
    """
    pairing = _Pairing(objects)
    names = [(name, *LANES[name]) if name in LANES else None for name in objects.channels]
    codes = objects.codes.tolist()
    pairs = objects.pairs
    for k in objects.of(Kind.VISIBLE, Kind.LONG):
        row = names[codes[k]]
        if row is None:
            continue
        channel, kind, lane = row
        if kind is Kind.LONG:
            (pairing.extend if continuous else pairing.alternate)(k, channel, lane)
        elif pairs[k] == end_id:
            pairing.close(k, channel)
        else:
            pairing.last[channel] = pairing.head(k, lane)
    pairing.finish()
    return pairing.notes(), pairing.warnings
