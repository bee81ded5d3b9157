"""Bars: how many beats they have and which beats begin them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp

import numpy as np
from numpy.typing import NDArray

from automapper.ear.bars.signs import bar_signs
from automapper.ear.sound.heard import Heard

# Factors on the evidence of each metre. Long bars fit by chance more often, and a bar of six fits
# whatever has three: of 240 rendered songs all but those in two and two in six are
# told apart by these on their true beats.
_METRES = {4: 1.0, 3: 1.0, 2: 0.72, 5: 0.8, 6: 0.6, 7: 0.8}
# And how much more than bars of four it must show: nearly all music has those, and beats that are
# all alike have the bars that chance gives them. All 145 charted songs in four are told so, 139
# without; of 92 rendered ones in another metre one, in six, is lost by it.
_USUAL, _UNUSUAL = 4, 0.5
_LOG_ODDS = 2.0  # what speaks for a metre, times this: likeliest on the true beats of 541 songs
_ENOUGH = 4  # bars that a stretch must have to say anything of the metre
_SURE = 8  # bars from which on the evidence of a stretch counts fully
# Log odds that bars go on over a border, and that a bar begins where a new count does.
_GOES_ON, _BEGINS = 0.5, 0.5


@dataclass(frozen=True, slots=True)
class Stretch:
    """Beats number ``first`` to ``last`` - 1, between two of which no bar is broken off.

    ``anew``: whether they are counted without regard to what is before them.
    """

    first: int
    last: int
    anew: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Bars:
    """``meter`` beats a bar; ``lines`` are the numbers of the beats that begin one, sorted.

    They are ``meter`` apart but where a stretch begins in its own place. ``meter_confidence`` 0-1:
    share of the evidence for this metre among all. ``confidence`` 0-1: that for these bar lines
    among all places of such a bar, in the least sure stretch that is long enough to tell.
    """

    meter: int
    lines: NDArray[np.int64]
    meter_confidence: float
    confidence: float


def find_bars(
    heard: Heard,
    beats: NDArray[np.float64],
    weights: Sequence[float],
    meter: int | None = None,
    stretches: Sequence[Stretch] = (),
) -> Bars:
    """Metre (2-7, 4 where nothing else is clearly heard) and bar lines of a song's beats, s.

    ``weights``: of the signs of a bar line, see :class:`automapper.ear.weights.Weights`. Bars are
    looked for in each of the ``stretches`` (in order and apart; by default all beats are one), and
    are counted on from one through to the next.
    """
    count = len(beats)
    if count < 2 * (meter or 4):
        return Bars(meter or 4, np.arange(0, count, meter or 4), float(meter is not None), 0.0)
    strength = np.asarray(weights) @ bar_signs(heard, beats)
    own = list(stretches) or [Stretch(0, count)]
    found = {
        m: [_contrast(strength, stretch, m) for stretch in own]
        for m in ((meter,) if meter else _METRES)
        if m == (meter or 4) or any(_bars(stretch, m) >= _ENOUGH for stretch in own)
    }
    speaks = {m: _odds(own, contrasts, m) for m, contrasts in found.items()}
    best = max(speaks, key=lambda m: (speaks[m], -m))
    sure = 1.0 / sum(exp(_LOG_ODDS * (other - speaks[best])) for other in speaks.values())
    places = _places(own, found[best], best)
    starts = [0, *(stretch.first for stretch in own[1:])]
    ends = [*starts[1:], count]
    lines = [
        np.arange(start + (place - start) % best, end, best)
        for place, start, end in zip(places, starts, ends, strict=True)
    ]
    return Bars(best, np.concatenate(lines), sure, _confidence(own, found[best], places, best))


def _bars(stretch: Stretch, meter: int) -> float:
    return (stretch.last - stretch.first) / meter


def _contrast(strength: NDArray[np.float64], stretch: Stretch, meter: int) -> NDArray[np.float64]:
    """Mean strength of the beats with each number modulo ``meter`` less that of the others."""
    number = np.arange(stretch.first, stretch.last)
    values = strength[stretch.first : stretch.last]
    if len(values) < 2 * meter:
        return np.zeros(meter)
    place = number % meter
    return np.array([values[place == p].mean() - values[place != p].mean() for p in range(meter)])


def _odds(own: Sequence[Stretch], found: Sequence[NDArray[np.float64]], meter: int) -> float:
    """How much speaks for a metre."""
    return _evidence(own, found, meter) * _METRES[meter] - _UNUSUAL * (meter != _USUAL)


def _evidence(own: Sequence[Stretch], found: Sequence[NDArray[np.float64]], meter: int) -> float:
    """The mean contrast of bars in the stretches that can tell, by their lengths."""
    lengths = np.array([s.last - s.first if _bars(s, meter) >= _ENOUGH else 0 for s in own])
    if not lengths.any():
        lengths = np.array([stretch.last - stretch.first for stretch in own])
    best = np.array([contrast.max() for contrast in found])
    return float(lengths @ best / max(int(lengths.sum()), 1))


def _places(own: Sequence[Stretch], found: Sequence[NDArray[np.float64]], meter: int) -> list[int]:
    """Modulo ``meter``, the numbers of the beats that begin bars in each stretch, all weighed."""
    total = [_share(own[0], meter) * found[0]]
    came: list[NDArray[np.int64]] = []
    for stretch, contrast in zip(own[1:], found[1:], strict=True):
        change = np.full((meter, meter), 0.0)  # (after, before)
        if stretch.anew:
            change[stretch.first % meter, :] += _BEGINS
        else:
            change += _GOES_ON * np.eye(meter)
        way = total[-1][None, :] + change
        came.append(way.argmax(axis=1))
        total.append(_share(stretch, meter) * contrast + way.max(axis=1))
    path = [int(total[-1].argmax())]
    for back in came[::-1]:
        path.append(int(back[path[-1]]))
    return path[::-1]


def _share(stretch: Stretch, meter: int) -> float:
    """How much 0-1 the evidence of a stretch counts."""
    return min(1.0, _bars(stretch, meter) / _SURE)


def _confidence(
    own: Sequence[Stretch], found: Sequence[NDArray[np.float64]], places: list[int], meter: int
) -> float:
    longest = max(stretch.last - stretch.first for stretch in own)
    shares = []
    for stretch, contrast, place in zip(own, found, places, strict=True):
        if _bars(stretch, meter) >= _ENOUGH or stretch.last - stretch.first == longest:
            odds = np.exp(contrast - contrast[place])
            shares.append(float(1.0 / odds.sum()))
    return min(shares)
