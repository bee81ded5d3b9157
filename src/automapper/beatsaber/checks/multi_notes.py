"""Swings over several notes: windows, towers and sliders."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from automapper.beatsaber.checks.parity import HAND_NAME
from automapper.beatsaber.checks.rule import ROUNDING_S, Finding, Rule
from automapper.beatsaber.checks.subject import ChartSubject
from automapper.beatsaber.collisions import SAME_TIME_S, Fault
from automapper.beatsaber.swings import Swing, between

PART_S, EVEN_S = 0.025, 0.001


def _shared_swings(subject: ChartSubject) -> Iterator[tuple[Swing, tuple[float, ...]]]:
    """Swings over several notes with their seconds, in the order of time."""
    both = [
        (swing, times)
        for swings, spans in zip(subject.swings, subject.swing_times, strict=True)
        for swing, times in zip(swings, spans, strict=True)
        if len(times) > 1
    ]
    yield from sorted(both, key=lambda item: (item[0].start, item[0].hand))


def _bent(subject: ChartSubject) -> Iterator[Finding]:
    for swing, times in _shared_swings(subject):
        cuts = [note.cut for note in swing.notes]
        # Notes of one snap are compared with each other, parts of a slider with their neighbours.
        together = times[-1] - times[0] <= SAME_TIME_S
        kinds = sorted(set(cuts))
        pairs = [(a, b) for a in kinds for b in kinds] if together else list(pairwise(cuts))
        widest = max(between(first, second) for first, second in pairs)
        if widest > 45:
            what = f"{HAND_NAME[swing.hand]} hand: one swing, directions {widest} degrees apart"
            yield Finding(what, swing.start, swing.notes[0].beat)


def _stacked(subject: ChartSubject) -> Iterator[Finding]:
    last = -1
    for clash in subject.clashes:
        if clash.faults & int(Fault.STACKED) and clash.second != last:
            last = clash.second
            note = subject.notes[last]
            what = f"{HAND_NAME[note.hand]} hand: two notes side by side"
            yield Finding(what, subject.seconds[last], note.beat)


def _spacing(subject: ChartSubject) -> Iterator[Finding]:
    for swing, times in _shared_swings(subject):
        # Parts under 1 ms apart are one snap written with two roundings.
        gaps = [b - a for a, b in pairwise(times) if b - a > EVEN_S]
        if not gaps:
            continue
        shortest, longest = min(gaps), max(gaps)
        hand, start, beat = HAND_NAME[swing.hand], swing.start, swing.notes[0].beat
        if shortest < PART_S - ROUNDING_S:
            yield Finding(f"{hand} hand: slider parts {shortest * 1000:.0f} ms apart", start, beat)
        elif longest - shortest > EVEN_S + ROUNDING_S:
            spread = f"{shortest * 1000:.0f}-{longest * 1000:.0f} ms"
            yield Finding(f"{hand} hand: slider parts unevenly {spread} apart", start, beat)


RULES: tuple[Rule[ChartSubject], ...] = (
    Rule(
        "bent-swing",
        "The notes of one swing point one way.",
        "at most 45 degrees apart on one snap and between slider parts",
        "E/W/W",
        "ScoreSaber R.2.B, G.1.B",
        "one straight swing hardly cuts all of them",
        _bent,
    ),
    Rule(
        "stacked-swing",
        "The notes of one swing lie one behind the other, never side by side.",
        "way between them within 45 degrees of each arrow, 10 ms or less apart",
        "E/W/W",
        "ScoreSaber R.2.B (parallel notes)",
        "a straight swing may miss one of them",
        _stacked,
    ),
    Rule(
        "slider-spacing",
        "Slider parts follow each other evenly and not too fast.",
        "parts 25 ms or more apart, equal within 1 ms",
        "W/W/W",
        "ScoreSaber G.1.B; BeatLeader R2",
        "it asks for a swing that changes its speed, or that is very fast",
        _spacing,
    ),
)
