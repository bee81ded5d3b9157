"""How many different things a chart asks for, and how soon they come again."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise

from automapper.beatsaber.model import Cut
from automapper.beatsaber.stats.directions import MIRRORED
from automapper.beatsaber.stats.notes import (
    BAR_BEATS,
    TICKS,
    NoteKind,
    Played,
    entropy,
    share_top,
)

# A note within a bar: tick, hand, x, y, cut.
_Placed = tuple[int, int, int, int, int]
_LEAST_HALF_BAR = 3  # fewer notes repeat by chance


def variety(played: Played) -> dict[str, float]:
    """Counts of distinct notes (types) and of distinct moments (patterns), shares and entropies."""
    n = played.count
    types = Counter(played.kinds)
    found = played.patterns()
    patterns = Counter(found)
    out = {
        "uniq_types": float(len(types)),
        "top_type_share": share_top(types, 1, n),
        "type_entropy_bits": entropy(types),
        "onsets": float(len(found)),
        "uniq_patterns": float(len(patterns)),
        "uniq_patterns/onset": len(patterns) / len(found),
        "top_pattern_share": share_top(patterns, 1, len(found)),
        "top10_pattern_share": share_top(patterns, 10, len(found)),
        "pattern_entropy_bits": entropy(patterns),
    }
    if n >= 500:
        out["uniq_types_first500"] = float(len(set(played.kinds[:500])))
    if len(found) >= 300:
        out["uniq_patterns_first300"] = float(len(set(found[:300])))
    if len(found) > 1:
        same = sum(a == b for a, b in pairwise(found))
        out["same_as_prev_pattern"] = same / (len(found) - 1)
    return out


def repeats(played: Played) -> dict[str, float]:
    """Shares of played bars (4 beats) and half bars that were heard before in the chart.

    ``exact``: same notes; ``mirror_extra``: not exact, but the mirror image; ``rhythm``: same
    times. Half bars of fewer than three notes do not count.
    """
    bars = _windows(played, BAR_BEATS * TICKS)
    exact, mirrored = _repeated(bars, 1)
    rhythms: set[tuple[int, ...]] = set()
    again = 0
    for bar in bars:
        rhythm = tuple(sorted({tick for tick, *_ in bar}))
        again += rhythm in rhythms
        rhythms.add(rhythm)
    out = {
        "bar_repeat_exact": exact / len(bars),
        "bar_repeat_mirror_extra": mirrored / len(bars),
        "bar_repeat_rhythm": again / len(bars),
    }
    halves = _windows(played, BAR_BEATS * TICKS // 2)
    counted = sum(len(half) >= _LEAST_HALF_BAR for half in halves)
    if counted:
        exact, mirrored = _repeated(halves, _LEAST_HALF_BAR)
        out["halfbar_repeat_exact"] = exact / counted
        out["halfbar_repeat_mirror_extra"] = mirrored / counted
    return out


def _windows(played: Played, ticks: int) -> list[tuple[_Placed, ...]]:
    """Notes of each window of so many ticks that holds any, sorted, places within the window."""
    found: defaultdict[int, list[_Placed]] = defaultdict(list)
    for tick, kind in zip(played.ticks.tolist(), played.kinds, strict=True):
        found[tick // ticks].append((tick % ticks, *kind))
    return [tuple(sorted(found[index])) for index in sorted(found)]


def _repeated(windows: list[tuple[_Placed, ...]], least: int) -> tuple[int, int]:
    """How many windows of ``least`` notes came before exactly, and how many only mirrored."""
    seen: set[tuple[_Placed, ...]] = set()
    exact = mirrored = 0
    for window in windows:
        if len(window) >= least:
            if window in seen:
                exact += 1
            elif tuple(sorted((tick, *mirror(kind)) for tick, *kind in window)) in seen:
                mirrored += 1
        seen.add(window)
    return exact, mirrored


def mirror(kind: NoteKind | list[int]) -> NoteKind:
    """The same note seen in a mirror: other hand, other side, other way."""
    hand, x, y, cut = kind
    return 1 - hand, 3 - x, y, int(MIRRORED[Cut(cut)])
