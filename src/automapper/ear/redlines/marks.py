"""A pulse -> the timing points to write: as few as keep every beat in its place, on bar lines."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from automapper.ear.pulse import Pulse
from automapper.ear.redlines.edges import cheapest_edges, with_bars, without_held
from automapper.ear.redlines.lines import Line, line_through
from automapper.ear.redlines.places import bar_lines, leaps, places, returns_of, sounding
from automapper.ear.redlines.tempo_mark import TempoMark

_LONG_BEATS = 32  # a piece from which others may take their tempo


def redlines(pulse: Pulse) -> tuple[TempoMark, ...]:
    """The timing points of a pulse, sorted; none where there is no pulse.

    A song of one tempo has one, on its first downbeat, and one more wherever bars begin anew in the
    middle of a bar. Otherwise every downbeat of the pulse is a bar line of the points', there are
    as few of them as explain the beats, and every beat lies within 10 ms of theirs (where one point
    a bar is enough for that). What is counted through a rest draws no point: the one before holds
    there, and where the pulse returns elsewhere than it says, a new one stands on the first beat.
    The first also holds before its own time.
    """
    if pulse.profile == "none" or len(pulse.beats) == 0:
        return ()
    meter = pulse.meter.beats
    lines = bar_lines(pulse)
    # A bar of another length ends where a new count begins: only a point can say so.
    restarts = lines[1:][np.diff(lines) != meter]
    first = int(lines[0])
    if len(pulse.beats) < 2 or pulse.tempo_map.is_constant:
        bpm = float(pulse.tempo_map.points[0].bpm)
        return tuple(
            TempoMark(float(pulse.tempo_map.seconds(beat)), bpm, meter, beat)
            for beat in (0, *(int(line) - first for line in restarts))
        )
    heard = sounding(pulse)
    after_rests = returns_of(heard)
    returns = np.union1d(after_rests, leaps(pulse.beats))
    walls = np.union1d(returns, np.intersect1d(restarts, heard))
    found = cheapest_edges(pulse.beats, heard, places(pulse, heard, lines, returns), (lines, walls))
    found = without_held(found, pulse.beats, heard, np.setdiff1d(returns, restarts))
    edges = with_bars(found, heard, lines)
    if len(edges) > len(lines):  # steps and leaps inside bars are then none but free time
        kept = {*lines.tolist(), *after_rests.tolist()}
        edges = [edge for edge in edges if edge in kept]
    return tuple(
        TempoMark(line.start, 60.0 / line.gap, meter, edge - first)
        for edge, line in zip(edges, _lines(pulse.beats, heard, edges), strict=True)
    )


def _lines(beats: NDArray[np.float64], heard: NDArray[np.int64], edges: list[int]) -> list[Line]:
    """The line of each piece, beats counted from its edge; short ones take a long one's tempo."""
    spans = zip([0, *edges[1:]], [*edges[1:], len(beats)], strict=True)
    pieces = [_own(heard, start, end, len(beats)) for start, end in spans]
    known: list[float] = []
    out: dict[int, Line] = {}
    for index in sorted(range(len(pieces)), key=lambda i: (-len(pieces[i]), i)):
        own = pieces[index]
        out[index] = line_through(own - edges[index], beats[own], known)
        if len(own) >= _LONG_BEATS:
            known.append(60.0 / out[index].gap)
    return [out[index] for index in range(len(pieces))]


def _own(heard: NDArray[np.int64], start: int, end: int, count: int) -> NDArray[np.int64]:
    """The beats that a piece's line is drawn through: those heard, two at least."""
    own = heard[(heard >= start) & (heard < end)]
    if len(own) > 1:
        return own
    low = min(start, count - 2)
    return np.arange(low, max(end, low + 2))
