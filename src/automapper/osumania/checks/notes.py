"""What concerns notes one by one and over the whole chart: columns, gaps, holds, play time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from automapper.chart import Finding, Rule
from automapper.osumania.checks.subject import ChartSubject, is_valid
from automapper.osumania.lanes import CLOSE_MS
from automapper.osumania.limits import Fault
from automapper.osumania.model import Note

SHARE_OFF = 0.2  # of the mean of all columns
DRAIN_SECONDS = 30
HOLD_PROBLEM_MS, HOLD_WARNING_MS = 20, 30


def _at(note: Note, what: str) -> Finding:
    return Finding(what, float(note.time) / 1000, None, (note.column,))


def _invalid(subject: ChartSubject) -> Iterator[Finding]:
    keys = subject.chart.keys
    for note in subject.chart.notes:
        if not 0 <= note.column < keys:
            yield _at(note, f"column {note.column} of {keys}")
        elif not is_valid(note, keys):
            yield _at(note, "a hold that ends before it begins")


def _empty(subject: ChartSubject) -> Iterator[Finding]:
    if not subject.chart.notes:
        yield Finding("no notes")


def _busy(subject: ChartSubject) -> Iterator[Finding]:
    for step in subject.steps:
        if Fault.BUSY in step.faults:
            yield Finding(
                "pressed again before it is released",
                step.row.time / 1000,
                None,
                step.meaning.busy,
            )


def _close(subject: ChartSubject) -> Iterator[Finding]:
    for step in subject.steps:
        if Fault.CLOSE in step.faults:
            yield Finding(
                f"{CLOSE_MS:.0f} ms or less after its release",
                step.row.time / 1000,
                None,
                step.meaning.close,
            )


def _counts(subject: ChartSubject) -> Counter[int]:
    return Counter(note.column for note in subject.chart.notes)


def _unused(subject: ChartSubject) -> Iterator[Finding]:
    counts = _counts(subject)
    for column in range(subject.chart.keys if counts else 0):
        if not counts[column]:
            yield Finding("no note in it", None, None, (column,))


def _share(subject: ChartSubject) -> Iterator[Finding]:
    counts = _counts(subject)
    for column in range(subject.chart.keys if counts else 0):
        off = counts[column] * subject.chart.keys / counts.total() - 1  # from the mean
        if counts[column] and abs(off) > SHARE_OFF:
            yield Finding(
                f"{abs(off):.0%} {'more' if off > 0 else 'fewer'} notes", None, None, (column,)
            )


def drain_ms(subject: ChartSubject) -> Fraction:
    """Time from the first note to the last release without the breaks between."""
    notes = subject.chart.notes
    if not notes:
        return Fraction(0)
    start = min(note.time for note in notes)
    end = max(note.release for note in notes)
    pauses = sum(
        (
            max(min(pause.end, end) - max(pause.start, start), Fraction(0))
            for pause in subject.chart.breaks
        ),
        Fraction(0),
    )
    return end - start - pauses


def _drain(subject: ChartSubject) -> Iterator[Finding]:
    seconds = float(drain_ms(subject)) / 1000
    if subject.chart.notes and seconds < DRAIN_SECONDS:
        yield Finding(f"{seconds:.1f} s")


def _holds(subject: ChartSubject, least: int, below: int) -> Iterator[Finding]:
    """Holds of ``least`` ms or more that are shorter than ``below`` ms."""
    for note in subject.chart.notes:
        if note.end is not None and least <= note.end - note.time < below:
            yield _at(note, f"held for {float(note.end - note.time):.0f} ms")


def _hold_problem(subject: ChartSubject) -> Iterator[Finding]:
    return _holds(subject, 1, HOLD_PROBLEM_MS)


def _hold_warning(subject: ChartSubject) -> Iterator[Finding]:
    return _holds(subject, HOLD_PROBLEM_MS, HOLD_WARNING_MS)


RULES: tuple[Rule[ChartSubject], ...] = (
    Rule(
        "no-notes",
        "A chart has notes.",
        "1 or more",
        "E/E/E",
        "MapsetVerifier (difficulties without objects)",
        "there is nothing to play",
        _empty,
    ),
    Rule(
        "invalid-note",
        "Notes lie in the chart's columns and holds end after they begin.",
        "columns 0 to keys - 1; end > start",
        "E/E/E",
        "osu! file format",
        "the game moves it, or drops it",
        _invalid,
    ),
    Rule(
        "column-busy",
        "A column is released before it is pressed again.",
        "no two notes at once, none in a hold",
        "E/E/E",
        "osu!mania ranking criteria, rule; MapsetVerifier (concurrent hit objects)",
        "one key cannot be pressed twice at once",
        _busy,
    ),
    Rule(
        "column-gap",
        "A column gets time to come up between two notes.",
        "31 ms or more from release to press",
        "E/E/E",
        "MapsetVerifier (concurrent hit objects)",
        "no finger is as fast, and the key may not come up",
        _close,
    ),
    Rule(
        "column-unused",
        "No column stays empty.",
        "1 note or more in each",
        "E/E/W",
        "osu!mania ranking criteria, rule",
        "then the chart has fewer keys than it says",
        _unused,
    ),
    Rule(
        "column-share",
        "All columns have about the same number of notes.",
        "within 20 % of the mean",
        "W/W/-",
        "MapsetVerifier (column usage)",
        "one hand or finger has more to do than the others",
        _share,
    ),
    Rule(
        "drain-time",
        "A chart is long enough.",
        "30 s from the first note to the last, without breaks",
        "E/W/-",
        "ranking criteria, rule",
        "so short a play is over before it begins",
        _drain,
    ),
    Rule(
        "hold-instant",
        "Holds are no instants.",
        "20 ms or more",
        "E/E/E",
        "MapsetVerifier (too short long notes)",
        "nobody can release as fast",
        _hold_problem,
    ),
    Rule(
        "hold-brief",
        "Holds are long enough to be released on time.",
        "30 ms or more (1/12 beat at 180 BPM)",
        "W/W/W",
        "osu!mania ranking criteria, guideline; MapsetVerifier (too short long notes)",
        "hardly anybody can release as fast",
        _hold_warning,
    ),
)
