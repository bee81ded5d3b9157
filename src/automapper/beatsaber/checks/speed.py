"""How fast the hands must move, and how often both at once."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from automapper.beatsaber.checks.parity import HAND_NAME
from automapper.beatsaber.checks.rule import Finding, Rule
from automapper.beatsaber.checks.subject import ChartSubject
from automapper.beatsaber.collisions import (
    FASTEST_EBPM,
    SAME_TIME_S,
    SUSTAINED_EBPM,
    burst_beats,
    effective_bpm,
)
from automapper.beatsaber.swings import Swing

DOUBLES_SHARE = 0.6
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


def _sustained(subject: ChartSubject) -> Iterator[Finding]:
    for swings in subject.swings:
        run: list[Swing] = []
        fastest = 0.0
        for before, swing, speed in _speeds(swings):
            if speed > SUSTAINED_EBPM + _ROUNDING_EBPM:
                run = [*run, swing] if run else [before, swing]
                fastest = max(fastest, speed)
                continue
            yield from _too_long(run, fastest)
            run, fastest = [], 0.0
        yield from _too_long(run, fastest)


def _too_long(run: list[Swing], fastest: float) -> Iterator[Finding]:
    if run:
        first, last = run[0].notes[0].beat, run[-1].notes[0].beat
        if last - first > burst_beats(fastest - _ROUNDING_EBPM):
            hand, beats = HAND_NAME[run[0].hand], float(last - first)
            what = f"{hand} hand above 350 effective BPM for {beats:g} beats (top {fastest:.0f})"
            yield Finding(what, run[0].start, first)


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
        "No swing follows faster than a hand can.",
        "450 effective BPM (67 ms)",
        "W/W/W",
        "MapCheck (effective BPM); ScoreSaber R.2.B",
        "it is hit by luck or by cheating the motion",
        _fast,
    ),
    Rule(
        "sustained-speed",
        "Fast swings of one hand come in short bursts.",
        "above 350 effective BPM: 8 beats up to 380, 6 up to 400, 2 up to 425, none above",
        "E/W/W",
        "ScoreSaber R.2.B; 350 from MapCheck, the bursts are ours",
        "the arm cannot keep it up",
        _sustained,
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
