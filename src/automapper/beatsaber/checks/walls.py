"""Walls: their size, what they ask of the head, and what they hide."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from automapper.beatsaber.checks.rule import ROUNDING_S, Finding, Rule
from automapper.beatsaber.checks.subject import ChartSubject
from automapper.beatsaber.collisions import COLUMNS, ROWS, Dodge, covers, dodge
from automapper.beatsaber.model import Wall

SHORTEST_S, SHORT_BY_S = 0.015, 0.0005  # v2 files round durations to a thousandth of a beat
RECOVERY_S = 0.250
DODGES_PER_S, DODGES_COUNTED = 3.5, 4
STANDARD = ((0, 5), (2, 3))  # (row, height) of full and crouch walls
_LANES = int(Dodge.LANE_1 | Dodge.LANE_2)


def _is_felt(wall: Wall) -> bool:
    return dodge(wall.x, wall.y, wall.width, wall.height) != 0


def _touches_grid(wall: Wall) -> bool:
    return wall.x < COLUMNS and wall.x + wall.width > 0 and wall.y < ROWS


def _asks(subject: ChartSubject) -> list[tuple[float, float, int, Wall]]:
    """(start, end, what it asks of the head, wall) of every wall that asks something."""
    found = []
    for wall, (start, end) in zip(subject.walls, subject.wall_spans, strict=True):
        ask = dodge(wall.x, wall.y, wall.width, wall.height)
        if ask and end > start:  # those without size have their own rule
            found.append((start, end, ask, wall))
    return found


def _sizes(subject: ChartSubject) -> Iterator[Finding]:
    for wall, (start, end) in zip(subject.walls, subject.wall_spans, strict=True):
        if wall.width <= 0 or wall.height <= 0 or wall.duration <= 0:
            yield Finding("wall without size", start, wall.beat)
        elif end - start < SHORTEST_S - SHORT_BY_S and _is_felt(wall):
            yield Finding(f"wall of {(end - start) * 1000:.0f} ms", start, wall.beat)


def _shapes(subject: ChartSubject) -> Iterator[Finding]:
    for wall, (start, _) in zip(subject.walls, subject.wall_spans, strict=True):
        if wall.width <= 0 or not _touches_grid(wall):
            continue
        if (wall.y, wall.height) not in STANDARD:
            yield Finding(f"wall from row {wall.y}, {wall.height} high", start, wall.beat)
        elif wall.x < 0 or wall.x + wall.width > COLUMNS:
            yield Finding("wall reaches out of the grid", start, wall.beat)


def _damage(subject: ChartSubject) -> Iterator[Finding]:
    closed: list[tuple[float, int]] = []  # (end, lanes) of walls that cannot be ducked under
    for start, end, ask, wall in _asks(subject):
        if ask & Dodge.DUCK:
            continue
        closed = [(until, lanes) for until, lanes in closed if until > start + ROUNDING_S]
        lanes = ask & _LANES
        for _, others in closed:
            lanes |= others
        closed.append((end, ask & _LANES))
        if lanes == _LANES:
            yield Finding("both centre lanes are closed", start, wall.beat)


def _moves(subject: ChartSubject) -> list[tuple[float, float, int, Wall]]:
    """Walls that ask for another posture than the one before: (start, previous end, ask, wall)."""
    moves: list[tuple[float, float, int, Wall]] = []
    held, until = 0, float("-inf")
    for start, end, ask, wall in _asks(subject):
        if ask != held:
            moves.append((start, until, ask, wall))
            held, until = ask, end
        else:
            until = max(until, end)
    return moves


def _recovery(subject: ChartSubject) -> Iterator[Finding]:
    for start, until, _, wall in _moves(subject):
        gap = start - until
        if gap < RECOVERY_S - ROUNDING_S:
            what = f"{max(gap, 0) * 1000:.0f} ms between walls that ask for different moves"
            yield Finding(what, start, wall.beat)


def _dodges(subject: ChartSubject) -> Iterator[Finding]:
    moves = _moves(subject)
    last = DODGES_COUNTED - 1
    for first, later in zip(moves, moves[last:], strict=False):
        span = later[0] - first[0]
        if last > DODGES_PER_S * span + ROUNDING_S:
            yield Finding(f"{DODGES_COUNTED} dodges in {span:.2f} s", later[0], later[3].beat)


def _inside(subject: ChartSubject) -> Iterator[Finding]:
    things = [
        (time, note.x, note.y, "note", note.beat)
        for note, time in zip(subject.notes, subject.seconds, strict=True)
    ]
    things += [
        (time, bomb.x, bomb.y, "bomb", bomb.beat)
        for bomb, time in zip(subject.bombs, subject.bomb_seconds, strict=True)
    ]
    things.sort(key=lambda thing: thing[:4])
    times = [thing[0] for thing in things]
    for wall, (start, end) in zip(subject.walls, subject.wall_spans, strict=True):
        low = bisect_left(times, start - ROUNDING_S)
        for time, x, y, kind, beat in things[low : bisect_left(times, end)]:
            if covers(wall.x, wall.y, wall.width, wall.height, (x, y)):
                yield Finding(f"{kind} inside a wall", time, beat)


RULES: tuple[Rule[ChartSubject], ...] = (
    Rule(
        "wall-size",
        "Walls have a size, and those that ask for a dodge last long enough to be felt.",
        "width, height and duration above 0; 15 ms when one must dodge or duck",
        "E/E/E",
        "ScoreSaber R.2.C; BeatLeader R1",
        "walls without size are shown wrongly, the shortest may hurt unseen",
        _sizes,
    ),
    Rule(
        "wall-shape",
        "Walls in the grid have a standard height and stay inside it.",
        "rows 0-4 (full) or 2-4 (crouch), columns 0-3",
        "E/-/-",
        "ScoreSaber R.2.C",
        "walls of other shapes are harder to judge",
        _shapes,
    ),
    Rule(
        "wall-damage",
        "No walls force the player to take damage or into the outer lanes.",
        "never both centre lanes closed at once, unless by walls one can duck under",
        "E/E/E",
        "ScoreSaber R.2.C",
        "the head finds no place in the centre lanes",
        _damage,
    ),
    Rule(
        "wall-recovery",
        "There is time to come back before another kind of dodge.",
        "250 ms between walls that ask for different moves",
        "E/W/W",
        "BeatLeader R2",
        "the body cannot change its direction at once",
        _recovery,
    ),
    Rule(
        "wall-dodges",
        "Dodges do not come too often.",
        "3.5 a second over any 4 of them",
        "E/W/W",
        "BeatLeader R2",
        "it tires and can make dizzy",
        _dodges,
    ),
    Rule(
        "inside-wall",
        "No note or bomb stands inside a wall.",
        "the wall covers the cell while the object passes",
        "E/E/W",
        "ScoreSaber R.2.B, R.2.D; BeatLeader glossary",
        "it is hard to see",
        _inside,
    ),
)
