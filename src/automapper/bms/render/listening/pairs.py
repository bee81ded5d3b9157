"""Which chart is heard as X and which as Y, segment by segment, and what it sounds like."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from automapper.audio import Waveform
from automapper.bms.keysounds.table import Progress
from automapper.bms.render.excerpt import excerpt
from automapper.bms.render.listening.audible import played_in_front, with_ticks
from automapper.bms.render.listening.options import MAX_PAIRS, ListeningOptions
from automapper.bms.render.listening.segments import Segment, choose_segments
from automapper.bms.render.mix import render_chart
from automapper.bms.render.open_chart import OpenedChart
from automapper.bms.render.plays import RENDER_RATE, Play, bar_frames, plays_of
from automapper.errors import ConfigError

SAME_BARS_SECONDS = 0.05  # charts of one song have their measure lines together
_CEILING = 0.98


@dataclass(frozen=True, slots=True)
class Pair:
    """``x`` and ``y`` are indices of charts; ``number`` counts from 1 in the order of listening."""

    number: int
    segment: Segment
    x: int
    y: int


@dataclass(frozen=True, slots=True, eq=False)
class Played:
    """A chart made audible: its whole sound and its notes' frames, sorted.

    ``starts`` are (sample as written, frame) of everything that sounds.
    """

    name: str
    waveform: Waveform
    notes: tuple[int, ...]
    bars: tuple[int, ...]
    starts: frozenset[tuple[str, int]]
    warnings: tuple[str, ...]


def played(
    opened: OpenedChart,
    options: ListeningOptions,
    files: Mapping[str, bytes] | None = None,
    progress: Progress | None = None,
) -> Played:
    """One chart with its notes in front of the background, each where its lane lies."""
    chart, tempo_map = opened.chart, opened.tempo_map
    gains = played_in_front(chart.mode, options.background_db)
    rendered = render_chart(chart, tempo_map, files or opened.files, gains, progress)
    plays = plays_of(chart, tempo_map)
    sound = rendered.waveform
    names = dict(chart.samples)
    if options.clicks:
        sound = with_ticks(sound, plays, chart.mode)
    return Played(
        opened.name,
        sound,
        _note_frames(plays),
        tuple(bar_frames(chart, tempo_map)),
        frozenset((names.get(play.wav_id, ""), play.start) for play in plays),
        (*opened.warnings, *rendered.warnings),
    )


def _note_frames(plays: Sequence[Play]) -> tuple[int, ...]:
    return tuple(sorted(play.start for play in plays if play.lane is not None))


def plan_pairs(charts: Sequence[Played], options: ListeningOptions) -> tuple[Pair, ...]:
    """Every segment once for every two charts, in an order and on sides drawn by the seed.

    Each of two charts is X in half of their pairs (one more of the first or second when odd).
    Raises ConfigError for fewer than two charts, too many pairs, or charts that share no time.
    """
    if len(charts) < 2:
        raise ConfigError("a listening test compares at least two charts")
    couples = list(combinations(range(len(charts)), 2))
    if len(couples) * options.segments > MAX_PAIRS:
        raise ConfigError(f"that makes more than {MAX_PAIRS} pairs; ask for fewer segments")
    segments = choose_segments(charts[0].bars, [chart.notes for chart in charts], options)
    draw = random.Random(options.seed)
    drawn: list[tuple[Segment, int, int]] = []
    for first, second in couples:
        turned = [index % 2 == 0 for index in range(len(segments))]
        draw.shuffle(turned)
        for segment, turn in zip(segments, turned, strict=True):
            drawn.append((segment, second, first) if turn else (segment, first, second))
    draw.shuffle(drawn)
    return tuple(Pair(number, *what) for number, what in enumerate(drawn, start=1))


def song_warnings(charts: Sequence[Played]) -> tuple[str, ...]:
    """Charts that are not of the first one's song: other measure lines, or another mix."""
    reference = charts[0]
    lines = []
    for chart in charts[1:]:
        other, all_ = chart.starts ^ reference.starts, chart.starts | reference.starts
        if other:
            lines.append(
                f"{chart.name}: {len(other) / len(all_):.1%} of all sounds are only in it or only"
                f" in {reference.name}; listeners may hear the mix instead of the notes"
            )
        apart = max(
            (abs(a - b) for a, b in zip(reference.bars, chart.bars, strict=False)), default=0
        )
        if apart > SAME_BARS_SECONDS * RENDER_RATE:
            lines.append(
                f"{chart.name}: its measures are up to {apart / RENDER_RATE:.2f} s off those of"
                f" {reference.name}; segments are cut at the same seconds"
            )
    return tuple(lines)


def pair_sounds(pair: Pair, charts: Sequence[Played]) -> tuple[Waveform, Waveform]:
    """What X and Y sound like: the same seconds of both charts, equally loud (RMS).

    Louder is mostly taken for better, so the louder one is turned down, and both where one would
    clip.
    """
    pieces = [
        excerpt(charts[index].waveform, pair.segment.start, pair.segment.end)
        for index in (pair.x, pair.y)
    ]
    levels = [float(np.sqrt(np.mean(np.square(p.samples, dtype=np.float64)))) for p in pieces]
    quiet = min(levels)
    gains = [quiet / level if level > 0 else 1.0 for level in levels]
    peaks = [float(np.abs(p.samples).max()) * g for p, g in zip(pieces, gains, strict=True)]
    common = min(1.0, _CEILING / max(*peaks, 1e-9))
    x, y = (
        Waveform(piece.samples * np.float32(gain * common), RENDER_RATE)
        for piece, gain in zip(pieces, gains, strict=True)
    )
    return x, y
