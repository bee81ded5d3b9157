"""Rows of onsets for tests of what is placed on them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from hypothesis import strategies as st

from automapper.generation.onset import Onset
from automapper.timing import TempoMap

BPM = 120
TEMPO = TempoMap.constant(BPM)
HALF = Fraction(1, 2)


def onset(beat, tempo=TEMPO, accent=0.5, brightness=0.0, sustain=0.0, section=0, twin=-1):
    beat = Fraction(beat)
    seconds = float(tempo.seconds(beat))
    return Onset(beat, seconds, 0.5, accent, brightness, sustain, section, int(beat // 4), twin)


def row(gaps: Sequence[Fraction], start=4, tempo=TEMPO) -> list[Onset]:
    """Onsets at the running sums of gaps, in beats."""
    beats = [Fraction(start)]
    for gap in gaps:
        beats.append(beats[-1] + gap)
    return [onset(beat, tempo, accent=float(i % 4 == 0)) for i, beat in enumerate(beats)]


def song(beats: int = 128) -> list[Onset]:
    """Half beats with quarters in every fourth bar and a rest in every eighth."""
    found = []
    for quarter in range(beats * 4):
        bar, place = divmod(quarter, 16)
        wanted = place % 2 == 0 if bar % 4 != 3 else place % 4 != 3
        if wanted and not (bar % 8 == 7 and place >= 8):
            found.append(onset(Fraction(quarter, 4) + 4, accent=float(place == 0)))
    return found


gaps = st.lists(
    st.sampled_from([Fraction(n, 12) for n in (1, 2, 3, 4, 6, 9, 12, 24, 60)]),
    min_size=0,
    max_size=40,
)
