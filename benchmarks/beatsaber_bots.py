"""Three bots that no gate may take for a human: they keep a chart's times and hands.

Counting errors alone would pass the first, closeness to the usual distributions the second.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from automapper.beatsaber.model import Chart, Cut, Hand, Note
from automapper.generation.seeds import part_rng

Bot = Callable[[Sequence[Note], np.random.Generator], Iterator[Note]]

_DOWNWARD = (Cut.DOWN, Cut.DOWN_LEFT, Cut.DOWN_RIGHT)
_UPWARD = (Cut.UP, Cut.UP_LEFT, Cut.UP_RIGHT)
_SHARES = (0.6, 0.2, 0.2)


def two_cells(notes: Sequence[Note], rng: np.random.Generator) -> Iterator[Note]:
    """Down, up, down, up, each hand in the one cell before it."""
    down = [True, True]
    for note in notes:
        cut = Cut.DOWN if down[note.hand] else Cut.UP
        down[note.hand] = not down[note.hand]
        yield replace(note, x=1 + note.hand, y=0, cut=cut, angle_offset=0)


def own_half(notes: Sequence[Note], rng: np.random.Generator) -> Iterator[Note]:
    """Alternating directions, mostly straight, in random cells of the hand's own half."""
    down = [True, True]
    for note in notes:
        turn = down[note.hand]
        down[note.hand] = not turn
        cut = (_DOWNWARD if turn else _UPWARD)[int(rng.choice(3, p=_SHARES))]
        y = 0 if turn else int(rng.integers(3))
        x = 2 * int(note.hand) + int(rng.integers(2))
        yield replace(note, x=x, y=y, cut=cut, angle_offset=0)


def random_notes(notes: Sequence[Note], rng: np.random.Generator) -> Iterator[Note]:
    """Any cell of the hand's own half, any of the nine directions."""
    for note in notes:
        x = (2 if note.hand == Hand.RIGHT else 0) + int(rng.integers(2))
        y, cut = int(rng.integers(3)), Cut(int(rng.integers(len(Cut))))
        yield replace(note, x=x, y=y, cut=cut, angle_offset=0)


BOTS: dict[str, Bot] = {
    "two cells": two_cells,
    "random own half": own_half,
    "random": random_notes,
}


def bot_chart(chart: Chart, bot: str, seed: int, name: str) -> Chart:
    """The chart as the bot would map its rhythm: one note a hand and moment, nothing else.

    So no bot fails for a stack that its human put there.
    """
    rng = part_rng(seed, "bot", bot, name, int(chart.difficulty))
    ordered = sorted(chart.notes, key=lambda n: (n.beat, n.hand, n.y, n.x, n.cut))
    single = list({(note.beat, note.hand): note for note in ordered}.values())
    return replace(chart, notes=tuple(BOTS[bot](single, rng)), arcs=(), chains=())
