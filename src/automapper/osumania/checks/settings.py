"""What a chart states about itself: keys, HP and OD, its name against its stars."""

from __future__ import annotations

from collections.abc import Iterator

from automapper.chart import Finding, Rule
from automapper.osumania.checks.subject import ChartSubject
from automapper.osumania.difficulty import Difficulty, difficulty_named, stars_below

KEYS = (*range(4, 11), 12, 14, 16, 18)
HIGHEST = {Difficulty.EASY: 7.0, Difficulty.NORMAL: 7.5, Difficulty.HARD: 8.0}
_STEP = 10  # the editor sets tenths


def _keys(subject: ChartSubject) -> Iterator[Finding]:
    if subject.chart.keys not in KEYS:
        yield Finding(f"{subject.chart.keys} keys")


def _range(subject: ChartSubject) -> Iterator[Finding]:
    for name, value in (("HP", subject.chart.hp), ("OD", subject.chart.od)):
        if not 0 <= value <= 10:
            yield Finding(f"{name} {float(value):g}")
        elif (value * _STEP).denominator != 1:
            yield Finding(f"{name} {float(value):g} has more than one decimal")


def _maxima(subject: ChartSubject) -> Iterator[Finding]:
    most = HIGHEST.get(subject.difficulty)
    for name, value in (("HP", subject.chart.hp), ("OD", subject.chart.od)):
        if most is not None and value > most:
            yield Finding(f"{name} {float(value):g}; {most:g} at most")


def _stars(subject: ChartSubject) -> Iterator[Finding]:
    name, stars = subject.chart.words.version, subject.stars
    named, below = difficulty_named(name), stars_below(name)
    if named is not None and below is not None and stars is not None and stars >= below:
        yield Finding(f"{stars:.2f} stars; {named.name.capitalize()} is below {below:g}")


RULES: tuple[Rule[ChartSubject], ...] = (
    Rule(
        "keys",
        "The number of keys is one that the game knows.",
        "4 to 10, 12, 14, 16 or 18",
        "E/E/E",
        "osu!mania ranking criteria, rule",
        "the game has no layout for it",
        _keys,
    ),
    Rule(
        "settings",
        "HP and OD are what the editor can set.",
        "0 to 10 in tenths",
        "E/W/-",
        "ranking criteria, rule",
        "the game changes it when the chart is saved",
        _range,
    ),
    Rule(
        "hp-od",
        "The easier charts are lenient.",
        "HP and OD: Easy 7, Normal 7.5, Hard 8",
        "W/W/W",
        "osu!mania ranking criteria, guideline; MapsetVerifier (OD/HP values)",
        "it punishes more than players of this difficulty can avoid",
        _maxima,
    ),
    Rule(
        "stars-name",
        "A chart is not harder than its name says.",
        "stars below 2 for Easy, 2.7 Normal, 4 Hard, 5.3 Insane, 6.5 Expert (not Expert+)",
        "W/W/W",
        "osu! wiki (difficulty levels); ranking criteria, rule (names must not mislead)",
        "players of that level cannot play it",
        _stars,
    ),
)
