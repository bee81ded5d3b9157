"""How many onsets each difficulty gets, and how they spread over the song."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from automapper.chart import Difficulty
from automapper.errors import ConfigError

Floats = NDArray[np.float64]

# Notes a second over the played part: 5 and 95 percentiles of 303 official songs.
OFFICIAL_NPS: Mapping[Difficulty, tuple[float, float]] = {
    Difficulty.EASY: (1.02, 1.80),
    Difficulty.NORMAL: (1.56, 2.69),
    Difficulty.HARD: (2.32, 4.12),
    Difficulty.EXPERT: (3.19, 5.89),
    Difficulty.EXPERT_PLUS: (3.93, 6.85),
}
# About their medians: what a song of usual busy-ness gets. Steps are 18-33 %, inside the 10-40 %
# asked of neighbours with room for what is not met exactly.
AIM_NPS: Mapping[Difficulty, float] = {
    Difficulty.EASY: 1.45,
    Difficulty.NORMAL: 2.1,
    Difficulty.HARD: 3.0,
    Difficulty.EXPERT: 4.2,
    Difficulty.EXPERT_PLUS: 5.1,
}
# One factor scales all five, so that steps stay; at the ends all five are inside their bands.
SCALE = (0.84, 1.15)
# Human density grows with the .68th power of what the music offers (139 charts, r2 .22).
_BUSY_POWER = 0.68
USUAL_OFFER = 3.4  # onsets a second that the music offers, median of those songs
LEAST_STEP = 1.18  # of neighbours where a user moved one: inside the spread of 10-40 %
SLOWEST, FASTEST = 0.2, 20.0  # NPS a user may ask for


@dataclass(frozen=True, slots=True)
class NpsWish:
    """What a user asks of density: NPS of single difficulties, and a factor on all others."""

    fixed: tuple[tuple[Difficulty, float], ...] = ()
    factor: float = 1.0


def plan_nps(offer: float, wish: NpsWish) -> dict[Difficulty, float]:
    """Notes a second of each difficulty, easiest first.

    ``offer``: onsets a second that the music offers by its evidence. Without wishes inside the
    official bands. Difficulties that nobody fixed make room for those that were. Raises
    :class:`ConfigError` for numbers out of range or where an easier one is asked to have more.
    """
    if not SLOWEST <= wish.factor <= 5.0:
        raise ConfigError(f"the density factor must be {SLOWEST}-5, not {wish.factor}")
    scale = (max(offer, 1e-3) / USUAL_OFFER) ** _BUSY_POWER
    scale = float(np.clip(scale, *SCALE)) * wish.factor
    found = {difficulty: AIM_NPS[difficulty] * scale for difficulty in Difficulty}
    fixed = sorted(wish.fixed)
    for difficulty, nps in fixed:
        if not SLOWEST <= nps <= FASTEST:
            raise ConfigError(f"notes per second must be {SLOWEST}-{FASTEST:.0f}, not {nps}")
        found[difficulty] = nps
    for (_, fewer), (_, more) in pairwise(fixed):
        if fewer >= more:
            raise ConfigError("a harder difficulty needs more notes per second than an easier one")
    return _make_room(found, {difficulty for difficulty, _ in fixed})


def _make_room(nps: dict[Difficulty, float], fixed: set[Difficulty]) -> dict[Difficulty, float]:
    for easier, harder in pairwise(Difficulty):
        if harder not in fixed and easier in fixed | {d for d in Difficulty if d < harder}:
            nps[harder] = max(nps[harder], nps[easier] * LEAST_STEP)
    for harder, easier in pairwise(reversed(Difficulty)):
        if easier not in fixed:
            nps[easier] = min(nps[easier], nps[harder] / LEAST_STEP)
    return nps


def spread(total: float, seconds: Floats, offer: Floats, energy: Floats, contrast: float) -> Floats:
    """Onsets of each phrase, summing to ``total``: verses breathe, drops hit.

    ``seconds``: length, ``offer``: onsets a second by evidence, ``energy``: 0-1, one of each a
    phrase. ``contrast``: 1 as in human charts, 0 the same density everywhere.
    """
    usual = float(np.average(offer, weights=seconds)) + 1e-6
    lift = OFFER_POWER * np.log((offer + 0.05 * usual) / usual)
    lift = lift + ENERGY_POWER * (energy - float(np.average(energy, weights=seconds)))
    weight = seconds * np.exp(contrast * lift)
    return np.asarray(total * weight / weight.sum())


# Fitted to windows of 16 beats of 139 charts, each against its song's mean.
OFFER_POWER = 1.3
ENERGY_POWER = 0.9


def phrase_edges(
    rows: int, borders: Sequence[int], origin: int, period: int, bars: int
) -> list[int]:
    """Where phrases begin: at section borders and every ``bars`` bars after them; ends with rows.

    ``origin``: a row on a bar line. Pieces shorter than a bar join the one before.
    """
    edges = [0]
    marks = [*sorted({b for b in borders if 0 < b < rows}), rows]
    for mark in marks:
        start = edges[-1]
        # The first phrase of a section may begin off the bar: keep the following on bar lines.
        step = bars * period
        inside = range(start + step - (start - origin) % period, mark - period + 1, step)
        edges.extend(inside)
        if mark - edges[-1] >= period or mark == rows:
            edges.append(mark)
    if len(edges) > 2 and edges[-1] - edges[-2] < period:
        del edges[-2]
    return edges
