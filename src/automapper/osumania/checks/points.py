"""Timing points of one chart: redlines, greenlines and the scroll speeds they make."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from automapper.chart import Finding, Rule
from automapper.osumania.checks.subject import ChartSubject
from automapper.osumania.difficulty import Difficulty
from automapper.osumania.model import Greenline, Redline, TimingPoint
from automapper.osumania.scroll import Stretch, stretches

SPEEDS = {
    Difficulty.NORMAL: (0.90, 1.05),
    Difficulty.HARD: (0.80, 1.10),
    Difficulty.INSANE: (0.70, 1.10),
    Difficulty.EXPERT: (0.60, 1.10),
}
LONG_BARS = 4
EVEN = 0.02  # speeds as near to 1 count as normalised (MapsetVerifier)
NEAR = 0.01  # beyond a range by less than people set; of thousandths
_ROUNDING = 1e-9


def _at(point: TimingPoint, what: str) -> Finding:
    return Finding(what, float(point.time) / 1000)


def _none(subject: ChartSubject) -> Iterator[Finding]:
    if not subject.chart.redlines:
        yield Finding("no redline")


def _together(subject: ChartSubject) -> Iterator[Finding]:
    for kind, name in ((Redline, "redlines"), (Greenline, "greenlines")):
        own = [point for point in subject.chart.points if isinstance(point, kind)]
        for one, other in pairwise(own):
            if one.time == other.time:
                yield _at(one, f"two {name} at once")


def _green_first(subject: ChartSubject) -> Iterator[Finding]:
    red = subject.chart.redlines
    for point in subject.chart.points:
        if isinstance(point, Greenline) and red and point.time < red[0].time:
            yield _at(point, "a greenline before the first redline")


def _kiai_first(subject: ChartSubject) -> Iterator[Finding]:
    for point in subject.chart.redlines[:1]:
        if point.kiai:
            yield _at(point, "the first redline turns kiai on")


def _speeds(subject: ChartSubject) -> tuple[Stretch, ...]:
    """Scroll speeds between the first note and the last."""
    notes = subject.chart.notes
    if not notes:
        return ()
    end = max(note.release for note in notes)
    return stretches(subject.chart.points, min(note.time for note in notes), end)


def _even_scroll(subject: ChartSubject) -> bool:
    """Whether the chart must scroll at one speed: Easy, and Normal where it is the lowest."""
    level = subject.difficulty
    return level is Difficulty.EASY or (level is Difficulty.NORMAL and subject.lowest)


def _uneven(subject: ChartSubject) -> Iterator[Finding]:
    for stretch in _speeds(subject) if _even_scroll(subject) else ():
        if abs(stretch.speed - 1) > EVEN + _ROUNDING:
            yield Finding(f"notes scroll at {stretch.speed:.3g}x", float(stretch.start) / 1000)


def _long_speeds(subject: ChartSubject) -> Iterator[Finding]:
    low, high = SPEEDS.get(subject.difficulty, (0.0, 0.0))
    if not high or _even_scroll(subject):
        return
    for stretch in _speeds(subject):
        outside = not low - NEAR <= stretch.speed <= high + NEAR
        if outside and stretch.end - stretch.start > LONG_BARS * stretch.bar:
            seconds = float(stretch.end - stretch.start) / 1000
            what = f"notes scroll at {stretch.speed:.3g}x for {seconds:.0f} s; {low:g} to {high:g}"
            yield Finding(what, float(stretch.start) / 1000)


RULES: tuple[Rule[ChartSubject], ...] = (
    Rule(
        "redline-missing",
        "A chart is timed.",
        "1 redline or more",
        "E/E/E",
        "MapsetVerifier (first line)",
        "the game counts 120 BPM from the start",
        _none,
    ),
    Rule(
        "points-together",
        "No two redlines, and no two greenlines, stand at one time.",
        "one of each kind",
        "E/E/W",
        "ranking criteria, rule; MapsetVerifier (concurrent lines)",
        "which of them counts is not certain",
        _together,
    ),
    Rule(
        "greenline-first",
        "Greenlines come after the first redline.",
        "none before it",
        "E/E/W",
        "ranking criteria, rule; MapsetVerifier (first line)",
        "there is no timing yet that it could change",
        _green_first,
    ),
    Rule(
        "kiai-first",
        "The first redline does not turn kiai on.",
        "a greenline at the same time may",
        "E/W/-",
        "ranking criteria, rule; MapsetVerifier (first line)",
        "kiai shines before the music begins",
        _kiai_first,
    ),
    Rule(
        "scroll-even",
        "The easiest charts scroll at one speed, whatever the tempo does.",
        "1 +- .02 in Easy, and in Normal where nothing is easier",
        "E/W/W",
        "osu!mania ranking criteria, rule; MapsetVerifier (slider velocity changes)",
        "newcomers cannot read notes that change their speed",
        _uneven,
    ),
    Rule(
        "scroll-range",
        "Speeds that last are moderate.",
        "longer than 4 bars: Normal .9-1.05, Hard .8-1.1, Insane .7-1.1, Expert .6-1.1 of the "
        "normal, to .01",
        "W/W/-",
        "osu!mania ranking criteria, guideline",
        "players choose their own speed and leave it so",
        _long_speeds,
    ),
)
