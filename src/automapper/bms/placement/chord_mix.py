"""Who plays the chords of a chart: one hand alone or two, for reports and for the placement."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import TypeVar

from automapper.bms.lanes import Hand, hand_of
from automapper.bms.model import KeyMode, Lane

Spot = TypeVar("Spot", bound=Hashable)


class ChordKind(IntEnum):
    """Who plays a chord of two keys and more; the middle key makes it a chord of two hands."""

    ONE_HAND = 0
    TWO_HANDS = 1


@dataclass(frozen=True, slots=True)
class ChordMix:
    """How many chords (positions with keys) are single keys, one hand's, and two hands'."""

    singles: int
    one_hand: int
    two_hands: int

    @property
    def two_hand_share(self) -> float | None:
        """The share of two hands among chords of two keys and more; None without any."""
        wide = self.one_hand + self.two_hands
        return self.two_hands / wide if wide else None

    def record(self) -> dict[str, object]:
        """Plain values for JSON."""
        share = self.two_hand_share
        return {
            "singles": self.singles,
            "one_hand": self.one_hand,
            "two_hands": self.two_hands,
            "two_hand_share": None if share is None else round(share, 3),
        }


def kinds_of(mode: KeyMode, notes: Iterable[tuple[Spot, Lane]]) -> dict[Spot, ChordKind | None]:
    """By position, the kind of its chord, None for a single key; scratches do not count."""
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


def chord_mix(mode: KeyMode, notes: Iterable[tuple[Spot, Lane]]) -> ChordMix:
    """The mix of a chart's chords; ``notes`` are (position or beat, lane)."""
    kinds = list(kinds_of(mode, notes).values())
    return ChordMix(
        kinds.count(None), kinds.count(ChordKind.ONE_HAND), kinds.count(ChordKind.TWO_HANDS)
    )
