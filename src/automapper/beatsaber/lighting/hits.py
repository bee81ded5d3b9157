"""The moments that light up: the chart's notes and the beats of the music, in one row."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from automapper.beatsaber.model import Hand, Note
from automapper.ear.pulse import Pulse, Section, SectionName
from automapper.timing import exact

# Hits nearer to each other than this are one: a light this near to a note counts as its light.
MERGE_S = 0.030
PHASE_DIVISOR = 48
BUSY_S = 8
MOST_PULSES_S = 10
OUTLAST_S = 120.0
# Pulses between .32 and .8 s apart are what a foot taps.
PULSE_BPM = (75.0, 188.0)


class Place(IntEnum):
    """Where in the bar a hit falls."""

    BETWEEN = 0
    BEAT = 1
    DOWNBEAT = 2


@dataclass(frozen=True, slots=True)
class Hit:
    """A moment to light: ``hands`` cut there (empty: music alone), ``strength`` 0-1 in the song."""

    beat: Fraction
    seconds: float
    hands: frozenset[Hand]
    strength: float
    place: Place


@dataclass(frozen=True, slots=True)
class Scene:
    """A section on the level's beats: [start, end), both on the beat grid of ``phase``."""

    section: Section
    index: int
    start: Fraction
    end: Fraction


@dataclass(frozen=True, slots=True, eq=False)
class Stage:
    """All that the scenes of one level share.

    ``notes``: beat -> hands, sorted by beat. ``phase``: where the notes' beats lie within a beat,
    0 unless the level was mapped off the grid. ``unit``: beats between two pulses.
    ``downbeats``: grid beats that start a bar, in units of whole beats after ``phase``.
    ``ranked``: the song's flux in order, to rank moments by. ``busyness``: mean flux of its
    stretches of 8 s, in order. ``song``: a name for draws, so that
    songs differ under one seed; it survives padding and re-encoding.
    """

    pulse: Pulse
    notes: tuple[tuple[Fraction, frozenset[Hand]], ...]
    phase: Fraction
    unit: Fraction
    downbeats: frozenset[int]
    ranked: NDArray[np.float32]
    busyness: NDArray[np.float64]
    song: str


def set_stage(pulse: Pulse, notes: Sequence[Note]) -> Stage:
    """Gather what all scenes share. ``pulse.tempo_map`` counts the beats of ``notes``."""
    hands: dict[Fraction, set[Hand]] = {}
    for note in notes:
        hands.setdefault(note.beat, set()).add(note.hand)
    moments = tuple((beat, frozenset(hands[beat])) for beat in sorted(hands))
    phase = note_phase([float(beat) for beat in hands])
    downs = pulse.tempo_map.beats_array(pulse.downbeats) - float(phase)
    downbeats = frozenset(np.floor(downs + 0.5).astype(np.int64).tolist())
    middle = pulse.tempo_map.beat(exact(pulse.duration / 2))
    bpm = float(pulse.tempo_map.bpm_at(middle))
    flux = pulse.salience.flux
    stretch = BUSY_S * pulse.salience.grid.fps
    means = [float(flux[i : i + stretch].mean()) for i in range(0, len(flux), stretch)]
    ranked, busyness, song = np.sort(flux), np.sort(np.array(means)), f"{bpm:.1f}"
    return Stage(pulse, moments, phase, _unit(pulse, bpm), downbeats, ranked, busyness, song)


def _unit(pulse: Pulse, bpm: float) -> Fraction:
    """Beats between two pulses at a tempo; more where some stretch is absurdly fast."""
    unit = Fraction(1)
    while bpm / float(unit) > PULSE_BPM[1]:
        unit *= 2
    while bpm / float(unit) < PULSE_BPM[0] and unit > Fraction(1, 4):
        unit /= 2
    beats = pulse.tempo_map.beat(pulse.duration) - pulse.tempo_map.beat(0.0)
    while beats / unit > MOST_PULSES_S * exact(pulse.duration) + 1000:
        unit *= 2
    return unit


def busy(stage: Stage, start: Fraction, end: Fraction) -> float:
    """How much starts in [start, end) beats against the rest of the song: a rank 0-1."""
    times = stage.pulse.tempo_map.seconds_array([float(start), float(end)])
    first, last = stage.pulse.salience.grid.frame(times).tolist()
    part = stage.pulse.salience.flux[max(first, 0) : max(last, 0)]
    if not len(part) or len(stage.busyness) < 2:
        return 0.5
    return float(np.searchsorted(stage.busyness, part.mean()) / len(stage.busyness))


def note_phase(beats: Sequence[float]) -> Fraction:
    """The constant part of a beat, in 48ths, by which notes lie off whole beats; mostly 0.

    Many old community levels carry one. It is taken only if it explains the notes far better than
    the level's own beats do.
    """
    if len(beats) < 16:
        return Fraction(0)
    ticks = np.floor(np.asarray(beats) * PHASE_DIVISOR + 0.5).astype(np.int64) % PHASE_DIVISOR
    share = np.bincount(ticks, minlength=PHASE_DIVISOR) / len(beats)
    # Whole beats weigh most, halves and quarters support them.
    score = share + 0.5 * np.roll(share, -24) + 0.2 * (np.roll(share, -12) + np.roll(share, 12))
    best = int(score.argmax())
    if best % 12 == 0 or score[best] - score[0] < 0.2:
        return Fraction(0)
    return Fraction(best, PHASE_DIVISOR)


def scenes(stage: Stage) -> list[Scene]:
    """The song's sections on the beat grid, without gaps.

    The first begins at the level's start, the last ends with the audio or the last note. A song
    without sections is one scene.
    """
    pulse = stage.pulse
    whole = Section(0.0, pulse.duration, "A", 0, SectionName.OTHER, 0.5, 0.0)
    sections = pulse.sections or (whole,)
    first = stage.phase + max(0, math.ceil(_beat(stage, 0.0) - stage.phase))
    last = max(first, _beat(stage, pulse.duration))
    if stage.notes and stage.notes[-1][0] >= last:
        # Some old levels outlast their audio; their last notes are lit all the same.
        last = stage.phase + math.floor(stage.notes[-1][0] - stage.phase) + 1
        last = min(last, _beat(stage, pulse.duration + OUTLAST_S))
    borders = [first, *(_on_grid(stage, section.start) for section in sections[1:]), last]
    for i in range(1, len(borders)):
        borders[i] = min(max(borders[i], borders[i - 1]), last)
    return [
        Scene(section, index, borders[index], borders[index + 1])
        for index, section in enumerate(sections)
        if borders[index + 1] > borders[index]
    ]


def hits(stage: Stage, start: Fraction, end: Fraction, step: Fraction) -> list[Hit]:
    """Notes of [start, end) and its grid every ``step`` beats, sorted, none within 30 ms."""
    low = bisect_left(stage.notes, start, key=lambda row: row[0])
    high = bisect_left(stage.notes, end, key=lambda row: row[0])
    rows = list(stage.notes[low:high])
    rows += [(start + step * k, frozenset()) for k in range(math.ceil((end - start) / step))]
    # Notes come before grid beats of the same moment, so that merging keeps the hands.
    rows.sort(key=lambda row: (row[0], not row[1]))
    if not rows:
        return []
    seconds = stage.pulse.tempo_map.seconds_array([float(beat) for beat, _ in rows])
    strengths = _strengths(stage, seconds)
    kept = _merge(rows, seconds.tolist())
    return [
        Hit(rows[i][0], float(seconds[i]), hands, float(strengths[i]), _place(stage, rows[i][0]))
        for i, hands in kept
    ]


def _merge(
    rows: Sequence[tuple[Fraction, frozenset[Hand]]], seconds: Sequence[float]
) -> list[tuple[int, frozenset[Hand]]]:
    """Rows that stand for a moment, with all hands of it; a note wins over a grid beat."""
    kept: list[tuple[int, frozenset[Hand]]] = []
    for i, (_, hands) in enumerate(rows):
        if not kept or seconds[i] - seconds[kept[-1][0]] > MERGE_S:
            kept.append((i, hands))
        elif hands:
            earlier, others = kept[-1]
            # Moving to the later one must not leave an earlier note without its light.
            kept[-1] = (earlier, others | hands) if others else (i, hands)
    return kept


def _strengths(stage: Stage, seconds: NDArray[np.float64]) -> NDArray[np.float64]:
    flux = stage.pulse.salience.flux
    if not len(flux):
        return np.zeros(len(seconds))
    frames = stage.pulse.salience.grid.frame(seconds)[:, None] + np.arange(-2, 4)[None, :]
    peaks = flux[np.clip(frames, 0, len(flux) - 1)].max(axis=1)  # (hits,)
    return np.asarray(np.searchsorted(stage.ranked, peaks) / len(flux))


def _place(stage: Stage, beat: Fraction) -> Place:
    position = beat - stage.phase
    if position.denominator != 1:
        return Place.BETWEEN
    return Place.DOWNBEAT if position.numerator in stage.downbeats else Place.BEAT


def _beat(stage: Stage, seconds: float) -> Fraction:
    """Grid beat at or before a time."""
    beat = stage.pulse.tempo_map.beat(seconds)
    return stage.phase + math.floor(beat - stage.phase)


def _on_grid(stage: Stage, seconds: float) -> Fraction:
    beat = stage.pulse.tempo_map.beat(seconds)
    return stage.phase + math.floor(beat - stage.phase + Fraction(1, 2))
