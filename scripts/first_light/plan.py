"""The song's form: sections and chords."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

BPM = 128
BEATS_PER_BAR = 4
FIRST_DOWNBEAT = Fraction(1, 2)  # s; a breath before the music, as real files have

# Chords by name: pitch classes from the root upwards (A minor, all white keys).
CHORDS: dict[str, tuple[int, ...]] = {
    "Am": (9, 0, 4),
    "F": (5, 9, 0),
    "C": (0, 4, 7),
    "G": (7, 11, 2),
    "Dm": (2, 5, 9),
    "Em": (4, 7, 11),
}
SCALE = (0, 2, 4, 5, 7, 9, 11)


@dataclass(frozen=True, slots=True)
class Section:
    """``label`` is shared by sections that repeat each other; one chord a bar."""

    name: str
    label: str
    first_bar: int
    chords: tuple[str, ...]

    @property
    def bars(self) -> int:
        """Length."""
        return len(self.chords)

    @property
    def start(self) -> Fraction:
        """Beat of its first bar line."""
        return Fraction(self.first_bar * BEATS_PER_BAR)

    def bar(self, index: int) -> Fraction:
        """Beat of the bar line of its bar ``index``."""
        return self.start + index * BEATS_PER_BAR


_VERSE = ("Am", "F", "C", "G", "Am", "F", "C", "G")
_CHORUS = ("F", "G", "Am", "C", "F", "G", "Am", "Em")
_BREAK = ("F", "Am", "Dm", "G", "F", "Am", "Dm", "G")
_FORM = (
    ("intro", "A", ("Am", "F", "C", "G")),
    ("verse", "B", _VERSE),
    ("chorus", "C", _CHORUS),
    ("break", "D", _BREAK),
    ("chorus", "C", _CHORUS),
    ("outro", "A", ("Am", "F", "C", "Am")),
)


def form() -> tuple[Section, ...]:
    """All sections in order."""
    sections: list[Section] = []
    bar = 0
    for name, label, chords in _FORM:
        sections.append(Section(name, label, bar, chords))
        bar += len(chords)
    return tuple(sections)


def seconds(beat: Fraction) -> Fraction:
    """Time of a beat in the rendered file."""
    return FIRST_DOWNBEAT + beat * 60 / BPM


def near(pitch_class: int, pitch: int) -> int:
    """The pitch of a class that lies nearest to ``pitch``; of two, the lower."""
    up = (pitch_class - pitch) % 12
    return pitch + up if up < 6 else pitch + up - 12
