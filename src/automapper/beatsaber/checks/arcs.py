"""Arcs: tied to a note, not too many, and not misleading."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from automapper.beatsaber.checks.parity import HAND_NAME
from automapper.beatsaber.checks.rule import Finding, Rule
from automapper.beatsaber.checks.subject import ChartSubject
from automapper.beatsaber.model import Arc, Cut, Hand
from automapper.beatsaber.swings import between

MOST_AT_ONCE = 5
MULTIPLIERS = (0.1, 1.5)


def _timed(subject: ChartSubject) -> list[tuple[float, float, Arc]]:
    """(start, end, arc) in the order of time."""
    spans = [
        (subject.time(arc.beat), subject.time(arc.tail_beat), arc) for arc in subject.chart.arcs
    ]
    return sorted(spans, key=lambda span: (span[0], span[1], span[2].hand))


def _loose(subject: ChartSubject) -> Iterator[Finding]:
    notes = {(note.beat, note.x, note.y, note.hand) for note in subject.notes}
    for start, _, arc in _timed(subject):
        if (arc.beat, arc.x, arc.y, arc.hand) not in notes:
            yield Finding(f"{HAND_NAME[arc.hand]} arc without its note", start, arc.beat)


def _turned(subject: ChartSubject) -> Iterator[Finding]:
    cuts = {(note.beat, note.x, note.y, note.hand): note.cut for note in subject.notes}
    for start, end, arc in _timed(subject):
        head = cuts.get((arc.beat, arc.x, arc.y, arc.hand), Cut.DOT)
        tail = cuts.get((arc.tail_beat, arc.tail_x, arc.tail_y, arc.hand), Cut.DOT)
        if between(head, arc.cut) > 45:
            yield Finding("arc leaves its note another way than it is cut", start, arc.beat)
        if between(tail, arc.tail_cut) > 45:
            yield Finding("arc reaches its note another way than it is cut", end, arc.tail_beat)


def _interrupted(subject: ChartSubject) -> Iterator[Finding]:
    beats = {
        hand: sorted(note.beat for note in subject.notes if note.hand == hand) for hand in Hand
    }
    for start, _, arc in _timed(subject):
        own = beats[arc.hand]
        if bisect_left(own, arc.tail_beat) > bisect_right(own, arc.beat):
            yield Finding(f"{HAND_NAME[arc.hand]} arc over notes of its own", start, arc.beat)


def _crowded(subject: ChartSubject) -> Iterator[Finding]:
    ends: dict[Hand, list[float]] = {Hand.LEFT: [], Hand.RIGHT: []}
    for start, end, arc in _timed(subject):
        active = [until for until in ends[arc.hand] if until > start]
        ends[arc.hand] = [*active, end]
        if len(active) >= MOST_AT_ONCE:
            what = f"{len(active) + 1} {HAND_NAME[arc.hand]} arcs at once"
            yield Finding(what, start, arc.beat)


def _multipliers(subject: ChartSubject) -> Iterator[Finding]:
    low, high = MULTIPLIERS
    for start, _, arc in _timed(subject):
        for value in (arc.multiplier, arc.tail_multiplier):
            if not low - 1e-6 <= value <= high + 1e-6:
                yield Finding(f"arc multiplier {value:g}", start, arc.beat)


RULES: tuple[Rule[ChartSubject], ...] = (
    Rule(
        "arc-note",
        "An arc starts on a note of its colour.",
        "same beat, cell and hand",
        "E/E/W",
        "ScoreSaber R.2.E",
        "an arc from nowhere leads the saber nowhere",
        _loose,
    ),
    Rule(
        "arc-direction",
        "An arc leaves and reaches its notes the way they are cut.",
        "at most 45 degrees off; dots take any",
        "E/W/-",
        "ScoreSaber R.2.E",
        "it shows a swing that the note does not ask for",
        _turned,
    ),
    Rule(
        "arc-interrupted",
        "No note of an arc's colour comes while the arc lasts.",
        "none between head and tail",
        "E/W/-",
        "ScoreSaber R.2.E",
        "the saber cannot follow the arc and cut as well",
        _interrupted,
    ),
    Rule(
        "arcs-at-once",
        "Few arcs of one hand are active together.",
        "at most 5",
        "W/W/W",
        "ScoreSaber R.2.E",
        "so many are hard to read",
        _crowded,
    ),
    Rule(
        "arc-multiplier",
        "The handles of an arc have a moderate length.",
        "0.1 to 1.5",
        "W/W/W",
        "ScoreSaber R.2.E",
        "the arc swings far out or has a kink",
        _multipliers,
    ),
)
