"""Where music of one tempo leaps: something was cut out, or a pause is no whole beats long."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from automapper.ear.activations import NET_GRID, Activations
from automapper.ear.sound.heard import Heard
from automapper.ear.sound.novelty import Novelty
from automapper.ear.sound.periodicity import refine, spectrum, together
from automapper.ear.tempo.parts import border_of

_PLACES = 48  # of a beat
_WINDOW_S, _HOP_S = 8.0, 1.0
_BLUR_S = 0.02
# What a leap costs, and what a step to the next place (a tempo that is a little off), in windows
# that say nothing for the old place.
_LEAP, _STEP = 1.5, 0.3
_LEAST_S = 0.03  # a smaller leap may be a net that hears another drum
# Windows of both sides overlap: a small leap is taken in a few steps. Where the beat wanders before
# it or after it as well, the tempo is another or moves.
_WITHIN_S, _STILL_S, _STILL = 3.0, 5.0, 0.025
_CLEAR = 0.6  # mean resultant length of beats that a net hears clearly
_BACK_S = 0.035  # music that was cut does not come as close to the beat that it left
_NEAR_S = 5.0  # of where the net leaps music was cut
_APART_S = 10.0  # leaps that follow one another sooner are no splices
_TEMPO_S, _TEMPO_SPAN = 20.0, 0.003


def find_splices(heard: Heard, hz: float) -> tuple[float, ...]:
    """Moments (s) at which the net's beats leap to another place of a beat of ``hz``, in order.

    None without a net, and none where the beats leap again and again: such a song has no beat of
    that tempo. Time grows linearly with the song.
    """
    if heard.activations is None or heard.duration < 2 * _WINDOW_S:
        return ()
    hz = _tempo(heard.novelty, hz)
    rough = _lasting(_leaps(heard.activations, hz), 1.0 / hz)
    if any(np.diff(rough) < _APART_S):
        return ()
    edges = [heard.span[0], *rough, heard.span[1]]
    found = []
    for before, at, after in zip(edges, edges[1:], edges[2:], strict=False):
        inner = (before, at - _HOP_S), (at + _HOP_S, after)
        found.append(border_of(heard.novelty, at, (hz, hz), inner, _NEAR_S))
    return tuple(found)


def _tempo(curve: Novelty, hz: float) -> float:
    """The tempo near ``hz`` (Hz) that all of the song has, wherever its beats lie."""
    count = max(1, int(curve.seconds / _TEMPO_S))
    edges = np.linspace(curve.start, curve.start + curve.seconds, count + 1).tolist()
    pieces = [curve.between(a, b) for a, b in pairwise(edges)]
    return refine(together([spectrum(piece) for piece in pieces]), hz, span=_TEMPO_SPAN)


def _leaps(heard: Activations, hz: float) -> list[tuple[float, float]]:
    """(time about which the likeliest place of the beat leaps, how far), s, in order."""
    starts, folds = _folds(heard, hz)
    top = folds.max(axis=1)
    turns = np.exp(2j * np.pi * np.arange(_PLACES) / _PLACES)
    clear = np.abs(folds @ turns) / np.maximum(folds.sum(axis=1), 1e-9) / _CLEAR
    weight = np.minimum(top / max(float(np.median(top)), 1e-9), 1.0) * np.minimum(clear, 1.0)
    cost = weight[:, None] * (1.0 - folds / np.maximum(top[:, None], 1e-9))
    place = np.unwrap(_path(cost), period=_PLACES) / _PLACES / hz
    reach = round(_WITHIN_S / _HOP_S)
    if len(place) <= reach:
        return []
    moved = place[reach:] - place[:-reach]
    found = []
    while len(moved) and np.abs(moved).max() > _LEAST_S:
        at = int(np.abs(moved).argmax())
        steps = np.abs(np.diff(place[at : at + reach + 1]))
        if _is_still(place[: at + 1][::-1]) and _is_still(place[at + reach :]):
            middle = at + float(np.mean(np.flatnonzero(steps == steps.max()))) + 0.5
            found.append((float(starts[0] + middle * _HOP_S + _WINDOW_S / 2), float(moved[at])))
        moved[max(0, at - reach) : at + reach + 1] = 0.0
    return sorted(found)


def _is_still(place: NDArray[np.float64]) -> bool:
    """Whether the beat, first in ``place`` (s, a window each), stays where it is for a while."""
    near = place[: round(_STILL_S / _HOP_S) + 1]
    return float(np.abs(near - near[0]).max()) < _STILL


def _lasting(leaps: list[tuple[float, float]], period: float) -> list[float]:
    """The times of leaps without those that the next takes back: for a while the net was lost."""
    kept: list[tuple[float, float]] = []
    for at, far in leaps:
        if kept:
            back = (kept[-1][1] + far + period / 2) % period - period / 2
            if abs(back) < _BACK_S:
                kept.pop()
                continue
        kept.append((at, far))
    return [at for at, _ in kept]


def _folds(heard: Activations, hz: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """When each window starts (s), and what the net hears in it at each place of a beat."""
    beat = heard.beat.astype(np.float64)
    place = (np.arange(len(beat)) / NET_GRID.fps * hz) % 1.0 * _PLACES
    low = np.floor(place).astype(np.int64)
    share = place - low
    placed = np.zeros((len(beat), _PLACES))
    frames = np.arange(len(beat))
    placed[frames, low % _PLACES] += beat * (1.0 - share)
    placed[frames, (low + 1) % _PLACES] += beat * share
    total = np.concatenate([np.zeros((1, _PLACES)), np.cumsum(placed, axis=0)])
    starts = np.arange(0.0, len(beat) / NET_GRID.fps - _WINDOW_S, _HOP_S)
    first = np.floor(starts * NET_GRID.fps).astype(np.int64)
    folds = total[first + round(_WINDOW_S * NET_GRID.fps)] - total[first]
    reach = max(1, round(_BLUR_S * hz * _PLACES))
    blur = np.hanning(2 * reach + 3)[1:-1]
    around = np.pad(folds, ((0, 0), (reach, reach)), mode="wrap")
    blurred = [np.convolve(row, blur / blur.sum(), "valid") for row in around]
    return starts, np.array(blurred)


def _path(cost: NDArray[np.float64]) -> NDArray[np.float64]:
    """The cheapest place for each window, where leaps and steps have their price."""
    places = np.arange(_PLACES)
    apart = np.abs((places[:, None] - places + _PLACES // 2) % _PLACES - _PLACES // 2)
    change = np.minimum(_STEP * apart, _LEAP)
    total, came = cost[0], []
    for row in cost[1:]:
        way = total + change  # (after, before)
        came.append(way.argmin(axis=1))
        total = way.min(axis=1) + row
    path = [int(total.argmin())]
    for back in came[::-1]:
        path.append(int(back[path[-1]]))
    return np.array(path[::-1], dtype=np.float64)
