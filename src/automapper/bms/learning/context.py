"""Rows of the rankers: the measure, its keysounds, and what was played in the measures before.

Examples and generation both come through here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from automapper.bms.learning.columns import (
    LANE_COLUMNS,
    LANE_PAST,
    LANES,
    TOKEN_COLUMNS,
    TOKEN_PAST,
    WINDOWS,
    Raw,
    Rows,
    scaled,
)

# A note as the rankers remember it: the keysound's number and its key 1-7 (of either side).
Played: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Window:
    """An eligible measure before: the tick on which it began, and its keys in order."""

    tick: int
    played: tuple[Played, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure in which something known sounds, without what is played of it.

    ``density`` is the share of the chart's measures in which less sounds; ``phase`` 1 in a rush, -1
    in a rest; ``sounding`` how many events there are. ``tokens`` (numbers of keysounds),
    ``positions`` (0-1) and ``together`` (events at the same place) have an entry for each event
    whose keysound is known, ``events`` their indices in the source.
    """

    index: int
    tick: int
    density: float
    phase: int
    sounding: int
    events: tuple[int, ...]
    tokens: tuple[int, ...]
    positions: tuple[float, ...]
    together: tuple[int, ...]


def token_rows(measure: Measure, tokens: Sequence[int], pool: Raw, past: Sequence[Window]) -> Rows:
    """Rows (tokens, 30) of the ranker that says which keysounds are played.

    ``pool`` has the raw columns POOL of each keysound; ``past`` are the eligible measures before,
    the oldest first, of which the last four count.
    """
    head = (measure.index, measure.density, measure.phase, measure.sounding)
    windows = past[-WINDOWS:]
    history = np.zeros((len(tokens), WINDOWS, len(TOKEN_PAST)))
    for number, window in enumerate(windows, WINDOWS - len(windows)):
        played = [token for token, _ in window.played]
        history[:, number, :2] = measure.tick - window.tick, len(played)
        history[:, number, 2] = [played.count(token) for token in tokens]
    heads = np.tile(np.array(head, dtype=np.float64), (len(tokens), 1))
    raw = np.hstack([heads, pool[list(tokens)], _flat(history)])
    return scaled(raw, TOKEN_COLUMNS)


def lane_rows(measure: Measure, which: Sequence[int], pool: Raw, past: Sequence[Window]) -> Rows:
    """Rows (events, 56) of the ranker that says on which lane.

    ``which`` are places in ``measure.events``; ``pool`` and ``past`` as in :func:`token_rows`.
    """
    tokens = [measure.tokens[i] for i in which]
    spots = [(measure.positions[i], measure.together[i]) for i in which]
    windows = past[-WINDOWS:]
    history = np.zeros((len(tokens), WINDOWS, len(LANE_PAST)))
    for number, window in enumerate(windows, WINDOWS - len(windows)):
        history[:, number, :2] = measure.tick - window.tick, len(window.played)
        history[:, number, 2 : 2 + LANES] = histogram(window.played)
        last = dict(window.played)
        history[:, number, 2 + LANES] = [last.get(token, 0) for token in tokens]
    places = np.array(spots, dtype=np.float64).reshape(len(tokens), 2)
    raw = np.hstack([pool[tokens], places, _flat(history)])
    return scaled(raw, LANE_COLUMNS)


def _flat(history: Raw) -> Raw:
    return history.reshape(len(history), history.shape[1] * history.shape[2])


def histogram(played: Sequence[Played]) -> NDArray[np.int64]:
    """How many notes each of the seven keys has."""
    return np.bincount([key - 1 for _, key in played], minlength=LANES)
