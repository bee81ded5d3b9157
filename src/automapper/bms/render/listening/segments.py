"""Which pieces of a song are compared."""

from __future__ import annotations

import random
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from automapper.bms.render.listening.options import ListeningOptions
from automapper.bms.render.plays import RENDER_RATE
from automapper.errors import ConfigError

MIN_NOTES_PER_SECOND = 0.5  # with fewer there is nothing to judge
_STRETCH = 1.5  # a segment ends on a measure line if that makes it at most this much longer


@dataclass(frozen=True, slots=True, order=True)
class Segment:
    """Frames ``start`` to ``end``; ``start`` is where measure ``measure`` begins."""

    start: int
    end: int
    measure: int


def choose_segments(
    bars: Sequence[int], notes: Sequence[Sequence[int]], options: ListeningOptions
) -> tuple[Segment, ...]:
    """Segments spread over the song: one from each equal share of those that can be judged.

    ``bars`` are the frames of measure lines; ``notes`` the sorted frames of each chart's notes: a
    segment is judged only where every chart plays. Sorted by time; raises ConfigError where the
    charts leave fewer candidates than are wanted.
    """
    length = round(options.seconds * RENDER_RATE)
    wanted = max(round(MIN_NOTES_PER_SECOND * options.seconds), 1)
    candidates = [
        Segment(start, _end(bars, start, length), measure)
        for measure, start in enumerate(bars[:-1])
        if bars[measure + 1] > start
        and all(_count(frames, start, start + length) >= wanted for frames in notes)
    ]
    count = options.segments
    if len(candidates) < count:
        raise ConfigError(
            f"only {len(candidates)} places of the song have notes in every chart for"
            f" {options.seconds:g} s; ask for fewer or shorter segments"
        )
    draw = random.Random(options.seed)
    edges = [len(candidates) * part // count for part in range(count + 1)]
    return tuple(candidates[draw.randrange(first, last)] for first, last in pairwise(edges))


def _end(bars: Sequence[int], start: int, length: int) -> int:
    at = bisect_left(bars, start + length)
    if at < len(bars) and bars[at] - start <= _STRETCH * length:
        return bars[at]
    return start + length


def _count(frames: Sequence[int], start: int, end: int) -> int:
    return bisect_left(frames, end) - bisect_left(frames, start)
