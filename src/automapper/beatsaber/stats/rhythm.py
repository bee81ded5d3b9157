"""When notes come: density, gaps, grid, waves and breaks."""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import groupby, pairwise

import numpy as np

from automapper.beatsaber.stats.notes import BAR_BEATS, TICKS, Played, entropy

# Gap classes in beats; a gap belongs to the nearest within the tolerance.
_GAPS = {
    "1/8": 1 / 8,
    "1/6": 1 / 6,
    "3/16": 3 / 16,
    "1/4": 1 / 4,
    "1/3": 1 / 3,
    "3/8": 3 / 8,
    "1/2": 1 / 2,
    "2/3": 2 / 3,
    "3/4": 3 / 4,
    "1": 1.0,
    "1.5": 1.5,
    "2": 2.0,
    "3": 3.0,
    "4": 4.0,
}
_SHORTEST, _LONGEST, _TOLERANCE = 0.1, 4.03, 0.022
GAP_CLASSES = ("1/16-", *_GAPS, ">4", "other")
_WINDOW_BARS = 4
_BREAK_S = 4.0


@cache
def gap_class(ticks: int) -> str:
    """Name of a gap between onsets, given in ticks (1/48 beat), from "1/16-" to ">4"."""
    gap = ticks / TICKS
    if gap < _SHORTEST:
        return "1/16-"
    if gap > _LONGEST:
        return ">4"
    best = min(_GAPS, key=lambda name: abs(_GAPS[name] - gap))
    return best if abs(_GAPS[best] - gap) < _TOLERANCE else "other"


def density(played: Played) -> dict[str, float]:
    """Notes per second over the played part, peaks over the mean, waves over 4 bars, breaks."""
    n, span, seconds = played.count, played.span, played.seconds
    out = {"notes": float(n), "span_s": span}
    if span <= 0:
        return out
    nps = n / span
    first = np.arange(n)
    peak = int((np.searchsorted(seconds, seconds + 1.0 - 1e-6) - first).max())
    peak4 = int((np.searchsorted(seconds, seconds + 4.0 - 1e-6) - first).max()) / 4
    silences = np.diff(seconds)
    out |= {
        "nps": nps,
        "peak1s": float(peak),
        "peak1s/mean": peak / nps,
        "peak4s/mean": peak4 / nps,
        "longest_break_s": float(silences.max()),
        "breaks>4s/min": float((silences > _BREAK_S).sum() / (span / 60)),
    }
    windows = played.ticks // (_WINDOW_BARS * BAR_BEATS * TICKS)
    held = np.bincount(windows - windows.min()).astype(np.float64)
    if len(held) > 3:  # the first and the last are rarely whole
        held = held[:-1]
    if len(held) > 3:
        held = held[1:]
    out["empty_4bar_share"] = float((held == 0).mean())
    high, low = np.percentile(held, [90, 10])
    out["p90/p10_4bar"] = float(high / max(1, low))
    if held.mean() > 0:
        out["cv_4bar"] = float(held.std() / held.mean())
    return out


def grid(played: Played) -> dict[str, float]:
    """Shares of onsets by their place within the beat, and of notes off the 1/24 grid."""
    fine = played.beats * 24
    ticks = _onset_ticks(played)
    return {
        "offgrid24": float((np.abs(fine - np.rint(fine)) / 24 > 0.006).mean()),
        "onset_offbeat_share(not 1/2)": float((ticks % 24 != 0).mean()),
        "onset_on_int_beat": float((ticks % 48 == 0).mean()),
        "onset_on_half": float((ticks % 48 == 24).mean()),
        "onset_on_quarter": float((ticks % 24 == 12).mean()),
        "onset_other_grid": float((ticks % 12 != 0).mean()),
    }


def gaps(played: Played) -> dict[str, float]:
    """Shares of the gap classes between onsets, their entropies in bits and the longest run."""
    steps = np.diff(_onset_ticks(played)).tolist()
    names = [gap_class(step) for step in steps]
    counts = Counter(name for name, step in zip(names, steps, strict=True) if step > 0)
    total = sum(counts.values())
    if not total:
        return {}
    out = {f"gap_{name}": counts[name] / total for name in GAP_CLASSES}
    out["metronome"] = max(counts.values()) / total
    out["gap_classes>2%"] = float(sum(v / total > 0.02 for v in counts.values()))
    out["gap_entropy_bits"] = entropy(counts)
    out["gap_condH_bits"] = entropy(Counter(pairwise(names))) - entropy(Counter(names[:-1]))
    out["longest_equal_gap_run"] = float(max(len(list(run)) for _, run in groupby(names)))
    return out


def _onset_ticks(played: Played) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    first = [onset[0] for onset in played.onsets]
    return np.asarray(played.ticks[first])
