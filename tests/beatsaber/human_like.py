"""Charts written by us that pass for a human's: a known good that tests can spoil.

A small writer with phrases: bars of a few rhythms, hands that mostly alternate, cuts that turn
over, diagonals that follow the cell, and bars that come again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from automapper.beatsaber.model import Chart, Cut, Hand, Note
from automapper.chart import Difficulty
from automapper.timing import TempoMap

BPM = 124
TEMPO = TempoMap.constant(BPM)

# Onsets of a bar in quarter beats: calm, plain and busy ones.
_BARS = (
    (0, 4, 8, 12),
    (0, 4, 6, 8, 12),
    (0, 2, 4, 6, 8, 10, 12, 14),
    (0, 2, 4, 8, 10, 12),
    (0, 3, 6, 8, 11, 14),
    (0, 2, 4, 6, 8, 9, 10, 12, 14),
    (0, 4, 6, 8, 10, 12, 13, 14),
    (0, 2, 3, 4, 6, 8, 10, 11, 12, 14),
)
_SECTIONS = ((0, 1, 3), (1, 2, 3, 4), (2, 4, 5, 6, 7), (3, 4, 6), (2, 5, 6, 7))
# Columns of the right hand from its outer side inwards; rows of a down and of an up swing.
_COLUMNS, _COLUMN_SHARES = (3, 2, 1, 0), (0.45, 0.37, 0.16, 0.02)
_ROW_SHARES = {True: (0.82, 0.15, 0.03), False: (0.27, 0.3, 0.43)}
_MIRROR = {
    Cut.DOWN_RIGHT: Cut.DOWN_LEFT,
    Cut.DOWN_LEFT: Cut.DOWN_RIGHT,
    Cut.UP_RIGHT: Cut.UP_LEFT,
    Cut.UP_LEFT: Cut.UP_RIGHT,
}


@dataclass
class _Writer:
    rng: np.random.Generator
    diagonal: float
    doubles: float
    notes: list[Note] = field(default_factory=list)
    down: list[bool] = field(default_factory=lambda: [True, True])
    cut: list[Cut] = field(default_factory=lambda: [Cut.DOT, Cut.DOT])
    hand: int = 0
    bars: list[tuple[tuple[bool, ...], tuple[Cut, ...], int, list[Note]]] = field(
        default_factory=list
    )

    def bar(self, number: int, rhythm: tuple[int, ...]) -> None:
        """Writes a bar, now and then one that was there before."""
        entry = (tuple(self.down), tuple(self.cut), number)
        if self.rng.random() < 0.35:
            for down, cuts, before, notes in self.bars:
                if (down, cuts) == entry[:2] and len({n.beat for n in notes}) == len(rhythm):
                    self._copy(notes, 4 * (number - before))
                    return
        start = len(self.notes)
        for place in rhythm:
            self._onset(4 * number + Fraction(place, 4), place)
        self.bars.append((*entry, self.notes[start:]))

    def _copy(self, notes: list[Note], later: int) -> None:
        for note in notes:
            self.notes.append(Note(note.beat + later, note.x, note.y, note.hand, note.cut))
            self.down[note.hand] = not self.down[note.hand]
            self.cut[note.hand] = note.cut
            self.hand = int(note.hand)

    def _onset(self, beat: Fraction, place: int) -> None:
        if place % 4 == 0 and self.rng.random() < self.doubles:
            taken: set[tuple[int, int]] = set()
            for hand in Hand:
                taken.add(self._note(beat, hand, taken))
            return
        if self.rng.random() < 0.77:
            self.hand = 1 - self.hand
        self._note(beat, Hand(self.hand), set())

    def _note(self, beat: Fraction, hand: Hand, taken: set[tuple[int, int]]) -> tuple[int, int]:
        down = self.down[hand]
        while True:
            column = int(self.rng.choice(_COLUMNS, p=_COLUMN_SHARES))
            y = int(self.rng.choice(3, p=_ROW_SHARES[down]))
            x = column if hand == Hand.RIGHT else 3 - column
            if (x, y) not in taken and (y != 1 or x in (0, 3)):
                break
        cut = self._direction(hand, down, column)
        self.notes.append(Note(beat, x, y, hand, cut))
        self.down[hand], self.cut[hand] = not down, cut
        return x, y

    def _direction(self, hand: Hand, down: bool, column: int) -> Cut:
        """Straight, or diagonal towards the side the cell lies on; never two diagonals at 90."""
        straight = Cut.DOWN if down else Cut.UP
        if self.rng.random() > self.diagonal:
            return straight
        outwards = column >= 2
        before = self.cut[hand]
        cut = (
            (Cut.DOWN_RIGHT if outwards else Cut.DOWN_LEFT)
            if down
            else (Cut.UP_RIGHT if outwards else Cut.UP_LEFT)
        )
        if hand == Hand.LEFT:
            cut = _MIRROR[cut]
        return cut if before in (Cut.DOT, Cut.UP, Cut.DOWN) else straight


def human_like(seed: int, bars: int = 88) -> Chart:
    """A chart of some 90 bars at 124 BPM, about 4 notes a second."""
    rng = np.random.Generator(np.random.PCG64(seed))
    writer = _Writer(rng, rng.uniform(0.3, 0.6), rng.uniform(0.25, 0.5))
    for number in range(1, bars):
        allowed = _SECTIONS[(number // 8 + seed) % len(_SECTIONS)]
        writer.bar(number, _BARS[int(rng.choice(allowed))])
    return Chart(Difficulty.EXPERT, njs=14.0, notes=tuple(writer.notes))
