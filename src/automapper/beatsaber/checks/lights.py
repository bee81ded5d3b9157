"""Lights: whether there are enough to play by."""

from __future__ import annotations

from collections.abc import Iterator

from automapper.beatsaber.checks.rule import Finding, Rule
from automapper.beatsaber.checks.subject import ChartSubject
from automapper.beatsaber.formats.light_words import has_light_groups
from automapper.beatsaber.light_codes import EXTRA_LIGHTS, LIGHTS, OFF
from automapper.beatsaber.model import LightEvent

FEWEST, PER_BEAT = 10, 1.0
_LAMPS = frozenset((*LIGHTS, *EXTRA_LIGHTS))  # the other kinds turn rings and lasers


def _lit(subject: ChartSubject) -> list[LightEvent]:
    events = subject.chart.lights.events
    return [event for event in events if event.kind in _LAMPS and event.value != OFF]


def _few(subject: ChartSubject) -> Iterator[Finding]:
    count = len(_lit(subject))
    if count < FEWEST and not has_light_groups(subject.chart):
        yield Finding(f"{count} light events")


def _sparse(subject: ChartSubject) -> Iterator[Finding]:
    if len(subject.notes) < 2 or has_light_groups(subject.chart):
        return
    first, last = subject.notes[0].beat, subject.notes[-1].beat
    count = sum(first <= event.beat <= last for event in _lit(subject))
    beats = float(last - first)
    if FEWEST <= count < PER_BEAT * beats:
        yield Finding(f"{count / beats:.2f} light events per beat between first and last note")


RULES: tuple[Rule[ChartSubject], ...] = (
    Rule(
        "lights-few",
        "The chart is lit.",
        "at least 10 events that switch a light on",
        "E/E/W",
        "ScoreSaber R.6.A; MapCheck",
        "the stage stays nearly dark",
        _few,
    ),
    Rule(
        "lights-sparse",
        "The lights move with the music.",
        "about one event per beat or more between first and last note",
        "W/W/W",
        "ScoreSaber R.6.A",
        "the stage seems frozen",
        _sparse,
    ),
)
