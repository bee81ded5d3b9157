"""Charts for tests, with only what matters said."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from automapper.bms.model import Chart, KeyMode, Lane, Note, Place, Sound

SAMPLES = (("01", "kick.wav"), ("02", "snare.wav"), ("03", "Lead\\A.ogg"))


def note(measure: int, part: Fraction | str | int, key: int, wav_id: str = "01") -> Note:
    """A note on a key (0: the scratch) of the first side; keys above 10 are those of the second."""
    return Note(Place(measure, Fraction(part)), Lane(key // 10, key % 10), wav_id)


def chart(
    notes: Sequence[Note],
    background: Sequence[str] = (),
    mode: KeyMode = KeyMode.SEVEN,
    samples: tuple[tuple[str, str], ...] = SAMPLES,
) -> Chart:
    """A chart at 120 BPM: measures last two seconds; the background sounds at the start."""
    return Chart(
        mode=mode,
        bpm=Fraction(120),
        headers=(),
        samples=samples,
        notes=tuple(sorted(notes, key=lambda note: note.place)),
        background=tuple(Sound(Place(0, Fraction(0)), wav_id) for wav_id in background),
    )
