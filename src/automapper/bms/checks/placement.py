"""The laws of placement, A to K: what a generated chart may not break.

The letters are those of the published method's table of checks. J, which that leaves to the eye,
replays the finished chart through the gates that placed it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from automapper.bms.checks.placement_scratch import scratch_findings
from automapper.bms.checks.placement_subject import (
    PlacementSubject,
    at_beat,
    at_event,
    at_measure,
    at_note,
    by_lane,
)
from automapper.bms.lanes import key_lanes, scratch_lanes
from automapper.bms.model import WavId
from automapper.bms.placement.finishing.finish import CAP_BEATS, notes_by_beats
from automapper.bms.placement.model import Placed, Reason, Source
from automapper.bms.placement.scratch import ScratchPlan
from automapper.bms.placement.state.board import Board
from automapper.bms.placement.state.gates import jack_floor
from automapper.bms.timeline import beat_of
from automapper.chart import Finding, Rule


def _hard_filter(subject: PlacementSubject) -> Iterator[Finding]:
    for one in subject.placed:
        reason = subject.selection.reasons.get(one.event.wav_id)
        if one.event.wav_id in subject.source.unplayable:
            reason = Reason.UNPLAYABLE
        elif subject.sounds.get(one.event.wav_id) is None:
            reason = Reason.UNKNOWN
        if reason is not None:
            yield at_note(subject, one, f"must stay in the background ({reason.value})")


def _timing(subject: PlacementSubject) -> Iterator[Finding]:
    source, events = subject.source, subject.source.events
    seen: Counter[int] = Counter()
    ours = [one.event for one in subject.placed]
    for event in ours + [one.event for one in subject.residual]:
        if 0 <= event.index < len(events) and events[event.index] == event:
            seen[event.index] += 1
        else:
            yield at_event(subject, event, "is no event of the source")
    for event in events:
        if seen[event.index] != 1:
            times = f"{seen[event.index]} times" if seen[event.index] else "nowhere"
            yield at_event(subject, event, f"stands {times}; every event stands once")
    for one in subject.placed:
        if one.end is not None and not _is_end(source, one):
            yield at_note(subject, one, "is let go before it begins, or after the last measure")


def _is_end(source: Source, one: Placed) -> bool:
    end = one.end
    return (
        end is not None
        and end.measure < source.measures
        and beat_of(source.bars, end) > one.event.beat
    )


def _release(source: Source, one: Placed) -> Fraction:
    return one.event.beat if one.end is None else beat_of(source.bars, one.end)


def _jacks(subject: PlacementSubject) -> Iterator[Finding]:
    source, tuning = subject.source, subject.tuning
    for row in by_lane([one for one in subject.placed if not one.lane.is_scratch]):
        for before, after in pairwise(row):
            gap = after.event.beat - _release(source, before)
            floor = jack_floor(tuning, source.tempo_map.bpm_at(after.event.beat))
            if 0 <= gap < floor and after.event.beat > before.event.beat:
                what = f"{float(gap):g} beats after the one before; {float(floor):g} at least"
                yield at_note(subject, after, what)


def _fallback(subject: PlacementSubject) -> Iterator[Finding]:
    failed = {one.event.place.measure for one in subject.residual if one.reason is Reason.FALLBACK}
    for one in subject.placed:
        if one.event.place.measure in failed:
            yield at_note(subject, one, "is played in a measure that could not be placed")


def _collisions(subject: PlacementSubject) -> Iterator[Finding]:
    source = subject.source
    lanes = (*key_lanes(source.mode), *scratch_lanes(source.mode))
    for one in subject.placed:
        if one.lane not in lanes:
            yield at_note(subject, one, f"{source.mode.value} keys have no such lane")
    played: set[tuple[Fraction, WavId]] = set()
    for one in sorted(subject.placed, key=lambda one: one.event.index):
        sound = (one.event.beat, one.event.wav_id)
        if sound in played:
            yield at_note(subject, one, "is played twice at once")
        played.add(sound)
    for row in by_lane(subject.placed):
        for before, after in pairwise(row):
            if after.event.beat <= _release(source, before):
                yield at_note(subject, after, f"lies on or inside {before.event.wav_id}")
    mines = set(source.obstacles)
    for one in subject.placed:
        if (one.lane, one.event.beat) in mines:
            yield at_note(subject, one, "lies on a mine")


def _reproducible(subject: PlacementSubject) -> Iterator[Finding]:
    if subject.again is None:
        return
    fresh = subject.again()
    theirs = {one.event.index: one for one in fresh.placed}
    ours = {one.event.index: one for one in subject.placed}
    for event in subject.source.events:
        if ours.get(event.index) != theirs.get(event.index):
            yield at_event(subject, event, "is placed otherwise the second time")
    if ours == theirs and fresh.residual != subject.residual:
        yield Finding("the background differs the second time")


def _legal(subject: PlacementSubject) -> Iterator[Finding]:
    source = subject.source
    plan = ScratchPlan.of(source, subject.tuning, subject.scratch_mode)
    board = Board(source, subject.tuning, plan.floor)
    standing: list[Placed] = []
    for one in subject.placed:
        try:
            board.add(one)
        except (KeyError, ValueError, IndexError):
            continue  # on a taken spot or on no lane: E tells
        standing.append(one)
    for one in standing:
        reason = board.fault(one.event)
        if reason is not None:
            yield at_note(subject, one, f"breaks the gate {reason.value}")


def _measure_cap(subject: PlacementSubject) -> Iterator[Finding]:
    most = subject.tuning.measure_note_cap
    counts = Counter(one.event.place.measure for one in subject.placed)
    for measure in sorted(counts):
        if counts[measure] > most:
            yield at_measure(subject, measure, f"{counts[measure]} notes; {most} at most")


def _beat_cap(subject: PlacementSubject) -> Iterator[Finding]:
    most = subject.tuning.measure_note_cap
    counts = notes_by_beats(subject.placed)
    for span in sorted(counts):
        if counts[span] > most:
            what = f"{counts[span]} notes in four beats; {most} at most"
            yield at_beat(subject, Fraction(CAP_BEATS * span), what)


RULES: tuple[Rule[PlacementSubject], ...] = (
    Rule(
        "placed-whitelist",
        "Notes are sounds that may be played.",
        "no effect, no unknown sample, no id that ends long notes",
        "E",
        "placement check A (whitelist hard filter)",
        "a player hits nothing, or a sound that is no note",
        _hard_filter,
    ),
    Rule(
        "placed-timing",
        "Every event of the source stands once, at its own place.",
        "a note or background; long notes end after they begin, inside the chart",
        "E",
        "placement check B (timing preservation)",
        "the song is not the song any more",
        _timing,
    ),
    Rule(
        "placed-jack",
        "A key rests between two notes.",
        "the jack floor of the level and tempo, from the release of a long note",
        "E",
        "placement check C (jack prohibition, without scratches)",
        "one finger cannot play it",
        _jacks,
    ),
    Rule(
        "placed-fallback",
        "A measure that could not be placed has no notes.",
        "0 in a measure with measure_fallback",
        "E",
        "placement check D (fallback behaviour)",
        "half a measure was given up",
        _fallback,
    ),
    Rule(
        "placed-collision",
        "A lane has one note at a time, and a sound is played once at a time.",
        "no two on a place and lane, none inside a long note or on a mine, no id twice on a place",
        "E",
        "placement check E (candidate collision)",
        "one covers the other",
        _collisions,
    ),
    Rule(
        "placed-scratch",
        "Scratches keep to the source, or to their level where it has none.",
        "the source's count a measure x scratch / 5, its own shortest interval; else the caps, "
        "interval and rest of the level",
        "E",
        "placement check F (scratch constraints)",
        "scratches come where nobody expects them",
        scratch_findings,
    ),
    Rule(
        "placed-reproducible",
        "The same inputs give the same chart.",
        "two fresh placements are equal; asked with --verify",
        "E",
        "placement check G (seeded reproducibility)",
        "nobody can share or repeat it",
        _reproducible,
    ),
    Rule(
        "placed-legal",
        "Every note passes the gates again, among all others.",
        "gates 1 to 9 over the finished chart, whatever step added a note",
        "E",
        "placement check J (density rebalance)",
        "a step after placement broke what placement kept",
        _legal,
    ),
    Rule(
        "placed-measure-cap",
        "No measure is overfull.",
        "the level's cap",
        "E",
        "placement check K (measure cap)",
        "it is harder than the level says",
        _measure_cap,
    ),
    Rule(
        "placed-beat-cap",
        "No four beats are overfull, wherever the bars lie.",
        "the level's cap in four beats from the start of the chart",
        "W",
        "house rule: K on the beat axis",
        "scaled measures hide how dense it is",
        _beat_cap,
    ),
)
