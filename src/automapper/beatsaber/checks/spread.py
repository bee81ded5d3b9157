"""How the difficulties of a level follow each other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, pairwise

from automapper.beatsaber.checks.rule import Finding, Rule
from automapper.beatsaber.checks.subject import ChartSubject, LevelSubject

STEP = (0.10, 0.40)
LOWEST = ((120.0, 3.2), (240.0, 4.2))  # (song shorter than s, swings per second below)
ENOUGH_DROP = 0.60  # from the highest to the lowest: then the lowest may be as hard as it is
EXEMPT_S = 360.0  # songs this long need no spread


def swings_per_second(chart: ChartSubject) -> float:
    """Swings of both hands over the time from the first note to the last; 0 without notes."""
    if len(chart.notes) < 2 or chart.seconds[-1] <= chart.seconds[0]:
        return 0.0
    return sum(map(len, chart.swings)) / (chart.seconds[-1] - chart.seconds[0])


def _ladders(subject: LevelSubject) -> Iterator[list[tuple[ChartSubject, float]]]:
    """Charts of one characteristic, easiest first, with their swings per second."""
    charts = sorted(
        subject.charts, key=lambda one: (one.chart.characteristic, one.chart.difficulty)
    )
    for _, group in groupby(charts, key=lambda one: one.chart.characteristic):
        ladder = [(chart, swings_per_second(chart)) for chart in group if len(chart.notes) > 1]
        if ladder:
            yield ladder


def _song_seconds(subject: LevelSubject) -> float:
    if subject.audio is not None and subject.audio.seconds is not None:
        return subject.audio.seconds
    return max((chart.seconds[-1] for chart in subject.charts if chart.notes), default=0.0)


def _steps(subject: LevelSubject) -> Iterator[Finding]:
    if _song_seconds(subject) >= EXEMPT_S:
        return
    for ladder in _ladders(subject):
        for (easier, low), (harder, high) in pairwise(ladder):
            step = (high - low) / high if high else 0.0
            if not STEP[0] - 1e-6 <= step <= STEP[1] + 1e-6:
                yield Finding(
                    f"from {harder.part} ({high:.2f} swings/s) down to {easier.part} "
                    f"({low:.2f}) is a step of {step * 100:.0f} %"
                )


def _lowest(subject: LevelSubject) -> Iterator[Finding]:
    length = _song_seconds(subject)
    most = next((limit for below, limit in LOWEST if length < below), None)
    if most is None:
        return
    for ladder in _ladders(subject):
        chart, low = ladder[0]
        high = ladder[-1][1]
        dropped = high > 0 and (high - low) / high >= ENOUGH_DROP
        if low >= most and not dropped:
            yield Finding(f"the easiest chart, {chart.part}, has {low:.2f} swings/s")


RULES: tuple[Rule[LevelSubject], ...] = (
    Rule(
        "spread-step",
        "Each difficulty is easier than the next by a moderate step.",
        "10-40 % fewer swings per second; not asked of songs of 6 minutes and more",
        "W/W/W",
        "ScoreSaber R.5 (progression)",
        "players find no difficulty that fits, or two that are nearly one",
        _steps,
    ),
    Rule(
        "spread-lowest",
        "There is a difficulty for the less practised.",
        "easiest below 3.2 swings/s (songs under 2 minutes) or 4.2 (under 4), or 60 % below the "
        "hardest",
        "W/W/W",
        "ScoreSaber R.5 (lowest required difficulty)",
        "the less practised find nothing to play",
        _lowest,
    ),
)
