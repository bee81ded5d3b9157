"""Whether notes lie on the beat grid that the redlines draw."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from automapper.chart import Finding, Rule
from automapper.osumania.checks.subject import ChartSubject
from automapper.osumania.ticks import unsnaps

PROBLEM_MS, MINOR_MS = 2.0, 1.0


def _edges(subject: ChartSubject) -> list[tuple[Fraction, int, bool]]:
    """Every press and release: its time, its column, whether it is a release."""
    edges = [(note.time, note.column, False) for note in subject.chart.notes]
    edges += [(note.end, note.column, True) for note in subject.chart.notes if note.end is not None]
    return sorted(edges)


def _off(subject: ChartSubject) -> Iterator[tuple[Fraction, int, bool, float]]:
    edges = _edges(subject)
    offs = unsnaps(subject.chart.redlines, [edge[0] for edge in edges])
    for edge, off in zip(edges, offs, strict=True):
        if off >= MINOR_MS:
            yield (*edge, off)


def _problem(subject: ChartSubject) -> Iterator[Finding]:
    for time, column, release, off in _off(subject):
        if off >= PROBLEM_MS:
            what = f"{'release' if release else 'note'} {off:.3g} ms off"
            yield Finding(what, float(time) / 1000, None, (column,))


def _minor(subject: ChartSubject) -> Iterator[Finding]:
    small = [edge for edge in _off(subject) if edge[3] < PROBLEM_MS]
    if small:
        time, column, _, _ = small[0]
        of = len(_edges(subject))
        yield Finding(
            f"{len(small)} of {of} presses and releases, here first",
            float(time) / 1000,
            None,
            (column,),
        )


RULES: tuple[Rule[ChartSubject], ...] = (
    Rule(
        "snap-off",
        "Notes and releases lie on ticks of the beat.",
        "less than 2 ms from 1/5, 1/7, 1/9, 1/12 or 1/16 of a beat, exact or in whole ms",
        "E/W/W",
        "ranking criteria, rule; MapsetVerifier (unsnapped hit objects)",
        "it lies beside the music, or the timing does",
        _problem,
    ),
    Rule(
        "snap-minor",
        "Notes and releases lie on ticks to the millisecond.",
        "less than 1 ms; told once a chart",
        "W/-/-",
        "MapsetVerifier (unsnapped hit objects, minor)",
        "a copy was rounded; hardly anybody will notice",
        _minor,
    ),
)
