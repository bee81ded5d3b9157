"""Where placed notes meet notes that stand: what follows must stay as playable as it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from automapper.beatsaber.model import Hand, Note
from automapper.beatsaber.patterns.legal import surely, swung
from automapper.beatsaber.swings import HandState, Strain, is_free, judge
from automapper.timing import TempoMap


@dataclass(frozen=True, slots=True)
class Fixed:
    """Notes that stand, in the order of time, with their seconds."""

    notes: tuple[Note, ...]
    seconds: tuple[float, ...]

    @classmethod
    def of(cls, notes: Sequence[Note], tempo_map: TempoMap) -> Fixed:
        """Notes (in any order) with the seconds of a tempo map."""
        ordered = tuple(sorted(notes, key=lambda note: (note.beat, note.x, note.y)))
        return cls(ordered, tuple(float(tempo_map.seconds(note.beat)) for note in ordered))

    def of_hand(self, hand: Hand) -> list[tuple[Note, float]]:
        """One hand's notes and seconds."""
        pairs = zip(self.notes, self.seconds, strict=True)
        return [(note, seconds) for note, seconds in pairs if note.hand == hand]


def _faults(state: HandState, coming: Sequence[tuple[Note, float]]) -> int:
    """Parity breaks and double-directionals of a hand's notes up to its first rest."""
    faults = 0
    for note, seconds in coming:
        judged = surely(state, seconds)
        if state.poses and is_free(state, judged):
            break
        verdict = judge(state, judged, float(note.beat), note.cut, cell=(note.x, note.y))
        faults += verdict.strain == Strain.BREAK or verdict.double_directional
        state = swung(state, note, seconds)
    return faults


def leads_into(state: HandState, after: Fixed, least_gap: float) -> bool:
    """Whether a hand in ``state`` can play on: in time, and with no fault that was not there.

    A rested hand is the measure: faults inside ``after`` itself do not count.
    """
    coming = after.of_hand(state.hand)
    if not coming or not state.poses:
        return True
    if coming[0][1] - state.end < least_gap:
        return False
    return _faults(state, coming) <= _faults(HandState(state.hand), coming)


def thinned(
    start: HandState, notes: Sequence[Note], after: Fixed, tempo_map: TempoMap, least_gap: float
) -> list[Note]:
    """A hand's notes without as many of the last as it takes to lead into ``after``.

    Leaving out a hand's last second always frees it, so with a second of notes this cannot fail.
    """
    states = [start]
    for note in notes:
        seconds = float(tempo_map.seconds(note.beat))
        states.append(swung(states[-1], note, seconds))
    kept = len(notes)
    while kept and not leads_into(states[kept], after, least_gap):
        kept -= 1
    return list(notes[:kept])
