"""How fast the hands must move, and how often both at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from automapper.beatsaber.checks.parity import HAND_NAME
from automapper.beatsaber.checks.rule import ROUNDING_S, Finding, Rule
from automapper.beatsaber.checks.subject import ChartSubject
from automapper.beatsaber.collisions import (
    FASTEST_EBPM,
    SAME_TIME_S,
    SUSTAINED_EBPM,
    burst_beats,
    effective_bpm,
)
from automapper.beatsaber.model import Cut
from automapper.beatsaber.swings import Swing

DOUBLES_SHARE = 0.6
REST_SHARE, REST_BEATS = 1.5, 1.5  # of a burst's length, and at least of its beats
_ROUNDING_EBPM = 0.01  # a tempo of exactly the limit is inside it, whatever floats say


def _speeds(swings: tuple[Swing, ...]) -> Iterator[tuple[Swing, Swing, float]]:
    """Each swing with the one before and its effective BPM, from that one's last note."""
    for before, swing in pairwise(swings):
        yield before, swing, effective_bpm(swing.start - before.end)


def _fast(subject: ChartSubject) -> Iterator[Finding]:
    for swings in subject.swings:
        for _, swing, speed in _speeds(swings):
            if speed > FASTEST_EBPM + _ROUNDING_EBPM:
                what = f"{HAND_NAME[swing.hand]} hand at {speed:.0f} effective BPM"
                yield Finding(what, swing.start, swing.notes[0].beat)


@dataclass(frozen=True, slots=True)
class Burst:
    """Swings of one hand that each follow the one before faster than 350 effective BPM.

    ``fastest`` is its top speed; a beat of the burst is two swings long.
    """

    swings: tuple[Swing, ...]
    fastest: float

    @property
    def beats(self) -> float:
        """Length in the burst's own beats."""
        return (len(self.swings) - 1) / 2

    @property
    def rest(self) -> float:
        """Seconds of rest that it asks for after it."""
        length = self.swings[-1].start - self.swings[0].start
        return max(REST_SHARE * length, REST_BEATS * 60.0 / self.fastest)


def bursts(swings: tuple[Swing, ...]) -> Iterator[Burst]:
    """The bursts of one hand, in the order of time."""
    run: list[Swing] = []
    fastest = 0.0
    for before, swing, speed in _speeds(swings):
        if speed > SUSTAINED_EBPM + _ROUNDING_EBPM:
            run = [*run, swing] if run else [before, swing]
            fastest = max(fastest, speed)
        elif run:
            yield Burst(tuple(run), fastest)
            run, fastest = [], 0.0
    if run:
        yield Burst(tuple(run), fastest)


def _sustained(subject: ChartSubject) -> Iterator[Finding]:
    for swings in subject.swings:
        for burst in bursts(swings):
            if burst.beats > burst_beats(burst.fastest - _ROUNDING_EBPM):
                yield _at(burst, f"{burst.beats:g} beats of its own")


def _rests(subject: ChartSubject) -> Iterator[Finding]:
    for swings in subject.swings:
        for burst, following in pairwise(bursts(swings)):
            rest = following.swings[0].start - burst.swings[-1].start
            if rest < burst.rest - ROUNDING_S:
                what = f"{rest * 1000:.0f} ms after another burst, not {burst.rest * 1000:.0f}"
                yield _at(following, what)


def _contents(subject: ChartSubject) -> Iterator[Finding]:
    for swings in subject.swings:
        for burst in bursts(swings):
            first, last = burst.swings[0].start, burst.swings[-1].start
            notes = [note for swing in burst.swings for note in swing.notes]
            if any(note.cut == Cut.DOT for note in notes):
                yield _at(burst, "dots")
            elif len(notes) > len(burst.swings):
                yield _at(burst, "swings over several notes")
            elif any(first <= time <= last for time in subject.bomb_seconds):
                yield _at(burst, "bombs")


def _at(burst: Burst, what: str) -> Finding:
    first = burst.swings[0]
    text = f"{HAND_NAME[first.hand]} hand, burst up to {burst.fastest:.0f} effective BPM: {what}"
    return Finding(text, first.start, first.notes[0].beat)


def _doubles(subject: ChartSubject) -> Iterator[Finding]:
    left, right = subject.swings
    total = len(left) + len(right)
    paired, index = 0, 0
    for swing in left:
        while index < len(right) and right[index].start < swing.start - SAME_TIME_S:
            index += 1
        paired += index < len(right) and right[index].start <= swing.start + SAME_TIME_S
    if total and 2 * paired / total > DOUBLES_SHARE:
        yield Finding(f"{200 * paired / total:.0f} % of all swings belong to doubles")


RULES: tuple[Rule[ChartSubject], ...] = (
    Rule(
        "swing-speed",
        "No swing follows faster than a hand can be asked to.",
        "450 effective BPM (67 ms)",
        "W/W/W",
        "MapCheck (effective BPM); ScoreSaber R.2.B",
        "few hands can swing in full at this speed",
        _fast,
    ),
    Rule(
        "sustained-speed",
        "Fast swings of one hand come in short bursts.",
        "above 350 effective BPM: 8 beats of the burst (16 swings) up to 380, 6 up to 400, 2 up "
        "to 425, none above",
        "E/W/W",
        "ScoreSaber, technical limitations (burst criteria)",
        "few arms can keep it up",
        _sustained,
    ),
    Rule(
        "burst-rest",
        "A hand rests between its bursts.",
        "1.5 times the burst, and 1.5 of its beats at least",
        "E/W/W",
        "ScoreSaber, technical limitations (break rules)",
        "without rest two bursts tire like one that is too long",
        _rests,
    ),
    Rule(
        "burst-contents",
        "A burst is made of plain swings.",
        "no dots, multi-note swings or bombs in it",
        "E/W/-",
        "ScoreSaber, technical limitations (burst criteria)",
        "at this speed little else can be done cleanly",
        _contents,
    ),
    Rule(
        "doubles-share",
        "Not everything is hit with both hands.",
        "at most 60 % of swings in doubles",
        "W/W/-",
        "ours: clean human charts have at most .58 of their notes in doubles (p95)",
        "the hands no longer tell different parts of the music apart",
        _doubles,
    ),
)
