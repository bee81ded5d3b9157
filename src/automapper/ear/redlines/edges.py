"""Where timing points stand: the cheapest way through the places they may stand on."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from automapper.ear.redlines.lines import Sums, fit
from automapper.ear.redlines.tempo_mark import TOLERANCE_S

# What a timing point costs, in squared deviations of 2.5 ms: about 2 log(beats of a song), the
# price of two more parameters (Schwarz 1978). One inside a bar needs another to set bars right.
_DEVIATION_S, _POINT_COST, _INSIDE_COST = 0.0025, 12.0, 24.0


def cheapest_edges(
    beats: NDArray[np.float64],
    heard: NDArray[np.int64],
    places: NDArray[np.int64],
    fixed: tuple[NDArray[np.int64], NDArray[np.int64]],
) -> list[int]:
    """Beats at which points stand: the cheapest way through the song (dynamic programming).

    ``fixed``: the bar lines, and the beats on which a point stands in any case.
    """
    lines, known = fixed
    times = beats[heard]
    sums = Sums.of(heard, times)
    # A line through both ends of a rest could explain any two beats: none is drawn here.
    walls = np.append(np.flatnonzero(np.isin(places, known)), len(places) - 1)
    at = np.searchsorted(heard, places)  # what is heard from a place on
    at[0] = 0
    on_line = np.isin(places, lines)
    count = len(places) - 1  # the last place is the end of the song
    cost = np.full(count + 1, np.inf)
    cost[0] = 0.0
    came = np.zeros(count + 1, np.int64)
    for a in range(count):
        wall = walls[np.searchsorted(walls, a, side="right")]
        ends = np.arange(a + 1, min(_reach(heard, times, at, a), wall) + 1)
        price = _POINT_COST if on_line[a] else _INSIDE_COST
        total = cost[a] + price + sums.squares(at[a], at[ends]) / _DEVIATION_S**2
        better = total < cost[ends]
        cost[ends[better]] = total[better]
        came[ends[better]] = a
    edges = []
    end = count
    while end > 0:
        end = int(came[end])
        edges.append(int(places[end]))
    return edges[::-1]


def _reach(
    heard: NDArray[np.int64], times: NDArray[np.float64], at: NDArray[np.int64], a: int
) -> int:
    """The farthest place up to which one line from place ``a`` keeps all beats, or the next.

    Found by doubling and bisection, as if a line that ceases to fit fitted no longer one either.
    """

    def fits(place: int) -> bool:
        own = slice(at[a], at[place])
        return fit(heard[own], times[own]).stray <= TOLERANCE_S

    last = len(at) - 1
    low, step = a + 1, 1
    while low < last and fits(min(low + step, last)):
        low = min(low + step, last)
        step *= 2
    high = min(low + step, last)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if fits(middle) else (low, middle)
    return low


def without_held(
    edges: list[int],
    beats: NDArray[np.float64],
    heard: NDArray[np.int64],
    returns: NDArray[np.int64],
) -> list[int]:
    """Without the points after rests where one line does as well for what is before and after."""
    kept, held = edges[:1], set(returns.tolist())
    for index, edge in enumerate(edges[1:], 1):
        if edge not in held:
            kept.append(edge)
            continue
        end = edges[index + 1] if index + 1 < len(edges) else len(beats)
        start = kept[-1] if len(kept) > 1 else 0
        own = heard[(heard >= start) & (heard < end)]
        line, before, after = (
            fit(numbers, beats[numbers]) for numbers in (own, own[own < edge], own[own >= edge])
        )
        worse = (line.squares - before.squares - after.squares) / _DEVIATION_S**2
        if line.stray > TOLERANCE_S or worse > _POINT_COST:
            kept.append(edge)
    return kept


def with_bars(edges: list[int], heard: NDArray[np.int64], lines: NDArray[np.int64]) -> list[int]:
    """A point inside a bar starts a bar: one on the next bar line sets them right again."""
    known = np.intersect1d(lines, heard)
    inside = np.setdiff1d(np.array(edges, np.int64), lines)
    back = np.searchsorted(known, inside)
    return sorted({*edges, *(int(line) for line in known[back[back < len(known)]])})
