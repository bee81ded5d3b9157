"""How far found beats, tempi and offsets lie from the true ones.

Beats are times in s, float64, sorted, shape (n,). Definitions follow the evaluation of beat
tracking in MIREX (Davies, Degara and Plumbley, "Evaluation methods for musical audio beat tracking
algorithms", 2009).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Times = NDArray[np.float64]

F_WINDOW = 0.070  # s
CONTINUITY = 0.175  # largest error of phase and of period, shares of the true period
LEAD_IN = 5.0  # s in which a listener finds the beat: not judged
OCTAVES = (1.0, 0.5, 2.0)  # found / true tempo, that which is wanted first


@dataclass(frozen=True, slots=True)
class Continuity:
    """Shares 0-1 of beats right in phase and period at the ``correct`` / at ``any`` level."""

    correct: float
    any: float


def judged(beats: Times, span: tuple[float, float]) -> Times:
    """The beats within ``span`` (s, widened by the window of the F measure) after the lead-in."""
    first = max(span[0] - F_WINDOW, LEAD_IN)
    return beats[(beats >= first) & (beats <= span[1] + F_WINDOW)]


def f_measure(truth: Times, found: Times, window: float = F_WINDOW) -> float:
    """F of found against true beats, 0-1; each matches at most one within ``window`` s."""
    if not len(truth) or not len(found):
        return 0.0
    return 2.0 * _matches(truth, found, window) / (len(truth) + len(found))


def _matches(truth: Times, found: Times, window: float) -> int:
    """Size of the largest matching: for windows of one width the earliest partner is best."""
    count, at = 0, 0
    for time in truth.tolist():
        while at < len(found) and found[at] < time - window:
            at += 1
        if at == len(found):
            break
        if found[at] <= time + window:
            count, at = count + 1, at + 1
    return count


def continuity(truth: Times, found: Times) -> Continuity:
    """CMLt and AMLt: beats right in phase and period, also off-beat or at half or double tempo."""
    if len(truth) < 2 or len(found) < 2:
        return Continuity(0.0, 0.0)
    places = np.arange(len(truth))
    doubled = np.interp(np.arange(0, len(truth) - 0.5, 0.5), places, truth)
    shares = [_right_share(truth, found)]
    for other in (doubled[1::2], doubled, truth[::2], truth[1::2]):
        if len(other) > 1:
            shares.append(_right_share(other, found))
    return Continuity(shares[0], max(shares))


def _right_share(truth: Times, found: Times) -> float:
    """Found beats near a true one, as far from their neighbour as it is from its own."""
    after = np.clip(np.searchsorted(truth, found), 1, len(truth) - 1)
    nearest = np.where(found - truth[after - 1] <= truth[after] - found, after - 1, after)
    # The first beats look ahead for their period, all others back.
    ahead = (np.arange(len(found)) == 0) | (nearest == 0)
    found_gaps, true_gaps = np.diff(found), np.diff(truth)
    place = np.arange(len(found))
    found_gap = np.where(
        ahead,
        found_gaps[np.minimum(place, len(found_gaps) - 1)],
        found_gaps[np.maximum(place - 1, 0)],
    )
    true_gap = np.where(
        ahead,
        true_gaps[np.minimum(nearest, len(true_gaps) - 1)],
        true_gaps[np.maximum(nearest - 1, 0)],
    )
    phase = np.abs(found - truth[nearest]) / true_gap
    period = np.abs(1.0 - found_gap / true_gap)
    right = (phase < CONTINUITY) & (period < CONTINUITY)
    matched = len(np.unique(nearest[right]))  # no true beat counts twice
    return matched / max(len(truth), len(found))


def octave_of(found_bpm: float, true_bpm: float, tolerance: float) -> float | None:
    """Which of :data:`OCTAVES` times the true tempo was found, within a share; None: another."""
    for factor in OCTAVES:
        if abs(found_bpm / (true_bpm * factor) - 1.0) < tolerance:
            return factor
    return None


def signed_distances(times: Times, grid: Times) -> Times:
    """Nearest of a sorted ``grid`` (at least one) minus each time, s; shape of ``times``."""
    if len(grid) == 1:
        return np.asarray(grid[0] - times)
    after = np.clip(np.searchsorted(grid, times), 1, len(grid) - 1)
    back, ahead = grid[after - 1] - times, grid[after] - times
    return np.asarray(np.where(-back <= ahead, back, ahead))


def offset_error(truth: Times, found: Times, octave: float = 1.0) -> float:
    """By how much found beats are late in the median, s, modulo the shorter of the two beats."""
    if not len(truth) or not len(found):
        return float("nan")
    if octave < 1.0:  # fewer beats were found than there are: each lies near a true one
        return -float(np.median(signed_distances(found, truth)))
    return float(np.median(signed_distances(truth, found)))


def straight_line(beats: Times) -> tuple[float, float]:
    """(bpm, time of a beat) of the steady pulse that fits beats best by least squares.

    Beats may be missing: each is counted by its distance from the one before. Beats farther than a
    tenth of a beat from the first fit are left out of the second. NaNs for fewer than three beats.
    """
    if len(beats) < 3:
        return float("nan"), float("nan")
    gaps = np.diff(beats)
    number = np.concatenate([[0.0], np.cumsum(np.round(gaps / np.median(gaps)))])
    period, offset = np.polyfit(number, beats, 1)
    near = np.abs(beats - offset - period * number) < 0.1 * period
    if np.count_nonzero(near) >= 3:
        period, offset = np.polyfit(number[near], beats[near], 1)
    return 60.0 / float(period), float(offset)
