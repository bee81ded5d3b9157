"""Parts of a song with their beats, joined to one count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

from automapper.ear.sound.novelty import Novelty
from automapper.ear.sound.periodicity import fold, fold_peak
from automapper.ear.tempo.parts import Part
from automapper.timing import TempoMap, TempoPoint, exact

_NEAR = 0.05  # share of a beat by which a change of the tempo may move the middle of a part
_COINCIDE_S = 0.012  # beats of two parts this close are one
_LOOKED_AT = 2  # beats of the faster part to either side of a border
_CONTINUES_S = 0.004  # a beat after a pause this close to where it was counted through it goes on
_JOINED_S = 0.0015  # a beat between two parts may be this much longer without a tempo of its own
_ONE_BEAT = 1.75  # beats between two parts up to which they are counted as one
_MEET_S = 0.01  # parts as close as this meet
_EARLY = 0.1  # share of a beat by which a part may begin after its first beat


@dataclass(frozen=True, slots=True)
class Run:
    """A part with its beats: beat i, a whole number, is at ``phase + i / hz`` s."""

    part: Part
    hz: float
    phase: float

    def time(self, beat: int) -> float:
        """The time of a beat, s."""
        return self.phase + beat / self.hz

    def place(self, time: float) -> float:
        """The beat at a time in s."""
        return (time - self.phase) * self.hz

    @property
    def seconds(self) -> float:
        """Length, s."""
        return self.part.end - self.part.start

    @property
    def middle(self) -> int:
        """The beat in the middle of the part, whose time is known best."""
        return round(self.place(0.5 * (self.part.start + self.part.end)))

    def at_tempo(self, hz: float, curve: Novelty) -> Run:
        """The same with another tempo, on the attacks nearest to where its middle was."""
        folded = fold(curve.between(self.part.start, self.part.end), 1.0 / hz)
        phase = fold_peak(folded, self.time(self.middle) * hz % 1.0, _NEAR) / hz
        return replace(self, hz=hz, phase=phase)


def continued(runs: Sequence[Run]) -> list[Run]:
    """The runs without the borders over which one count of one tempo goes on."""
    out = [runs[0]]
    for run in runs[1:]:
        last = out[-1]
        beats = round(last.place(run.time(run.middle)))
        late = run.time(run.middle) - last.time(beats)
        if run.hz != last.hz or abs(late) > _CONTINUES_S:
            out.append(run)
            continue
        # The longer a part, the better its beats are known.
        share = run.seconds / (last.seconds + run.seconds)
        part = replace(last.part, end=run.part.end)
        out[-1] = Run(part, last.hz, (last.phase + share * late) % (1.0 / last.hz))
    return out


def joined(runs: Sequence[Run]) -> TempoMap:
    """One count through all runs; what lies between two of them has a tempo of its own.

    Beat 0 is that of the first run, and whole beats of every run are whole beats of the map.
    """
    bpm = exact(round(60.0 * runs[0].hz, 4))
    origin = exact(round(runs[0].phase, 5))
    points = [TempoPoint(Fraction(0), bpm)]
    time, start = origin, 0  # of the last point, and which beat of its run that is
    for before, after in pairwise(runs):
        last, first = border(before, after)
        entry = exact(round(after.time(first), 5))
        number = points[-1].beat + last - start
        leave = time + (last - start) * 60 / bpm
        beats = _beats_between(float(entry - leave) * before.hz)
        if abs(entry - leave - beats * 60 / bpm) <= _JOINED_S:
            whole = last - start + beats
            points[-1] = replace(points[-1], bpm=60 * whole / (entry - time))
        else:
            points.append(TempoPoint(number, 60 * beats / (entry - leave)))
        bpm, time, start = exact(round(60.0 * after.hz, 4)), entry, first
        points.append(TempoPoint(number + beats, bpm))
    return TempoMap(tuple(points), origin)


def _beats_between(gap: float) -> int:
    """How many beats are counted from the last of one run to the first of the next, of its beats.

    One odd beat and not two where that is no whole number.
    """
    return 1 if gap < _ONE_BEAT else round(gap)


def border(before: Run, after: Run) -> tuple[int, int]:
    """(last beat of one run, first beat of the next).

    Where the parts meet a beat is looked for that both have: there music changes its tempo.
    """
    cut, shorter = after.part.start, min(1.0 / before.hz, 1.0 / after.hz)
    apart = cut - before.part.end > _MEET_S
    if not apart:
        reach = _LOOKED_AT * shorter
        near = range(ceil(after.place(cut - reach)), floor(after.place(cut + reach)) + 1)
        common = [beat for beat in near if _apart(before, after.time(beat)) <= _COINCIDE_S]
        if common:
            first = min(common, key=lambda beat: abs(after.time(beat) - cut))
            return round(before.place(after.time(first))) - 1, first
    first = ceil(after.place(cut) - _EARLY)
    end = before.part.end if apart else after.time(first) - 0.5 * shorter
    return ceil(before.place(end)) - 1, first


def rested(runs: Sequence[Run]) -> int:
    """How many of the runs do not begin where the one before ends."""
    return sum(after.part.start - before.part.end > _MEET_S for before, after in pairwise(runs))


def _apart(run: Run, time: float) -> float:
    """How far a time lies from the nearest beat of a run, s."""
    return abs(run.time(round(run.place(time))) - time)
