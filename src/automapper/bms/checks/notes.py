"""What concerns the notes of a chart one by one: lanes, holds, mines, and how fast they are."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from automapper.bms.checks.subject import ChartSubject, Press, column_of, lane_name
from automapper.bms.lanes import FREE_ZONE, Hand, columns_of, hand_of, is_double
from automapper.bms.timeline import beat_of
from automapper.chart import Finding, Rule

# Sixteenths of a lane at 300 BPM.
FASTEST_JACK_SECONDS = 0.050
SHORTEST_HOLD_SECONDS = 0.030
# How the reader names a head without an end, and an end without a head, in its warnings.
UNBALANCED = "a long note"


def finding(subject: ChartSubject, one: Press, what: str) -> Finding:
    """Something wrong with one note, at its place."""
    mode, lane = subject.chart.mode, one.note.lane
    what = f"{lane_name(mode, lane)}: {what}"
    return Finding(what, one.seconds, one.beat, column_of(mode, lane))


def _no_notes(subject: ChartSubject) -> Iterator[Finding]:
    if not subject.presses:
        yield Finding("no notes")


def _outside(subject: ChartSubject) -> Iterator[Finding]:
    columns = columns_of(subject.chart.mode)
    for one in subject.presses:
        if one.note.lane not in columns and one.note.lane.key != FREE_ZONE:
            keys = subject.chart.mode.value
            yield finding(subject, one, f"{keys} keys have no such lane")


def _twice(subject: ChartSubject) -> Iterator[Finding]:
    for _, presses in subject.lanes:
        for before, after in pairwise(presses):
            if before.beat == after.beat:
                ids = f"{before.note.wav_id} and {after.note.wav_id}"
                yield finding(subject, after, f"{ids} at once")


def _held(subject: ChartSubject) -> Iterator[Finding]:
    for _, presses in subject.lanes:
        until = None
        for one in presses:
            if until is not None and until.beat < one.beat < until.end_beat:
                yield finding(subject, one, f"{one.note.wav_id} inside a long note")
            if until is None or one.end_beat > until.end_beat:
                until = one if one.is_hold else until


def _touching(subject: ChartSubject) -> Iterator[Finding]:
    for _, presses in subject.lanes:
        for before, after in pairwise(presses):
            if before.is_hold and before.end_beat == after.beat > before.beat:
                yield finding(subject, after, "pressed at the moment of its release")


def _backwards(subject: ChartSubject) -> Iterator[Finding]:
    for one in subject.presses:
        if one.is_hold and one.end_beat <= one.beat:
            yield finding(subject, one, "a long note that ends where it begins, or before")


def _brief(subject: ChartSubject) -> Iterator[Finding]:
    for one in subject.presses:
        length = one.end_seconds - one.seconds
        if one.is_hold and one.end_beat > one.beat and length < SHORTEST_HOLD_SECONDS:
            yield finding(subject, one, f"held for {1000 * length:.0f} ms")


def _open(subject: ChartSubject) -> Iterator[Finding]:
    for said in subject.reading:
        if UNBALANCED in said:
            yield Finding(said)


def _mined(subject: ChartSubject) -> Iterator[Finding]:
    mines = {(mine.lane, beat_of(subject.bars, mine.place)) for mine in subject.chart.mines}
    for one in subject.presses if mines else ():
        if (one.note.lane, one.beat) in mines:
            yield finding(subject, one, "a note and a mine at once")


def _jack(subject: ChartSubject) -> Iterator[Finding]:
    for _, presses in subject.lanes:
        for before, after in pairwise(presses):
            gap = after.seconds - before.seconds
            if after.beat > before.beat and gap < FASTEST_JACK_SECONDS:
                yield finding(subject, after, f"again after {1000 * gap:.0f} ms")


def _turned(subject: ChartSubject) -> Iterator[Finding]:
    """Scratches inside a long note of the same hand; one hand plays a whole side of two."""
    mode = subject.chart.mode
    holds: dict[Hand, list[Press]] = {hand: [] for hand in Hand}
    for one in subject.presses:
        hand = hand_of(mode, one.note.lane)
        holding = [held for held in holds[hand] if held.end_beat > one.beat]
        holds[hand] = holding
        if one.note.lane.is_scratch and any(held.beat < one.beat for held in holding):
            side = "that side" if is_double(mode) else "the same hand"
            yield finding(subject, one, f"turned while {side} holds a key")
        elif one.is_hold and not one.note.lane.is_scratch:
            holding.append(one)


RULES: tuple[Rule[ChartSubject], ...] = (
    Rule(
        "no-notes",
        "A chart has notes.",
        "1 or more",
        "E",
        "a chart without notes plays itself",
        "there is nothing to play",
        _no_notes,
    ),
    Rule(
        "lane-outside",
        "Notes lie in the lanes of the chart's keys.",
        "keys and scratches of 5, 7, 9, 10 or 14 keys; the free zone",
        "E",
        "BMS format",
        "no player shows it",
        _outside,
    ),
    Rule(
        "lane-twice",
        "A lane has one note at a time.",
        "no two on one exact place",
        "E",
        "BMS format",
        "one covers the other, and its sound may be lost",
        _twice,
    ),
    Rule(
        "lane-held",
        "A lane has no note while it is held.",
        "none between the head and the end of a long note",
        "E",
        "BMS format",
        "one key cannot be pressed twice at once",
        _held,
    ),
    Rule(
        "lane-touching",
        "A lane is released before it is pressed again.",
        "no note on the very end of a long note",
        "W",
        "house rule; players tell release and press apart in different ways",
        "the release or the press may be judged wrong",
        _touching,
    ),
    Rule(
        "hold-open",
        "Every long note has a head and an end.",
        "none that is left open, no end alone",
        "E",
        "BMS format",
        "players hold it for ever, or drop it",
        _open,
    ),
    Rule(
        "hold-backwards",
        "Long notes end after they begin.",
        "end > head",
        "E",
        "BMS format",
        "players disagree on what it is",
        _backwards,
    ),
    Rule(
        "hold-brief",
        "Long notes are long enough to be let go on time.",
        "30 ms or more",
        "W",
        "house rule",
        "nobody can release as fast",
        _brief,
    ),
    Rule(
        "note-on-mine",
        "No note lies on a mine.",
        "none on one exact place of a lane",
        "E",
        "BMS format",
        "it cannot be hit without damage",
        _mined,
    ),
    Rule(
        "jack-fast",
        "A lane is not asked for faster than fingers are.",
        "50 ms or more between two notes of a lane",
        "W",
        "house rule (sixteenths of one lane at 300 BPM)",
        "nobody can press one key as fast",
        _jack,
    ),
    Rule(
        "scratch-while-holding",
        "A hand that holds a key does not turn its scratch.",
        "no scratch inside a long note of the same hand",
        "W",
        "house rule",
        "the hand is needed in two places",
        _turned,
    ),
)
