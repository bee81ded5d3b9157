"""Pairs of notes that must not stand together, as :mod:`automapper.beatsaber.collisions` says."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from automapper.beatsaber.checks.rule import Finding, Rule
from automapper.beatsaber.checks.subject import ChartSubject
from automapper.beatsaber.collisions import Fault


def _pairs_with(fault: Fault, what: str) -> Callable[[ChartSubject], Iterator[Finding]]:
    """One finding per second note of such a pair, ``what`` with {gap} in ms."""
    mask = int(fault)

    def find(subject: ChartSubject) -> Iterator[Finding]:
        last = -1
        for clash in subject.clashes:
            if clash.faults & mask and clash.second != last:
                last = clash.second
                time, note = subject.seconds[last], subject.notes[last]
                gap = round((time - subject.seconds[clash.first]) * 1000)
                text = what.format(gap=gap)
                yield Finding(f"{text} (column {note.x}, row {note.y})", time, note.beat)

    return find


RULES: tuple[Rule[ChartSubject], ...] = (
    Rule(
        "same-cell",
        "Two notes never share a cell.",
        "one cell, 10 ms or less apart",
        "E/E/E",
        "ScoreSaber R.2.A; MapCheck (stacked note)",
        "one note hides inside the other",
        _pairs_with(Fault.SAME_CELL, "two notes in one cell"),
    ),
    Rule(
        "vision-block",
        "A note in a centre cell does not hide a note that comes behind it in its half.",
        "after (1,1) or (2,1), s: Easy .025-1.2, Normal .05-1.0, Hard .08-.75, Expert .1-.625, "
        "Expert+ .1-.5, and within the half jump",
        "E/E/W",
        "ScoreSaber G.1.D (may be justified there); BeatLeader R2; times from MapCheck",
        "the player sees late what to hit next",
        _pairs_with(Fault.VISION_BLOCK, "hidden by a centre note {gap} ms before"),
    ),
    Rule(
        "handclap",
        "The hands do not cut towards each other.",
        "both cells ahead of the other's cut: 1 cell at 45 degrees, 1.5 at 30, 2 at 15; within "
        "10 ms",
        "E/W/W",
        "BeatLeader glossary; ScoreSaber G.1.C; cells from MapCheck",
        "the controllers may hit each other",
        _pairs_with(Fault.HANDCLAP, "both hands cut towards each other"),
    ),
    Rule(
        "hitbox-path",
        "No note stands where the other hand's saber comes from.",
        "1 cell at 45 degrees, 1.5 at 30, 2 at 15 behind the cut, within 10 ms or "
        "1.425 m / NJS - 34 ms",
        "E/W/W",
        "ScoreSaber R.2.B (pre-cut swing path); MapCheck",
        "a clean swing may be a bad cut of the other colour",
        _pairs_with(Fault.HITBOX_PATH, "in the way of the other hand's swing"),
    ),
    Rule(
        "hitbox-inline",
        "A saber has left a cell before the other hand's note arrives there.",
        "one cell, opposite hands, within 1.425 m / NJS",
        "E/W/W",
        "MapCheck",
        "the saber that cut the first note may touch the second",
        _pairs_with(Fault.HITBOX_INLINE, "{gap} ms after the other hand's note in its cell"),
    ),
    Rule(
        "hitbox-stair",
        "No note stands where the other hand's saber swings out.",
        "the next cell ahead of the cut, 10-150 ms later",
        "E/W/W",
        "ScoreSaber R.2.B (follow-through path); MapCheck",
        "the saber may still be in the way",
        _pairs_with(Fault.HITBOX_STAIR, "in the other hand's follow-through of {gap} ms before"),
    ),
)
