"""Who plays a chord: one hand alone, or two."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from enum import IntEnum
from typing import TypeVar

from automapper.bms.lanes import Hand, hand_of
from automapper.bms.model import KeyMode, Lane

Spot = TypeVar("Spot", bound=Hashable)


class ChordKind(IntEnum):
    """Who plays a chord of two keys and more; the middle key makes it a chord of two hands."""

    ONE_HAND = 0
    TWO_HANDS = 1


def kinds_of(mode: KeyMode, notes: Iterable[tuple[Spot, Lane]]) -> dict[Spot, ChordKind | None]:
    """By position, the kind of its chord, None for a single key; scratches do not count.

    ``notes`` are (position or beat, lane). What a player's hands *may* do with a chart, where the
    middle key goes with either, is ``similarity.ChordMix``.
    """
    chords: dict[Spot, list[Hand]] = {}
    for spot, lane in notes:
        if not lane.is_scratch:
            chords.setdefault(spot, []).append(hand_of(mode, lane))
    return {spot: _kind(hands) for spot, hands in chords.items()}


def _kind(hands: list[Hand]) -> ChordKind | None:
    if len(hands) < 2:
        return None
    alone = hands[0] is not Hand.EITHER and all(hand is hands[0] for hand in hands)
    return ChordKind.ONE_HAND if alone else ChordKind.TWO_HANDS
