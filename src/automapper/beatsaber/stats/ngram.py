"""How surprising a chart's notes are to one who knows clean human charts.

A back-off n-gram with Witten-Bell weights predicts the cell and cut of each note from, in this
order: the hand, the hand's previous note, the other hand's note of the same moment, the hand's gap
class, and the hand's note before that. It is a yardstick and shares nothing with the generator's
own statistics but its name.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from automapper.beatsaber.model import Cut
from automapper.beatsaber.stats.notes import NoteKind, Played
from automapper.beatsaber.stats.rhythm import GAP_CLASSES, gap_class
from automapper.beatsaber.stats.variety import mirror

Ints = NDArray[np.int64]

SYMBOLS = 4 * 3 * len(Cut)  # a cell and a cut
_NONE = SYMBOLS  # no such note yet
_APART = SYMBOLS + 1  # the other hand does nothing at this moment
_GAPS = {name: index + 1 for index, name in enumerate(GAP_CLASSES)}
_FIRST_GAP = len(GAP_CLASSES) + 1  # 0 is a stack
ORDERS = 5


@dataclass(frozen=True, slots=True, eq=False)
class NoteSequence:
    """Notes in the order they are predicted: by time, left hand first, from the floor up.

    ``symbols`` has shape (N,), 0-107; ``contexts`` has shape (ORDERS, N): codes of what is known
    before each note, each row a refinement of the one above.
    """

    symbols: Ints
    contexts: Ints


@dataclass(frozen=True, slots=True, eq=False)
class _Order:
    """Counts of one order: contexts (sorted) with notes and kinds seen; pairs (sorted) with counts.

    A pair's code is context * SYMBOLS + symbol.
    """

    contexts: Ints
    notes: Ints
    kinds: Ints
    pairs: Ints
    counts: Ints


@dataclass(frozen=True, slots=True, eq=False)
class NGram:
    """A trained model, lowest order first."""

    orders: tuple[_Order, ...]


def note_sequence(played: Played, *, mirrored: bool = False) -> NoteSequence:
    """A chart's notes as the n-gram sees them, or those of its mirror image."""
    kinds: Sequence[NoteKind] = played.kinds
    if mirrored:
        kinds = [mirror(kind) for kind in kinds]
    rows = sorted(
        (tick, hand, y, x, cut)
        for tick, (hand, x, y, cut) in zip(played.ticks.tolist(), kinds, strict=True)
    )
    last: list[list[tuple[int, int]]] = [[], []]  # per hand: (tick, symbol) of its notes
    symbols, contexts = [], []
    for tick, hand, y, x, cut in rows:
        symbol = (min(max(x, 0), 3) * 3 + min(max(y, 0), 2)) * len(Cut) + cut
        own, other = last[hand], last[1 - hand]
        previous = own[-1][1] if own else _NONE
        second = own[-2][1] if len(own) > 1 else _NONE
        beside = other[-1][1] if other and other[-1][0] == tick else _APART
        gap = _FIRST_GAP
        if own:
            gap = _GAPS[gap_class(tick - own[-1][0])] if tick > own[-1][0] else 0
        code = hand
        codes = [code]
        for value, size in (
            (previous, _NONE + 1),
            (beside, _APART + 1),
            (gap, _FIRST_GAP + 1),
            (second, _NONE + 1),
        ):
            code = code * size + value
            codes.append(code)
        symbols.append(symbol)
        contexts.append(codes)
        own.append((tick, symbol))
    return NoteSequence(
        np.array(symbols, dtype=np.int64),
        np.array(contexts, dtype=np.int64).reshape(-1, ORDERS).T,
    )


def train(sequences: Iterable[NoteSequence]) -> NGram:
    """Counts all orders over the sequences (give each chart plain and mirrored)."""
    held = list(sequences)
    symbols = np.concatenate([s.symbols for s in held] or [np.zeros(0, dtype=np.int64)])
    orders = []
    for order in range(ORDERS):
        codes = np.concatenate([s.contexts[order] for s in held] or [symbols])
        pairs, counts = np.unique(codes * SYMBOLS + symbols, return_counts=True)
        contexts, start = np.unique(pairs // SYMBOLS, return_index=True)
        kinds = np.diff(np.append(start, len(pairs)))
        notes = np.add.reduceat(counts, start) if len(start) else counts
        orders.append(_Order(contexts, notes, kinds, pairs, counts))
    return NGram(tuple(orders))


def probabilities(
    model: NGram, sequence: NoteSequence, orders: int = ORDERS
) -> NDArray[np.float64]:
    """Probability of each note given what came before it, (0, 1], shape (N,).

    ``orders`` lowest orders are used. Witten-Bell: a context seen with n notes of k kinds counts
    n / (n + k), the shorter context the rest; below all stands the uniform 1/108.
    """
    found = np.full(len(sequence.symbols), 1.0 / SYMBOLS)
    for order, codes in zip(model.orders[:orders], sequence.contexts, strict=False):
        if not len(order.contexts):
            continue
        at, known = _find(order.contexts, codes)
        notes, kinds = order.notes[at], order.kinds[at]
        where, seen = _find(order.pairs, codes * SYMBOLS + sequence.symbols)
        count = np.where(seen, order.counts[where], 0)
        found = np.where(known, (found * kinds + count) / (notes + kinds), found)
    return found


def surprisal(model: NGram, sequence: NoteSequence, orders: int = ORDERS) -> float:
    """Mean surprisal of a chart, nats per note; the chart has notes."""
    return float(-np.log(probabilities(model, sequence, orders)).mean())


def _find(table: Ints, wanted: Ints) -> tuple[Ints, NDArray[np.bool_]]:
    """Where each wanted code stands in a sorted table, and whether it is there at all."""
    at = np.minimum(np.searchsorted(table, wanted), len(table) - 1)
    return at, table[at] == wanted
