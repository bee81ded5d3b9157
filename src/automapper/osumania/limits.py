"""What each difficulty asks of the hands at most, and which limits a row breaks.

The numbers are those of the osu!mania ranking criteria (osu! wiki), which speak of 180 BPM:
:func:`counted_beat` brings other tempi near it first.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import IntFlag

from automapper.osumania.difficulty import Difficulty
from automapper.osumania.lanes import EIGHTH, HALF, QUARTER, SIXTH, TOGETHER_MS, Meaning, Row

NO_LIMIT = 10**9
MOST_KEYS = 6  # pressed at once, up to Insane
# The wiki's Scaling BPM: rhythm is counted double below 120 BPM and half from 240 BPM on.
SLOWEST_BEAT_MS, FASTEST_BEAT_MS = 500.0, 250.0


def counted_beat(beat: float) -> float:
    """A beat's length in ms, doubled or halved until its tempo lies in 120 to 240 BPM."""
    while beat > SLOWEST_BEAT_MS:
        beat /= 2
    while beat <= FASTEST_BEAT_MS:
        beat *= 2
    return beat


class Fault(IntFlag):
    """What may be wrong with a row; BUSY and CLOSE are so in every difficulty."""

    BUSY = 1
    CLOSE = 2
    CHORD = 4
    SNAP = 8
    RUN = 16
    ANCHOR = 32
    JACK = 64
    TRILL = 128
    STREAM = 256
    HOLD = 512
    RELEASE = 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """The most a difficulty allows.

    ``chord``: columns down at once, counting held ones if ``with_held``; ``other_hand``: two
    presses opposite to a held column are free. ``snap`` (an index of ``SNAPS``) and faster come in
    at most ``graces`` rows; ``run``: rows within the snap ``run_snap``. ``anchor``, ``jack``:
    presses of one column; ``trill``: rows; ``stream``: beats within 1/8. ``hold`` and ``release``
    are the least, in beats.
    """

    chord: int = NO_LIMIT
    with_held: bool = False
    other_hand: bool = False
    snap: int = EIGHTH
    graces: int = NO_LIMIT
    run_snap: int = HALF
    run: int = NO_LIMIT
    anchor: int = NO_LIMIT
    jack: int = NO_LIMIT
    trill: int = NO_LIMIT
    stream: float = math.inf
    hold: float = 0.0
    release: float = 0.0


# What the wiki forbids for one difficulty is forbidden for the easier ones too.
_INSANE = Limits(MOST_KEYS, stream=4.0)
_HARD = replace(
    _INSANE, chord=3, with_held=True, snap=EIGHTH, graces=3, anchor=4, jack=2, trill=9, hold=0.25
)
_NORMAL = replace(
    _HARD,
    chord=2,
    other_hand=True,
    snap=SIXTH,
    graces=1,
    run_snap=QUARTER,
    run=5,
    anchor=2,
    jack=1,
    hold=0.5,
    release=0.5,
)
_EASY = replace(_NORMAL, other_hand=False, snap=QUARTER, run_snap=HALF, hold=1.0, release=1.0)
_OF_4K = {
    Difficulty.EASY: _EASY,
    Difficulty.NORMAL: _NORMAL,
    Difficulty.HARD: _HARD,
    Difficulty.INSANE: _INSANE,
    Difficulty.EXPERT: Limits(),
}
# From seven keys on (wiki: 7K Normal and Hard).
_WIDE_CHORDS = {Difficulty.NORMAL: 3, Difficulty.HARD: 4}
WIDE = 7


def limits_of(difficulty: Difficulty, keys: int = 4) -> Limits:
    """The limits of a difficulty for a number of columns."""
    limits = _OF_4K[difficulty]
    if keys >= WIDE and difficulty in _WIDE_CHORDS:
        return replace(limits, chord=_WIDE_CHORDS[difficulty])
    return limits


def faults(meaning: Meaning, row: Row, limits: Limits, keys: int) -> Fault:
    """Every limit that a row breaks; a generator keeps rows without any."""
    least_hold = limits.hold - TOGETHER_MS / row.beat
    least_release = limits.release - TOGETHER_MS / row.beat
    broken = {
        Fault.BUSY: bool(meaning.busy),
        Fault.CLOSE: bool(meaning.close),
        Fault.CHORD: chord_size(meaning, row, limits, keys) > limits.chord,
        Fault.SNAP: meaning.runs[limits.snap] > limits.graces,
        Fault.RUN: meaning.runs[limits.run_snap] > limits.run,
        Fault.ANCHOR: max(meaning.anchors) > limits.anchor,
        Fault.JACK: max(meaning.jacks) > limits.jack,
        Fault.TRILL: meaning.trill > limits.trill,
        Fault.STREAM: meaning.lasting[EIGHTH] > limits.stream,
        Fault.HOLD: meaning.hold < least_hold,
        Fault.RELEASE: meaning.release < least_release,
    }
    found = Fault(0)
    for fault, is_so in broken.items():
        if is_so:
            found |= fault
    return found


def chord_size(meaning: Meaning, row: Row, limits: Limits, keys: int) -> int:
    """Columns that a difficulty counts as one chord at a row."""
    pressed = row.columns
    if not limits.with_held or (limits.other_hand and _opposite(pressed, meaning.held, keys)):
        return len(pressed)
    return len(pressed) + len(meaning.held)


def _opposite(pressed: tuple[int, ...], held: tuple[int, ...], keys: int) -> bool:
    """Whether one hand holds and the other presses; a middle column belongs to no hand."""
    middle = (keys - 1) / 2
    sides = [
        {(column > middle) - (column < middle) for column in group} for group in (pressed, held)
    ]
    return all(len(side) == 1 and side != {0} for side in sides) and sides[0] != sides[1]
