"""Which charts of a song fit its audio: one timing is judged once, notes chart by chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from automapper.ear.sound.novelty import Novelty
from automapper.osumania.dataset.alignment import REACH_S, Alignment, align
from automapper.osumania.dataset.grids import agree
from automapper.osumania.song_charts import SongChart

MIN_NOTES = 30  # fewer say too little about where the attacks are
# Over 196 songs and 588 times their own notes at a false tempo: the true lie at 7.6 and more, the
# false at 3.5 and less.
MIN_SHARPNESS = 5.0
# Farther off, half of a 10 ms tolerance is used up at the ends of the song.
MAX_DRIFT_S, DRIFT_GAIN = 0.015, 1.1
WIDE_GAIN = 1.25


@dataclass(frozen=True, slots=True, eq=False)
class Timing:
    """The beats that charts share: those of ``song``, the fullest chart that counts them.

    ``alignment``: how that chart lies to the audio; ``why``: what is wrong with it, or "".
    """

    song: SongChart
    alignment: Alignment
    why: str


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """A chart whose notes stand on attacks, and on beats that hold."""

    song: SongChart
    alignment: Alignment
    timing: Timing


@dataclass(frozen=True, slots=True, eq=False)
class Misfit:
    """A chart that is left out, and why; ``alignment`` where it was measured."""

    song: SongChart
    why: str
    alignment: Alignment | None = None


def judged(charts: Sequence[SongChart], novelty: Novelty) -> tuple[Fit | Misfit, ...]:
    """Each chart as a fit or a misfit, in their order: the fullest first.

    Shift and drift belong to a timing, so the fullest chart on it is asked for them: sparse charts
    play what stands out, and that may recur on another beat. Of charts with the same notes the
    first is kept.
    """
    timings: list[Timing] = []
    found: list[Fit | Misfit] = []
    for song in charts:
        one = _judged(song, timings, novelty)
        twin = next((fit for fit in found if isinstance(fit, Fit) and _same(fit.song, song)), None)
        if isinstance(one, Fit) and twin is not None:
            one = Misfit(song, f"twice: the notes of {_name(twin.song)}", one.alignment)
        found.append(one)
    return tuple(found)


def _judged(song: SongChart, timings: list[Timing], novelty: Novelty) -> Fit | Misfit:
    if len(song.chart.notes) < MIN_NOTES:
        return Misfit(song, f"few notes: {len(song.chart.notes)}, not {MIN_NOTES}")
    times = song.times
    alignment = align(novelty, np.unique(times))
    if alignment is None:
        return Misfit(song, "no match: the notes lie outside the audio")
    if alignment.sharpness < MIN_SHARPNESS:
        why = f"no match: sharpness {alignment.sharpness:.1f}, not {MIN_SHARPNESS:g}"
        return Misfit(song, why, alignment)
    known = (one for one in timings if agree(one.song.tempo_map, song.tempo_map, times))
    timing = next(known, None)
    if timing is None:
        timing = Timing(song, alignment, _off(alignment))
        timings.append(timing)
    return Misfit(song, timing.why, alignment) if timing.why else Fit(song, alignment, timing)


def _off(alignment: Alignment) -> str:
    """Why the beats of a chart do not hold in the audio, "" where they do."""
    reach = round(REACH_S * 1000)
    if alignment.wide_gain > WIDE_GAIN:
        far = alignment.wide_shift * 1000
        return f"shifted: attacks are {far:+.0f} ms from the notes, beyond {reach} ms"
    if abs(alignment.drift) > MAX_DRIFT_S and alignment.drift_gain > DRIFT_GAIN:
        return f"drifts: attacks move by {alignment.drift * 1000:+.0f} ms over the song"
    return ""


def _same(one: SongChart, other: SongChart) -> bool:
    """Whether two charts ask for the same keys at the same times."""
    if len(one.chart.notes) != len(other.chart.notes):
        return False
    pairs = zip(one.chart.notes, other.chart.notes, strict=True)
    return all((a.time, a.column, a.end) == (b.time, b.column, b.end) for a, b in pairs)


def _name(song: SongChart) -> str:
    return f"{song.file}: {song.chart.words.version}"
