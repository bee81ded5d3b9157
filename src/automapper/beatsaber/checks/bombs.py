"""Bombs: in the way of a swing, or too close to each other."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from automapper.beatsaber.checks.rule import ROUNDING_S, Finding, Rule
from automapper.beatsaber.checks.subject import ChartSubject, in_grid
from automapper.beatsaber.collisions import (
    BOMB_AFTER_S,
    BOMB_APART_S,
    BOMB_BEFORE_S,
    hammer_hit,
    note_code,
)


def _hammer_hits(subject: ChartSubject) -> Iterator[Finding]:
    for bomb, time in zip(subject.bombs, subject.bomb_seconds, strict=True):
        index = bisect_left(subject.seconds, time - BOMB_AFTER_S)
        while index < len(subject.notes) and subject.seconds[index] <= time + BOMB_BEFORE_S:
            note, gap = subject.notes[index], time - subject.seconds[index]
            if in_grid(note):
                code = note_code(note.hand, note.x, note.y, note.cut)
                if hammer_hit(code, bomb.x, bomb.y, gap):
                    side = "after" if gap > 0 else "before"
                    what = f"bomb {abs(gap) * 1000:.0f} ms {side} a note, in its swing's path"
                    yield Finding(what, time, bomb.beat)
                    break
            index += 1


def _close(subject: ChartSubject) -> Iterator[Finding]:
    last: dict[tuple[int, int], float] = {}
    for bomb, time in zip(subject.bombs, subject.bomb_seconds, strict=True):
        gap = time - last.get((bomb.x, bomb.y), float("-inf"))
        if gap < BOMB_APART_S - ROUNDING_S:
            yield Finding(f"two bombs in one cell {gap * 1000:.0f} ms apart", time, bomb.beat)
        last[bomb.x, bomb.y] = time


RULES: tuple[Rule[ChartSubject], ...] = (
    Rule(
        "hammer-hit",
        "No bomb stands in the way of a swing.",
        "from 125 ms before to 75 ms after the note: in its cell, or ahead or behind it by 1 cell "
        "at 45 degrees, 1.5 at 30, 2 at 15",
        "E/E/E",
        "ScoreSaber R.2.D (bombs and swings); cells from MapCheck",
        "the natural swing is likely to hit the bomb",
        _hammer_hits,
    ),
    Rule(
        "bombs-close",
        "Bombs in one cell keep apart.",
        "20 ms or more",
        "W/W/W",
        "ScoreSaber R.2.D",
        "they look like one bomb",
        _close,
    ),
)
