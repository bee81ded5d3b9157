"""How hard a chart is to play, as the level its author might have printed on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from automapper.bms.model import Chart, KeyMode, Note
from automapper.bms.timeline import measure_bars, tempo_map

# Fitted on 143 charts whose authors gave levels 1-12: mean error 1.39 levels.
LEVEL_AT_REST, LEVEL_PER_NPS = 2.72, 0.66
# Ten keys: mean error 1.12 levels.
TEN_AT_REST, TEN_PER_NPS, TEN_PER_NPS_SD, TEN_PER_CHORD = -1.86, 0.44, 1.47, 0.66
LOWEST_LEVEL = 1.0


@dataclass(frozen=True, slots=True)
class PlayFigures:
    """What a player meets.

    ``notes`` (a long note is one); ``seconds`` from the first to the last of them; ``nps`` notes a
    second over that part; ``nps_sd`` the standard deviation of the notes in each whole second of
    it; ``nps_peak`` the most notes in one of these seconds; ``chord_mean`` notes at a position,
    on average, 1 or more; ``chord_share`` share of the positions that have two notes or more.
    """

    notes: int
    seconds: float
    nps: float
    nps_sd: float
    nps_peak: int
    chord_mean: float
    chord_share: float


SILENCE = PlayFigures(0, 0.0, 0.0, 0.0, 0, 0.0, 0.0)


def note_seconds(chart: Chart) -> NDArray[np.float64]:
    """When each playable note is to be hit, s from the start of the chart, in the chart's order."""
    return tempo_map(chart).seconds_array(_beats(measure_bars(chart), chart.notes))


def _beats(bars: Sequence[Fraction], notes: Sequence[Note]) -> list[float]:
    """The beats of notes as the nearest floats; whole numbers are faster here than fractions."""
    measures: dict[int, tuple[int, int, int]] = {}
    beats: list[float] = []
    for note in notes:
        measure, fraction = note.place.measure, note.place.fraction
        if measure not in measures:
            start, length = bars[measure], bars[measure + 1] - bars[measure]
            whole = start.denominator * length.denominator
            measures[measure] = (
                start.numerator * length.denominator,
                length.numerator * start.denominator,
                whole,
            )
        begin, size, whole = measures[measure]
        part = fraction.denominator
        beats.append((begin * part + size * fraction.numerator) / (whole * part))
    return beats


def play_figures(chart: Chart) -> PlayFigures:
    """The figures of a chart; all 0 where nothing is played."""
    return figures_of(note_seconds(chart), positions_of(chart.notes))


def positions_of(notes: Sequence[Note]) -> list[tuple[int, int, int]]:
    """A note's exact position as three whole numbers, which hash faster than a place does."""
    return [
        (note.place.measure, note.place.fraction.numerator, note.place.fraction.denominator)
        for note in notes
    ]


def figures_of(seconds: NDArray[np.float64], positions: Sequence[Hashable]) -> PlayFigures:
    """The figures of notes at times (s, any order) and positions (equal ones are a chord).

    A part shorter than one second counts as one second long, so that a single chord is not
    infinitely dense.
    """
    if not len(seconds):
        return SILENCE
    start, length = float(seconds.min()), float(np.ptp(seconds))
    whole = max(float(np.ceil(length)), 1.0)
    bins = np.minimum(np.floor(seconds - start), whole - 1)
    # Only the seconds that have notes are counted: a stop may last for years.
    counts = np.unique(bins, return_counts=True)[1]
    mean = len(seconds) / whole
    variance = float((counts.astype(np.float64) ** 2).sum()) / whole - mean**2
    chords = Counter(positions)
    return PlayFigures(
        notes=len(seconds),
        seconds=round(length, 3),
        nps=round(len(seconds) / max(length, 1.0), 3),
        nps_sd=round(max(variance, 0.0) ** 0.5, 3),
        nps_peak=int(counts.max()),
        chord_mean=round(len(seconds) / len(chords), 3),
        chord_share=round(sum(size > 1 for size in chords.values()) / len(chords), 3),
    )


def estimated_level(mode: KeyMode, figures: PlayFigures) -> float:
    """The level, 1 or more, one decimal: 2.72 + .66 NPS, and a model of its own for ten keys.

    Ten keys: -1.86 + .44 NPS + 1.47 standard deviation of NPS + .66 mean chord size.
    """
    if mode is KeyMode.TEN:
        level = (
            TEN_AT_REST
            + TEN_PER_NPS * figures.nps
            + TEN_PER_NPS_SD * figures.nps_sd
            + TEN_PER_CHORD * figures.chord_mean
        )
    else:
        level = LEVEL_AT_REST + LEVEL_PER_NPS * figures.nps
    return max(LOWEST_LEVEL, round(level, 1))
