"""One song judged: what a listener found against what is true."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from automapper.ear.evaluation.metrics import (
    Times,
    continuity,
    f_measure,
    judged,
    octave_of,
    offset_error,
    signed_distances,
)
from automapper.ear.evaluation.note_grid import WITHIN_S, grid_fits, played_share
from automapper.ear.evaluation.truths import Truth
from automapper.ear.redlines import line_beats

EXACT, CLOSE = 1e-4, 5e-4  # shares of the tempo: .01 % is exact, .05 % is what old charts allow
LEVEL = 0.02  # share within which a tempo is of the true octave, however rough
OFFSET_S = 0.010

Figures = dict[str, float]


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """What a listener made of a song; times in s.

    ``beats`` and ``downbeats`` are what it heard, ``grid`` the beats of the timing one would write
    from it, ``bpm`` the tempo that holds longest. ``redlines``: (time, bpm) of the timing points,
    () where it gives none. ``profile`` and ``confidence`` (0-1) as of a pulse, empty and NaN of
    listeners without. ``seconds`` is the wall time of listening, ``duration`` that of the song.
    ``tells_bars`` is False of a listener that hears no downbeats at all.
    """

    beats: Times
    downbeats: Times
    grid: Times
    bpm: float
    profile: str = ""
    confidence: float = float("nan")
    redlines: tuple[tuple[float, float], ...] = ()
    seconds: float = 0.0
    duration: float = 0.0
    tells_bars: bool = True


def judge(truth: Truth, found: Found) -> Figures:
    """Every figure that the truth allows, by name; shares and yes or no are 0-1, times s.

    ``beat_f``, ``cmlt``, ``amlt``, ``downbeat_f``; ``tempo`` (within .01 % up to octave), ``level``
    (the octave right), ``exact`` (both); ``close`` (.05 %, where only a tempo is known);
    ``offset`` and ``bar_offset`` (found minus true, modulo the beat and the bar), ``offset_10``,
    ``bar_10``, ``both`` (exact and ``offset_10``); ``strays_50`` and ``strays_95`` of true beats
    from the grid; ``written`` redlines, ``redlines`` for each true one, ``kept`` (true beats
    within 10 ms of their lines); ``wall`` for three minutes of song; the figures of :func:`notes`.
    """
    figures = {"confidence": found.confidence, "wall": _wall(found)}
    if len(truth.beats):
        figures |= _beats(truth, found)
    if truth.bpm is not None:
        figures |= _tempo(truth, found.bpm)
        if truth.offset_known:
            figures |= _offset(truth, found, exact=figures["exact"] == 1.0)
    if len(truth.beats) and (truth.bpm is None or truth.offset_known):
        figures |= _strays(truth, found)
    if found.redlines:
        figures["written"] = float(len(found.redlines))
    if truth.redlines and found.redlines:
        figures["redlines"] = len(found.redlines) / truth.redlines
    if len(truth.notes) and len(found.grid) > 1:
        figures |= notes(truth, found.grid)
    return figures


def _wall(found: Found) -> float:
    return found.seconds / max(found.duration, 1.0) * 180.0


def _beats(truth: Truth, found: Found) -> Figures:
    true, heard = judged(truth.beats, truth.span), judged(found.beats, truth.span)
    levels = continuity(true, heard)
    figures = {"beat_f": f_measure(true, heard), "cmlt": levels.correct, "amlt": levels.any}
    if len(truth.downbeats) and found.tells_bars:
        true, heard = judged(truth.downbeats, truth.span), judged(found.downbeats, truth.span)
        figures["downbeat_f"] = f_measure(true, heard)
    return figures


def _tempo(truth: Truth, bpm: float) -> Figures:
    true_bpm = truth.bpm or 1.0
    exact = octave_of(bpm, true_bpm, EXACT)
    figures = {
        "bpm": bpm,
        "tempo": float(exact is not None),
        "level": float(octave_of(bpm, true_bpm, LEVEL) == 1.0),
        "exact": float(exact == 1.0),
    }
    if not len(truth.beats):
        figures["close"] = float(octave_of(bpm, true_bpm, CLOSE) is not None)
    return figures


def _offset(truth: Truth, found: Found, *, exact: bool) -> Figures:
    octave = octave_of(found.bpm, truth.bpm or 1.0, LEVEL) or 1.0
    true, grid = judged(truth.beats, truth.span), judged(found.grid, truth.span)
    figures = {"offset": offset_error(true, grid, octave)}
    right = abs(figures["offset"]) < OFFSET_S
    figures |= {"offset_10": float(right), "both": float(right and exact)}
    bars = judged(truth.downbeats, truth.span)
    if len(bars) and found.tells_bars:  # of no downbeats the error is no number, and no success
        figures["bar_offset"] = offset_error(bars, found.downbeats)
        figures["bar_10"] = float(abs(figures["bar_offset"]) < OFFSET_S)
    return figures


def _strays(truth: Truth, found: Found) -> Figures:
    """Distances of true beats from the grid, and from the lines of the redlines."""
    true = judged(truth.beats, truth.span)
    grid = found.beats if truth.bpm is None else found.grid  # a line says nothing of a moving tempo
    if not len(grid) or not len(true):
        return {}
    strays = np.abs(signed_distances(true, grid))
    figures = {
        "strays_50": float(np.median(strays)),
        "strays_95": float(np.percentile(strays, 95)),
    }
    if found.redlines:
        lines = line_beats(found.redlines, truth.span[1] + 1.0)
        kept = np.abs(signed_distances(true, lines)) <= OFFSET_S
        figures["kept"] = float(kept.mean())
    return figures


def notes(truth: Truth, grid: Times) -> Figures:
    """How notes lie on the lines of a grid.

    ``played`` and ``played_shifted``: share within 15 ms of 1/3 and 1/4 lines as charted and with
    the chart's own shift taken off; ``notes_D_50``, ``_95``, ``_max``, ``_2ms``, ``_5ms``,
    ``_10ms``: the scorecard for 1/D (0: the nearest of all).
    """
    moved = truth.notes + truth.shift
    figures = {
        "played": played_share(truth.notes, grid),
        "played_shifted": played_share(moved, grid),
    }
    for fit in grid_fits(moved, grid):
        name = f"notes_{fit.divisor}"
        figures |= {f"{name}_50": fit.median, f"{name}_95": fit.p95, f"{name}_max": fit.largest}
        for limit, share in zip(WITHIN_S, fit.within, strict=True):
            figures[f"{name}_{1000 * limit:.0f}ms"] = share
    return figures
