"""Melodies: motifs drawn once and carried through the chords, so that phrases rhyme."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from first_light.plan import CHORDS, SCALE, Section, near
from song_note import Note


@dataclass(frozen=True, slots=True)
class Voice:
    """How a section sings: its part, middle pitch, loudness, and the rhythms of two bars.

    A rhythm is a list of (start, length) in sixteenths.
    """

    part: str
    centre: int
    velocity: int
    question: tuple[tuple[int, int], ...]
    answer: tuple[tuple[int, int], ...]


_VOICES: dict[str, Voice] = {
    "verse": Voice(
        "soft lead",
        69,
        84,
        ((0, 3), (3, 3), (6, 2), (10, 4)),
        ((0, 2), (2, 2), (4, 4), (8, 6)),
    ),
    "chorus": Voice(
        "lead",
        76,
        104,
        ((0, 3), (3, 3), (6, 2), (8, 3), (11, 3), (14, 2)),
        ((0, 3), (3, 3), (6, 6), (12, 2), (14, 2)),
    ),
    "break": Voice(
        "piano",
        72,
        82,
        ((0, 4), (4, 4), (8, 8)),
        ((0, 6), (6, 2), (8, 8)),
    ),
}
_RANGE = 8  # semitones to either side of the middle
_STRONG = (0, 8)  # sixteenths on which a chord's own notes sound


def melody(section: Section, rng: np.random.Generator, harmony_above: bool = False) -> list[Note]:
    """The section's tune: a motif of two bars, its repeat on the next chords, a varied ending."""
    voice = _VOICES.get(section.name)
    if voice is None:
        return []
    contours = {
        "question": _contour(len(voice.question), rng),
        "answer": _contour(len(voice.answer), rng),
        "ending": _contour(len(voice.answer), rng),
    }
    notes: list[Note] = []
    for index, chord in enumerate(section.chords):
        odd = index % 2
        kind = "ending" if index % 4 == 3 else "answer" if odd else "question"
        rhythm = voice.answer if odd else voice.question
        notes += _phrase(voice, section.bar(index), chord, rhythm, contours[kind])
    if harmony_above:
        notes += [
            Note("second lead", n.start, n.length, _step(n.pitch, 2), n.velocity - 22)
            for n in notes
        ]
    return notes


def _contour(length: int, rng: np.random.Generator) -> list[int]:
    """Scale steps from note to note: mostly by step, a leap is answered the other way."""
    steps = [0]
    while len(steps) < length:
        leap = abs(steps[-1]) > 1
        step = -int(np.sign(steps[-1])) if leap else int(rng.choice([-2, -1, -1, 1, 1, 2, 3]))
        steps.append(step)
    return steps


def _phrase(
    voice: Voice,
    bar: Fraction,
    chord: str,
    rhythm: tuple[tuple[int, int], ...],
    contour: list[int],
) -> list[Note]:
    notes: list[Note] = []
    pitch = near(CHORDS[chord][1], voice.centre)
    for (start, length), step in zip(rhythm, contour, strict=True):
        pitch = _step(pitch, step)
        if start in _STRONG or length >= 4:
            pitch = min((near(c, pitch) for c in CHORDS[chord]), key=lambda p: abs(p - pitch))
        while pitch > voice.centre + _RANGE:
            pitch -= 12
        while pitch < voice.centre - _RANGE:
            pitch += 12
        accent = 8 if start == 0 else 0
        held = Fraction(length, 4) - Fraction(1, 16)
        notes.append(
            Note(voice.part, bar + Fraction(start, 4), held, pitch, voice.velocity + accent)
        )
    return notes


def _step(pitch: int, steps: int) -> int:
    """``steps`` along the scale from a pitch of it."""
    octave, pitch_class = divmod(pitch, 12)
    place = SCALE.index(pitch_class) + steps
    return 12 * (octave + place // 7) + SCALE[place % 7]
