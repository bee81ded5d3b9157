"""Bass, pads, stabs and arpeggios: what the chords turn into."""

from __future__ import annotations

from fractions import Fraction

from first_light.plan import BEATS_PER_BAR, CHORDS, Section, near
from song_note import Note

_EIGHTH, _SIXTEENTH = Fraction(1, 2), Fraction(1, 4)
_BASS_CENTRE, _PAD_CENTRE, _ARP_CENTRE = 38, 60, 76


def harmony(section: Section) -> list[Note]:
    """Every accompanying part of a section."""
    notes: list[Note] = []
    for index, chord in enumerate(section.chords):
        bar = section.bar(index)
        notes += _pad(section.name, chord, bar)
        notes += _bass(section.name, chord, bar, index)
        notes += _stabs(section.name, chord, bar)
        notes += _arpeggio(section, chord, bar, index)
    return notes


def voicing(chord: str, centre: int) -> tuple[int, ...]:
    """The chord's pitches nearest to ``centre``, low to high."""
    return tuple(sorted(near(pitch_class, centre) for pitch_class in CHORDS[chord]))


def _pad(name: str, chord: str, bar: Fraction) -> list[Note]:
    part = "strings" if name == "break" else "pad"
    velocity = {"chorus": 92, "break": 78, "intro": 72, "outro": 70}.get(name, 60)
    length = Fraction(BEATS_PER_BAR) - Fraction(1, 16)
    pitches = voicing(chord, _PAD_CENTRE)
    if name == "chorus":
        pitches = (*pitches, pitches[0] + 12)
    return [Note(part, bar, length, pitch, velocity) for pitch in pitches]


def _bass(name: str, chord: str, bar: Fraction, index: int) -> list[Note]:
    root = near(CHORDS[chord][0], _BASS_CENTRE)
    if name == "verse":  # with the kick, and a pick-up into every second bar
        steps = [(0, 3, 0), (3, 2, 0), (6, 2, 0), (8, 4, 0), (14, 2, 12 if index % 2 else 0)]
    elif name == "chorus":  # octaves in eighths
        steps = [(2 * i, 2, 12 * (i % 2)) for i in range(8)]
    elif name == "break" and index >= 4:
        steps = [(4 * i, 3, 0) for i in range(4)]
    elif name in ("break", "outro"):
        steps = [(0, 16, 0)]
    else:
        return []
    return [
        Note("bass", bar + Fraction(s, 4), Fraction(n, 4) - Fraction(1, 16), root + up, 100)
        for s, n, up in steps
    ]


def _stabs(name: str, chord: str, bar: Fraction) -> list[Note]:
    """Off-beat chords: electric piano in the verse, saws in the chorus."""
    if name not in ("verse", "chorus"):
        return []
    steps = (3, 6, 11, 14) if name == "chorus" else (4, 7, 12)
    part, velocity = ("saws", 80) if name == "chorus" else ("keys", 74)
    return [
        Note(part, bar + Fraction(step, 4), Fraction(3, 8), pitch, velocity)
        for step in steps
        for pitch in voicing(chord, _PAD_CENTRE + 4)
    ]


def _arpeggio(section: Section, chord: str, bar: Fraction, index: int) -> list[Note]:
    """Broken chords: eighths that open the song and close it, sixteenths above the chorus."""
    pitches = voicing(chord, _ARP_CENTRE)
    order = (0, 1, 2, 1, 0, 2, 1, 2)
    if section.name in ("intro", "outro"):
        fade = index if section.name == "intro" else section.bars - 1 - index
        return [
            Note("bells", bar + i * _EIGHTH, _EIGHTH, pitches[order[i]], 62 + 7 * fade)
            for i in range(8)
        ]
    if section.name == "chorus":
        return [
            Note(
                "bells", bar + i * _SIXTEENTH, _SIXTEENTH, pitches[order[i % 8]], 66 - 14 * (i % 2)
            )
            for i in range(16)
        ]
    return []
