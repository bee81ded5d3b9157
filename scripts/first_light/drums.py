"""Drums: a groove for each kind of section, and a fill before the next one."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from first_light.plan import BEATS_PER_BAR, Section
from song_note import Note

KICK, SNARE, CLAP, CLOSED, OPEN, CRASH, SHAKER = 36, 38, 39, 42, 46, 49, 70
TOMS = (50, 47, 45, 41)  # high to low
_HIT = Fraction(1, 8)

# Steps of a bar in sixteenths: (drum, steps, velocity).
_GROOVES: dict[str, tuple[tuple[int, tuple[int, ...], int], ...]] = {
    "verse": (
        (KICK, (0, 6, 8), 104),
        (SNARE, (4, 12), 96),
        (CLOSED, tuple(range(0, 16, 2)), 62),
    ),
    "chorus": (
        (KICK, (0, 4, 8, 12), 124),
        (SNARE, (4, 12), 112),
        (CLAP, (4, 12), 92),
        (OPEN, (2, 6, 10, 14), 74),
        (CLOSED, (0, 3, 4, 7, 8, 11, 12, 15), 54),
    ),
    "outro": (
        (KICK, (0, 8), 92),
        (CLOSED, (2, 6, 10, 14), 50),
        (SHAKER, tuple(range(0, 16, 2)), 40),
    ),
}


def drums(section: Section, rng: np.random.Generator) -> list[Note]:
    """Every drum of a section; velocities breathe a little, times are exact."""
    notes: list[Note] = []
    for bar in range(section.bars):
        last = bar == section.bars - 1
        filled = last and section.name != "outro"
        for drum, step, velocity in _bar(section, bar):
            if filled and step >= 8 and drum not in (KICK, CRASH):
                continue  # the fill takes the second half
            played = velocity + int(rng.integers(-4, 5))
            notes.append(_hit(section.bar(bar) + Fraction(step, 4), drum, played))
        if filled:
            notes += _fill(section, section.bar(bar))
        elif section.name == "chorus" and bar == 3:
            notes += [_hit(section.bar(bar) + Fraction(s, 4), SNARE, 84) for s in (14, 15)]
    return notes


def _bar(section: Section, bar: int) -> list[tuple[int, int, int]]:
    name = section.name
    hits = [(drum, s, v) for drum, steps, v in _GROOVES.get(name, ()) for s in steps]
    if bar == 0 and name != "intro":
        hits.append((CRASH, 0, 100))
    if name == "chorus" and bar == 4:
        hits.append((CRASH, 0, 84))
    if name == "verse" and bar % 2:
        hits.append((KICK, 11, 88))
    if name == "intro" and bar >= 2:
        hits += [(CLOSED, s, 40 + 6 * (bar - 2) + s) for s in range(0, 16, 2)]
    if name == "break" and bar >= 4:  # the pulse comes back, then presses on
        hits += [(KICK, s, 84 + 6 * (bar - 4)) for s in (0, 4, 8, 12)]
        hits += [(SHAKER, s, 44) for s in range(0, 16, 2)]
    return hits


def _fill(section: Section, bar: Fraction) -> list[Note]:
    """The last half bar: toms downwards after a verse, a rising roll before a chorus."""
    if section.name == "break":  # eighths, then sixteenths, louder and louder
        roll = [*range(0, 8, 2), *range(8, 16)]
        return [_hit(bar + Fraction(s, 4), SNARE, 60 + 4 * s) for s in roll]
    if section.name == "intro":
        return [_hit(bar + Fraction(s, 4), SNARE, 64 + 3 * s) for s in (8, 10, 12, 13, 14, 15)]
    toms = (0, 0, 1, 1, 2, 2, 3, 3) if section.name == "verse" else (0, 1, 2, 3)
    start, step = (8, 1) if section.name == "verse" else (12, 1)
    return [
        _hit(bar + Fraction(start + i * step, 4), TOMS[tom], 92 + 2 * i)
        for i, tom in enumerate(toms)
    ]


def _hit(beat: Fraction, drum: int, velocity: int) -> Note:
    return Note("drums", beat, _HIT, drum, max(1, min(velocity, 127)))


def beats_of(section: Section) -> int:
    """Length of a section in beats."""
    return section.bars * BEATS_PER_BAR
