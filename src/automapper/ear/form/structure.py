"""Form: where sections begin and end, and which of them repeat each other."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import scipy.ndimage
from numpy.typing import NDArray

_KERNELS = (4, 8)  # bars on each side of a border that are compared
_AROUND = 13  # bars against which a change is measured
MAX_SECTION = 32  # bars; a longer one is cut at its best inner bar line
# Gains of a section's length in bars, in the unit of border novelty (its standard deviation).
_PHRASES = {8: 0.5, 16: 0.5, 4: 0.2, 12: 0.2, 24: 0.3, 32: 0.2}
_SECTION_COST = 1.1
_ODD_COST, _SHORT_COST = 0.4, 2.0
# Two sections repeat each other when their bars, in step, are this alike (unrelated: about 0).
REPEAT_LIKENESS = 0.3


@dataclass(frozen=True, slots=True)
class Span:
    """Bars [first, last) with their label and how sure the borders and the label are, 0-1."""

    first: int
    last: int
    label: str
    repeat: int
    confidence: float


def find_form(likeness: NDArray[np.float32]) -> tuple[Span, ...]:
    """Sections of a song from the likeness of its bars, covering every bar once.

    Borders stand where the bars before differ from the bars after (checkerboard kernel: Foote
    2000) and where phrases of 4, 8 or 16 bars allow it; labels go by likeness in step.
    """
    count = len(likeness)
    if count == 0:
        return ()
    novelty = border_novelty(likeness)
    borders = _best_borders(novelty)
    spans: list[Span] = []
    labels: list[list[tuple[int, int]]] = []
    for first, last in pairwise(borders):
        scores = [
            max(section_likeness(likeness, (first, last), other) for other in group)
            for group in labels
        ]
        best = int(np.argmax(scores)) if scores else -1
        repeats = best >= 0 and scores[best] >= REPEAT_LIKENESS
        if not repeats:
            labels.append([])
            best = len(labels) - 1
        # Sure of the label: far from the threshold; sure of the border: high novelty.
        margin = abs((max(scores) if scores else 0.0) - REPEAT_LIKENESS)
        edge = 1.0 if first == 0 else float(np.clip(novelty[first] / 2.0, 0.0, 1.0))
        confidence = 0.5 * float(np.clip(margin / 0.3, 0.0, 1.0)) + 0.5 * edge
        spans.append(Span(first, last, _letter(best), len(labels[best]), confidence))
        labels[best].append((first, last))
    return tuple(spans)


def border_novelty(likeness: NDArray[np.float32]) -> NDArray[np.float64]:
    """How much the music changes at each bar line, in standard deviations, shape (bars,)."""
    count = len(likeness)
    out = sum((_checkerboard(likeness, reach) for reach in _KERNELS), np.zeros(count))
    # Against its surroundings, and by its root: one stark contrast (a bare intro) must not hide
    # the quieter ones between verse and chorus.
    around = scipy.ndimage.uniform_filter1d(out, _AROUND, mode="nearest") if count else out
    out = np.sqrt(np.maximum(out - around, 0.0))
    spread = float(out.std()) if count else 0.0
    return (out - out.mean()) / spread if spread > 1e-9 else np.zeros(count)


def _checkerboard(likeness: NDArray[np.float32], reach: int) -> NDArray[np.float64]:
    """How alike the bars within ``reach`` on each side of a bar line are, less those across it."""
    count = len(likeness)
    out = np.zeros(count)
    for bar in range(1, count):
        before, after = slice(max(0, bar - reach), bar), slice(bar, min(count, bar + reach))
        same = 0.5 * (likeness[before, before].mean() + likeness[after, after].mean())
        size = min(before.stop - before.start, after.stop - after.start)
        # Few bars on one side (the song's ends) say less.
        out[bar] = (same - likeness[before, after].mean()) * np.sqrt(size / reach)
    return out


def section_likeness(
    likeness: NDArray[np.float32], one: tuple[int, int], other: tuple[int, int]
) -> float:
    """Mean likeness of two sections' bars in step, at the best phrase shift of 0 or 4 bars."""
    best = -1.0
    for shift in (-4, 0, 4):
        start, begin = one[0] + max(0, shift), other[0] + max(0, -shift)
        steps = min(one[1] - start, other[1] - begin)
        # A shift may not leave less than half of the shorter one to compare.
        if steps * 2 < min(one[1] - one[0], other[1] - other[0]) or steps < 1:
            continue
        index = np.arange(steps)
        best = max(best, float(likeness[start + index, begin + index].mean()))
    return best


def _best_borders(novelty: NDArray[np.float64]) -> list[int]:
    """Bar numbers of all borders, 0 and the end included, by dynamic programming."""
    count = len(novelty)
    score = np.full(count + 1, -np.inf)
    score[0] = 0.0
    came = np.zeros(count + 1, np.int64)
    for end in range(1, count + 1):
        gain = float(novelty[end]) if end < count else 0.0
        for start in range(max(0, end - MAX_SECTION), end):
            total = score[start] + _length_gain(start, end, count) + gain
            if total > score[end]:
                score[end], came[end] = total, start
    borders = [count]
    while borders[-1] > 0:
        borders.append(int(came[borders[-1]]))
    return borders[::-1]


def _length_gain(start: int, end: int, count: int) -> float:
    length = end - start
    gain = _PHRASES.get(length, 0.0) - _SECTION_COST
    if start == 0 or end == count:
        # The first and the last section are as long as the music there.
        return gain - (0.5 if length < 4 else 0.0)
    if length < 4:
        return gain - _SHORT_COST
    return gain if length % 4 == 0 else gain - _ODD_COST


def _letter(index: int) -> str:
    """A, B, ..., Z, AA, AB, ..."""
    letters = ""
    while index >= 0:
        letters = chr(ord("A") + index % 26) + letters
        index = index // 26 - 1
    return letters
