"""Check F: whether scratches keep to the source, or to their level where the source has none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from automapper.bms.checks.placement_subject import PlacementSubject, at_measure, at_note, by_lane
from automapper.bms.placement.model import Placed
from automapper.bms.placement.scratch import ScratchMode, ScratchPlan, Turning
from automapper.chart import Finding


def scratch_findings(subject: PlacementSubject) -> Iterator[Finding]:
    """What scratches break: how near, how many a measure, and the rest after a rush."""
    turned = [one for one in subject.placed if one.lane.is_scratch]
    plan = ScratchPlan.of(subject.source, subject.tuning, subject.scratch_mode)
    yield from _near(subject, plan, turned)
    yield from _many(subject, plan, turned)
    if plan.mode is ScratchMode.FALLBACK:
        yield from _long(subject, turned)


def _near(subject: PlacementSubject, plan: ScratchPlan, turned: list[Placed]) -> Iterator[Finding]:
    for row in by_lane(turned):
        for before, after in pairwise(row):
            gap = after.event.beat - before.event.beat
            if gap < plan.floor:
                what = f"{float(gap):g} beats after the one before; {float(plan.floor):g} at least"
                yield at_note(subject, after, what)


def _many(subject: PlacementSubject, plan: ScratchPlan, turned: list[Placed]) -> Iterator[Finding]:
    """Measures with more scratches than planned, or with any while turntables rest."""
    counts = Counter(one.event.place.measure for one in turned)
    turning = Turning()
    for measure, planned in enumerate(plan.counts):
        count, most = counts[measure], 0 if turning.rest else planned
        if count > most:
            after = " after a rush" if turning.rest else ""
            yield at_measure(subject, measure, f"{count} scratches{after}; {most} at most")
        turning = turning.after(count, plan, subject.tuning)


def _long(subject: PlacementSubject, turned: list[Placed]) -> Iterator[Finding]:
    most = subject.tuning.scratch_fallback_duration_max
    for one in turned:
        sound = subject.sounds.get(one.event.wav_id)
        if sound is not None and sound.duration_ms > most:
            what = f"lasts {sound.duration_ms:.0f} ms; {most} at most, since the source has none"
            yield at_note(subject, one, what)
