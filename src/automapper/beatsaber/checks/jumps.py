"""How fast blocks come and how long they are seen, by the game's half-jump formula."""

from __future__ import annotations

from collections.abc import Iterator

from automapper.beatsaber.checks.rule import Finding, Rule
from automapper.beatsaber.checks.subject import ChartSubject
from automapper.beatsaber.jump import (
    JUMP_DISTANCE_RANGE,
    LEAST_REACTION_S,
    NJS_RANGE,
    jump_distance,
)


def _speed(subject: ChartSubject) -> Iterator[Finding]:
    low, high = NJS_RANGE
    if not low <= subject.chart.njs <= high:
        yield Finding(f"note jump speed {subject.chart.njs:g} m/s")


def _distance(subject: ChartSubject) -> Iterator[Finding]:
    low, high = JUMP_DISTANCE_RANGE
    chart = subject.chart
    distance = jump_distance(subject.bpm, chart.njs, chart.jump_offset)
    if not low - 0.005 <= distance <= high + 0.005:
        yield Finding(f"jump distance {distance:.2f} m")


def _reaction(subject: ChartSubject) -> Iterator[Finding]:
    if subject.reaction < LEAST_REACTION_S - 0.0005:
        yield Finding(f"reaction time {subject.reaction * 1000:.0f} ms")


RULES: tuple[Rule[ChartSubject], ...] = (
    Rule(
        "jump-speed",
        "Blocks come at a speed people play.",
        "NJS 3-23 m/s",
        "W/W/W",
        "MapCheck; BeatLeader R1 (appropriate NJS)",
        "slower drags, faster is hard to read",
        _speed,
    ),
    Rule(
        "jump-distance",
        "Blocks appear neither under the nose nor on the horizon.",
        "18-36 m",
        "W/W/W",
        "MapCheck; BeatLeader R1 (appropriate JD)",
        "it is hard to read",
        _distance,
    ),
    Rule(
        "reaction-time",
        "There is time to react to a block.",
        "420 ms or more",
        "W/W/W",
        "MapCheck; competitive pools (mean 542 ms)",
        "most players must know it by heart",
        _reaction,
    ),
)
