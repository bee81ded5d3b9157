"""Notes of the lanes: heads and ends of long notes of all kinds put together."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from automapper.bms.formats.objects import Objects
from automapper.bms.model import Lane, Note, Place, WavId

_KEYS = {"1": 1, "2": 2, "3": 3, "4": 4, "5": 5, "6": 0, "7": 8, "8": 6, "9": 7}


def lanes_of(first: str, second: str) -> dict[str, Lane]:
    """Channels of a kind by name, such as ``lanes_of("1", "2")`` for visible notes."""
    return {
        tens + ones: Lane(side, key)
        for side, tens in enumerate((first, second))
        for ones, key in _KEYS.items()
    }


VISIBLE, INVISIBLE = lanes_of("1", "2"), lanes_of("3", "4")
LONG, MINES = lanes_of("5", "6"), lanes_of("D", "E")


@dataclass(slots=True)
class _Open:
    """A note of which the end is still to come, or not."""

    place: Place
    lane: Lane
    wav_id: WavId
    end: Place | None = None
    end_id: WavId = ""
    until: tuple[int, Fraction] = (0, Fraction(0))


@dataclass(slots=True)
class NoteBuilder:
    """Takes the objects of visible and long note channels in order and gives the notes.

    ``end_id`` is the id of ``#LNOBJ``. ``continuous``: ``#LNTYPE 2``, where neighbouring objects
    of a 5x or 6x channel are one long note that ends where the last of them does.
    """

    objects: Objects
    end_id: WavId | None
    continuous: bool
    notes: list[_Open] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    _last: dict[Lane, _Open] = field(default_factory=dict)
    _held: dict[Lane, _Open] = field(default_factory=dict)

    def visible(self, k: int, lane: Lane, wav_id: WavId) -> None:
        """Object k on a visible channel: a note, or the end of the last one of its lane."""
        place = self.objects.places[k]
        if wav_id != self.end_id:
            note = self._last[lane] = _Open(place, lane, wav_id)
            self.notes.append(note)
            return
        last = self._last.get(lane)
        if last is None or last.end is not None:
            self._warn(place, "an end of a long note (#LNOBJ) without a note before it; left out")
        else:
            last.end, last.end_id = place, wav_id

    def long(self, k: int, lane: Lane, wav_id: WavId) -> None:
        """Object k on a long note channel."""
        if self.continuous:
            self._run(k, lane, wav_id)
            return
        place = self.objects.places[k]
        held = self._held.pop(lane, None)
        if held is not None:
            held.end, held.end_id = place, wav_id
        else:
            self.notes.append(_Open(place, lane, wav_id))
            self._held[lane] = self.notes[-1]

    def _run(self, k: int, lane: Lane, wav_id: WavId) -> None:
        place, until = self.objects.places[k], self.objects.slot_end(k)
        held = self._held.get(lane)
        begin = (place.measure, place.fraction)
        if held is not None and begin <= _next(held.until):
            held.until = max(held.until, until)
        else:
            held = self._held[lane] = _Open(place, lane, wav_id, until=until)
            self.notes.append(held)
        measure, fraction = _next(held.until)
        held.end = Place(measure, fraction)

    def finish(self) -> tuple[Note, ...]:
        """The notes by place; long notes that never ended are plain notes, with a warning."""
        if not self.continuous:
            for held in self._held.values():
                self._warn(held.place, "a long note that never ends; read as a plain note")
        return tuple(
            [Note(note.place, note.lane, note.wav_id, note.end, note.end_id) for note in self.notes]
        )

    def _warn(self, place: Place, what: str) -> None:
        self.warnings.append(f"measure {place.measure}: {what}")


def _next(until: tuple[int, Fraction]) -> tuple[int, Fraction]:
    """An end at the end of a measure is the beginning of the next."""
    return (until[0] + 1, Fraction(0)) if until[1] == 1 else until
