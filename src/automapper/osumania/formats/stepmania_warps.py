"""Negative tempi and negative stops, with which files older than .ssc make the chart jump.

Time runs back while they last; the notes passed meanwhile are never seen, and play goes on from
the beat at which the clock has caught up. This is the game's own conversion to warps
(``SMLoader::ProcessBPMsAndStops``), in exact numbers.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

Pair = tuple[Fraction, Fraction]  # (beat, value)
# From this tempo on (beats/min) the old game passes beats in no time at all: FAST_BPM_WARP.
INSTANT_BPM = 9_999_999


@dataclass(slots=True)
class Forward:
    """Tempi, stops and warps that never run back; ``warps`` are (first beat, beat behind it)."""

    bpms: list[Pair] = field(default_factory=list)
    stops: list[Pair] = field(default_factory=list)
    warps: list[Pair] = field(default_factory=list)


@dataclass(slots=True)
class _Walk:
    """Where the conversion stands: the tempo, and how far behind the clock a warp is."""

    bpm: Fraction
    beat: Fraction = Fraction(0)
    start: Fraction | None = None
    before: Fraction = Fraction(0)  # the tempo when the warp began
    ahead: Fraction = Fraction(0)  # s past the moment the warp began at; negative: still behind
    done: Forward = field(default_factory=Forward)

    @property
    def jumps(self) -> bool:
        return self.bpm < 0 or self.bpm >= INSTANT_BPM

    def begin(self, beat: Fraction, ahead: Fraction) -> None:
        self.start, self.before, self.ahead = beat, self.bpm, ahead

    def finish(self, end: Fraction) -> None:
        if self.start is not None:
            if end > self.start:
                self.done.warps.append((self.start, end))
            if self.bpm != self.before and not self.jumps:
                self.done.bpms.append((self.start, self.bpm))
        self.start = None

    def move(self, beat: Fraction) -> None:
        """Lets the beats up to ``beat`` pass."""
        if self.bpm < INSTANT_BPM:
            self.ahead += (beat - self.beat) * 60 / self.bpm
            if self.start is not None and self.bpm > 0 and self.ahead > 0:
                self.finish(beat - self.ahead * self.bpm / 60)
        self.beat = beat

    def change(self, beat: Fraction, bpm: Fraction) -> None:
        backwards = bpm < 0 or bpm >= INSTANT_BPM
        if self.start is None and backwards:
            self.begin(beat, Fraction(0))
        elif self.start is None:
            self.done.bpms.append((beat, bpm))
        self.bpm = bpm

    def stop(self, beat: Fraction, seconds: Fraction) -> None:
        if self.start is None and seconds < 0:
            self.begin(beat, seconds)
        elif self.start is None:
            self.done.stops.append((beat, seconds))
        else:
            self.ahead += seconds
            if seconds > 0 and self.ahead > 0:
                self.finish(beat)
                self.done.stops.append((beat, self.ahead))
                if self.jumps:
                    self.begin(beat, Fraction(0))


def forward(bpms: list[Pair], stops: list[Pair], last: Fraction) -> Forward:
    """Tempi and stops of any sign as such that run forward, with warps.

    Both lists are sorted, their beats >= 0, no tempo is 0, the first tempo stands on beat 0. A
    warp that would never end ends at beat ``last``.
    """
    first = bpms[0][1]
    walk = _Walk(bpm=first)
    if walk.jumps:  # nothing passes before the first tempo that runs: jump there
        walk.begin(Fraction(0), Fraction(0))
    else:
        walk.done.bpms.append((Fraction(0), first))
    changes = sorted(
        [(beat, 0, value) for beat, value in bpms[1:]] + [(beat, 1, value) for beat, value in stops]
    )
    for beat, kind, value in changes:
        walk.move(beat)
        (walk.stop if kind else walk.change)(beat, value)
    if walk.start is not None:
        walk.finish(last if walk.jumps else walk.beat - walk.ahead * walk.bpm / 60)
    return walk.done
