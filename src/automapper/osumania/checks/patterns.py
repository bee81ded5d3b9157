"""What a difficulty asks of the hands: chords, snaps, runs, anchors, jacks, trills, streams, holds.

The state machine in ``lanes.py`` counts, ``limits.py`` judges; here its faults become sentences.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from automapper.chart import Finding, Rule
from automapper.osumania.checks.subject import ChartSubject, Step
from automapper.osumania.difficulty import Difficulty
from automapper.osumania.lanes import EIGHTH, SNAPS
from automapper.osumania.limits import MOST_KEYS, Fault, chord_size

_WHOLE_ROW = -1  # where a column's number would stand
Counts = Callable[[Step], Iterable[tuple[int, float]]]  # what is counted, by column


def _stretches(subject: ChartSubject, counts: Counts, most: float, words: str) -> Iterator[Finding]:
    """One finding for each stretch that counts beyond ``most``: where it begins to, and how far."""
    going: dict[int, tuple[Step, float]] = {}
    found: list[tuple[Step, int, float]] = []
    for step in subject.steps:
        for column, count in counts(step):
            first, before = going.pop(column, (step, 0.0))
            if before and count <= before:  # it began anew
                found.append((first, column, before))
                first = step
            if count > most:
                going[column] = (first, count)
    found += [(first, column, count) for column, (first, count) in going.items()]
    for first, column, count in sorted(found, key=lambda one: (one[0].row.time, one[1])):
        columns = first.row.columns if column == _WHOLE_ROW else (column,)
        yield Finding(f"{count:.3g} {words}", first.row.time / 1000, None, columns)


def _at(step: Step, what: str) -> Finding:
    return Finding(what, step.row.time / 1000, None, step.row.columns)


def _apart(snap: int) -> str:
    return f"1/{1 / SNAPS[snap]:.0f} beat or less apart"


def _many_keys(subject: ChartSubject) -> Iterator[Finding]:
    for step in subject.steps if subject.difficulty <= Difficulty.INSANE else ():
        if len(step.row.columns) > MOST_KEYS:
            yield _at(step, f"{len(step.row.columns)} keys pressed; {MOST_KEYS} at most")


def _chords(subject: ChartSubject) -> Iterator[Finding]:
    for step in subject.steps if subject.difficulty < Difficulty.INSANE else ():
        if Fault.CHORD in step.faults:
            size = chord_size(step.meaning, step.row, subject.limits, subject.chart.keys)
            held = size - len(step.row.columns)
            what = f"{size} columns down" + (f", {held} of them held" if held else "")
            yield _at(step, f"{what}; {subject.limits.chord} at most")


def _snaps(subject: ChartSubject) -> Iterator[Finding]:
    snap, most = subject.limits.snap, subject.limits.graces
    words = f"rows {_apart(snap)}" + (f"; {most} at most" if most > 1 else "")
    return _stretches(subject, lambda step: [(_WHOLE_ROW, step.meaning.runs[snap])], most, words)


def _runs(subject: ChartSubject) -> Iterator[Finding]:
    snap, most = subject.limits.run_snap, subject.limits.run
    words = f"rows {_apart(snap)}; {most} at most"
    return _stretches(subject, lambda step: [(_WHOLE_ROW, step.meaning.runs[snap])], most, words)


def _anchors(subject: ChartSubject) -> Iterator[Finding]:
    most = subject.limits.anchor

    def counts(step: Step) -> Iterable[tuple[int, int]]:
        return zip(step.row.columns, step.meaning.anchors, strict=True)

    return _stretches(subject, counts, most, f"notes 1/2 beat or less apart; {most} at most")


def _jacks(subject: ChartSubject) -> Iterator[Finding]:
    most = subject.limits.jack

    def counts(step: Step) -> Iterable[tuple[int, int]]:
        return zip(step.row.columns, step.meaning.jacks, strict=True)

    return _stretches(subject, counts, most, f"notes 1/4 beat or less apart; {most} at most")


def _trills(subject: ChartSubject) -> Iterator[Finding]:
    most = subject.limits.trill
    words = f"rows take turns; {most} at most"
    return _stretches(subject, lambda step: [(_WHOLE_ROW, step.meaning.trill)], most, words)


def _streams(subject: ChartSubject) -> Iterator[Finding]:
    most = subject.limits.stream
    words = f"beats of rows {_apart(EIGHTH)}; {most:g} at most"
    return _stretches(
        subject, lambda step: [(_WHOLE_ROW, step.meaning.lasting[EIGHTH])], most, words
    )


def _short_holds(subject: ChartSubject) -> Iterator[Finding]:
    for step in subject.steps:
        if Fault.HOLD in step.faults:
            least = f"{subject.limits.hold:g} at least"
            yield _at(step, f"held for {step.meaning.hold:.3g} beats; {least}")


def _releases(subject: ChartSubject) -> Iterator[Finding]:
    for step in subject.steps:
        if Fault.RELEASE in step.faults:
            least = f"{subject.limits.release:g} at least"
            yield _at(step, f"released {step.meaning.release:.3g} beats from another; {least}")


_GUIDELINE = "osu!mania ranking criteria, guideline"
_BEATS = "; beats as at 120 to 240 BPM"

RULES: tuple[Rule[ChartSubject], ...] = (
    Rule(
        "chord-keys",
        "No more keys go down at once than a keyboard can tell apart.",
        "6 up to Insane",
        "E/W/W",
        "osu!mania ranking criteria, rule; MapsetVerifier (chord size)",
        "many keyboards lose the seventh key",
        _many_keys,
    ),
    Rule(
        "chord-size",
        "Chords stay small in the easier charts.",
        "Easy and Normal 2 columns (7K Normal 3), Hard 3 (7K 4); held columns count, except one "
        "hand's in Normal while the other presses",
        "W/W/W",
        f"{_GUIDELINE}; MapsetVerifier (chord size)",
        "so many keys at once are too hard for this difficulty",
        _chords,
    ),
    Rule(
        "snap-consecutive",
        "The easier charts have no fast snaps.",
        f"no two rows within 1/4 in Easy and 1/6 in Normal; in Hard 3 within 1/8{_BEATS}",
        "W/W/W",
        _GUIDELINE,
        "so fast a rhythm is too hard for this difficulty",
        _snaps,
    ),
    Rule(
        "run-length",
        "Runs are short in the easier charts.",
        f"5 rows within 1/2 of each other in Easy, within 1/4 in Normal{_BEATS}",
        "W/W/W",
        _GUIDELINE,
        "a run so long is too hard for this difficulty",
        _runs,
    ),
    Rule(
        "anchor",
        "No column repeats for long.",
        f"presses of one column within 1/2 of each other: 2 up to Normal, 4 in Hard{_BEATS}",
        "W/W/W",
        _GUIDELINE,
        "one finger gets tired",
        _anchors,
    ),
    Rule(
        "jack",
        "The easier charts have no jacks.",
        f"presses of one column within 1/4 of each other: 1 up to Normal, 2 in Hard{_BEATS}",
        "W/W/W",
        _GUIDELINE,
        "one finger can hardly repeat as fast",
        _jacks,
    ),
    Rule(
        "trill",
        "Trills end in time.",
        f"9 rows within 1/4 in which two groups of columns take turns, up to Hard{_BEATS}",
        "W/W/W",
        _GUIDELINE,
        "the hands fall out of step",
        _trills,
    ),
    Rule(
        "stream-eighth",
        "Streams of 1/8 are short.",
        f"4 beats up to Insane{_BEATS}",
        "W/W/W",
        _GUIDELINE,
        "nobody of this level keeps it up",
        _streams,
    ),
    Rule(
        "hold-length",
        "Holds are long enough for the difficulty.",
        f"1 beat in Easy, 1/2 in Normal, 1/4 in Hard{_BEATS}",
        "W/W/W",
        _GUIDELINE,
        "the release comes too soon for this difficulty",
        _short_holds,
    ),
    Rule(
        "release-gap",
        "Releases come at once or well apart.",
        f"1 beat in Easy, 1/2 in Normal{_BEATS}",
        "W/W/W",
        _GUIDELINE,
        "fingers that come up in turn are hard to tell apart at this level",
        _releases,
    ),
)
