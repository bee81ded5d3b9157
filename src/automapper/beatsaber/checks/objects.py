"""Objects that the game cannot show as they stand, or that need a mod."""

from __future__ import annotations

from collections.abc import Iterator

from automapper.beatsaber.checks.rule import Finding, Rule
from automapper.beatsaber.checks.subject import ChartSubject, in_grid
from automapper.beatsaber.collisions import COLUMNS, ROWS
from automapper.beatsaber.model import Arc, Chain


def _invalid(subject: ChartSubject) -> Iterator[Finding]:
    chart = subject.chart
    for kind, items in (("note", subject.notes), ("bomb", subject.bombs)):
        for item in items:
            if not in_grid(item):
                what = f"{kind} at column {item.x}, row {item.y}"
                yield Finding(what, subject.time(item.beat), item.beat)
            elif item.beat < 0:
                yield Finding(f"{kind} before beat 0", subject.time(item.beat), item.beat)
    for wall in subject.walls:
        if wall.beat < 0:
            yield Finding("wall before beat 0", subject.time(wall.beat), wall.beat)
    curves: tuple[Arc | Chain, ...] = (*chart.arcs, *chart.chains)
    for curve in curves:
        kind = "arc" if isinstance(curve, Arc) else "chain"
        fault = _curve_fault(curve)
        if fault:
            yield Finding(f"{kind} {fault}", subject.time(curve.beat), curve.beat)


def _curve_fault(curve: Arc | Chain) -> str:
    ends = ((curve.x, curve.y), (curve.tail_x, curve.tail_y))
    if not all(0 <= x < COLUMNS and 0 <= y < ROWS for x, y in ends):
        return "leaves the grid"
    if curve.beat < 0:
        return "before beat 0"
    if curve.tail_beat < curve.beat:
        return "ends before it starts"
    return "without links" if isinstance(curve, Chain) and curve.slices < 1 else ""


def _needs_mods(subject: ChartSubject) -> Iterator[Finding]:
    for mod in subject.chart.requirements:
        yield Finding(f"needs the mod {mod}")


def _turned_arrows(subject: ChartSubject) -> Iterator[Finding]:
    for note, time in zip(subject.notes, subject.seconds, strict=True):
        step = 45 if note.cut == 8 else 360
        if note.angle_offset % step:
            kind = "dot" if note.cut == 8 else "arrow"
            yield Finding(f"{kind} turned by {note.angle_offset} degrees", time, note.beat)


def _long_label(subject: ChartSubject) -> Iterator[Finding]:
    label = subject.chart.label
    if len(label) > 30:
        yield Finding(f"difficulty label of {len(label)} characters")


RULES: tuple[Rule[ChartSubject], ...] = (
    Rule(
        "invalid-object",
        "Notes, bombs, arcs and chains stand in the 4x3 grid, not before beat 0, and run forwards.",
        "columns 0-3, rows 0-2, beat >= 0, tail >= head",
        "E/E/E",
        "ScoreSaber R.2 (4x3 grid); BeatLeader R1 (beat numbers)",
        "the game misplaces or drops such objects, or crashes",
        _invalid,
    ),
    Rule(
        "needs-mods",
        "The chart plays without any mod.",
        "no required mods",
        "E/E/-",
        "ScoreSaber R.1; BeatLeader R1",
        "players without the mod cannot start it",
        _needs_mods,
    ),
    Rule(
        "angle-offset",
        "Arrows are not turned; dots only by multiples of 45 degrees.",
        "0 degrees for arrows",
        "E/W/W",
        "ScoreSaber R.2.B",
        "a turned arrow is read as another direction than the game judges",
        _turned_arrows,
    ),
    Rule(
        "label",
        "A custom difficulty name is short.",
        "at most 30 characters",
        "E/E/W",
        "ScoreSaber R.6.E",
        "longer names may run over the buttons beside them",
        _long_label,
    ),
)
