"""Stretches of a song that carry no pulse: held pads, speech, silence, long endings."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from automapper.ear.sound.heard import Heard
from automapper.ear.sound.novelty import NOVELTY_GRID, Novelty
from automapper.ear.spans import runs
from automapper.ear.speech import find_speech
from automapper.ear.unheard import WINDOW_S, unheard

Rests = tuple[tuple[float, float], ...]

_IN_TIME = 0.75  # share of the song's pulse that shows that a stretch has one, heard or not
_STILL = 0.1  # attacks relative to their mean: less is none
_PARTS = (1, 2, 3, 4)  # of a beat, on which attacks may keep time
_SILENT = 0.02  # level relative to the song's median
_SHORTEST_S = 5.0
_ATTACK_S = 0.1  # that a sound may take to be as loud as one that ends a silence
_SOUND_S = 0.3  # a sound as short as this does not end a silence


def find_rests(heard: Heard, beats: NDArray[np.float64]) -> Rests:
    """(start, end) s of the stretches without a pulse, sorted and apart, each 5 s or longer.

    A stretch rests where nothing sounds or nothing starts, or where the net hears beats neither on
    the grid of ``beats`` nor regularly beside it, or somebody speaks, and what starts does not keep
    to the grid either. With fewer than 8 beats nothing rests.
    """
    if len(beats) < 8:
        return ()
    still = _still(heard, beats)
    spans = _silences(heard)
    spans += [(float(beats[first]), float(beats[last])) for first, last in runs(still)]
    if heard.activations is not None:
        doubted = unheard(heard.activations.beat, beats, still) + find_speech(heard, beats)
        doubted = _beside(doubted, _joined(spans, heard.duration))
        spans += _out_of_time(heard.novelty, beats, doubted)
    return tuple((start, _on_beat(end, beats)) for start, end in _joined(spans, heard.duration))


def _beside(spans: list[tuple[float, float]], rests: Rests) -> list[tuple[float, float]]:
    """Spans (s) without the ends that rests cover: what is left has to be a rest of its own.

    A net takes seconds to hear the first beats after a silence.
    """
    out = []
    for start, end in spans:
        for first, last in rests:
            if first <= start < last:
                start = last
            if first < end <= last:
                end = first
        if end - start >= _SHORTEST_S:
            out.append((start, end))
    return out


def _on_beat(end: float, beats: NDArray[np.float64]) -> float:
    """The beat just before the end of a rest, s, if there is one: what ended it sounded there."""
    index = int(np.searchsorted(beats, end)) - 1
    return float(beats[index]) if index >= 0 and end - beats[index] <= _ATTACK_S else end


def _joined(spans: list[tuple[float, float]], duration: float) -> Rests:
    """Spans in s, those that overlap as one, within the song and without what is too short."""
    merged: list[tuple[float, float]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    limited = [(max(0.0, start), min(end, duration)) for start, end in merged]
    return tuple((start, end) for start, end in limited if end - start >= _SHORTEST_S)


def find_pauses(heard: Heard) -> Rests:
    """(start, end) s where nothing sounds or nothing starts, sorted and apart, 5 s or longer."""
    fps = heard.salience.grid.fps
    still = runs(heard.accents[:, -1] < _STILL)
    spans = [(first / fps, last / fps) for first, last in still]
    return _joined([*_silences(heard), *spans], heard.duration)


def outside(times: NDArray[np.float64], rests: Rests) -> NDArray[np.float64]:
    """Those of ``times`` (s) that lie in no rest; a rest holds its start and not its end."""
    kept = np.ones(len(times), bool)
    for start, end in rests:
        kept &= (times < start) | (times >= end)
    return times[kept]


def _silences(heard: Heard) -> list[tuple[float, float]]:
    """Stretches far quieter than the song."""
    level = heard.salience.level.mean(axis=1)
    if len(level) == 0:
        return []
    fps = heard.salience.grid.fps
    low = level < _SILENT * float(np.median(level))
    quiet = [(a, b) for a, b in runs(low) if b - a >= _SOUND_S * fps]
    joined: list[tuple[int, int]] = []
    for first, last in quiet:
        if joined and first - joined[-1][1] <= _SOUND_S * fps:
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((first, last))
    return [(a / fps, b / fps) for a, b in joined if b - a >= _SHORTEST_S * fps]


def _still(heard: Heard, beats: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether nothing starts between a beat and the next."""
    edges = np.clip(heard.salience.grid.frame(beats), 0, len(heard.accents) - 1)
    loudest = np.maximum.reduceat(heard.accents[:, -1], edges)[:-1]
    return np.asarray(loudest < _STILL)


def _out_of_time(
    curve: Novelty, beats: NDArray[np.float64], spans: list[tuple[float, float]]
) -> list[tuple[float, float]]:
    """Those spans (s) whose attacks keep less to the grid of ``beats`` than the song's do."""
    if not spans:
        return []
    usual = np.median(_in_time(curve, beats, curve.start, curve.start + curve.seconds))
    own = [_in_time(curve, beats, *span) for span in spans]
    return [
        span
        for span, values in zip(spans, own, strict=True)
        if not (len(values) and values.mean() >= _IN_TIME * usual)
    ]


def _in_time(
    curve: Novelty, beats: NDArray[np.float64], start: float, end: float
) -> NDArray[np.float64]:
    """How much 0-1 the attacks in each 6 s of a span (s) keep to beats or even parts of beats."""
    part = curve.between(start, end)
    size = round(WINDOW_S * NOVELTY_GRID.fps)
    times = part.start + np.arange(len(part.values)) / NOVELTY_GRID.fps
    places = np.interp(times, beats, np.arange(len(beats), dtype=np.float64))
    edges = np.arange(0, len(part.values) + 1, size)
    if len(edges) < 2:
        edges = np.array([0, len(part.values)])
    if not len(part.values):
        return np.zeros(0)
    total = np.maximum(np.add.reduceat(part.values.astype(np.float64), edges[:-1]), 1e-9)
    turns = [np.exp(-2j * np.pi * parts * places) for parts in _PARTS]
    sums = [np.abs(np.add.reduceat(part.values * turn, edges[:-1])) for turn in turns]
    return np.asarray(np.max(sums, axis=0) / total)
