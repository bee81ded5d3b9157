"""Soft wishes about hands and chords: they narrow the free lanes and never empty them.

Lanes are bits here, the leftmost key the lowest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from automapper.bms.lanes import Hand
from automapper.bms.placement.chord_kinds import ChordKind, kinds_of
from automapper.bms.placement.levels import Tuning
from automapper.bms.placement.state.gates import Spacing, keeps_distance
from automapper.bms.placement.state.grid import Grid
from automapper.bms.placement.state.standing import Standing

# From this many keys a measure on, a hand that has more than its share gives way (halves the
# events that the balance gate has to refuse from ten keys on).
STEER_FROM = 4
STEER_SHARE = 0.7
# On two sides the load itself is to be even.
STEER_SHARE_DOUBLE = 0.55

# The middle key gets at most so many times what every key would get of a measure.
MIDDLE_SHARES = 2


@dataclass(frozen=True, slots=True)
class SourceChords:
    """How the source plays its chords: by position where it has one, and the share of one hand.

    ``share`` is None where the source has no chord at all.
    """

    kinds: dict[int, ChordKind]
    share: float | None

    def wanted(self, position: int, draw: float) -> ChordKind | None:
        """What a chord on a position should be: as the source has it, else as often as it has."""
        kind = self.kinds.get(position)
        if kind is not None or self.share is None:
            return kind
        return ChordKind.ONE_HAND if draw < self.share else ChordKind.TWO_HANDS


def source_chords(grid: Grid) -> SourceChords:
    """The chords that the source's player plays, without scratches."""
    played = [(grid.position_of[e.index], e.source) for e in grid.source.events if e.source]
    found = kinds_of(grid.source.source_mode, played)
    kinds = {position: kind for position, kind in found.items() if kind is not None}
    alone = sum(kind is ChordKind.ONE_HAND for kind in kinds.values())
    return SourceChords(kinds, alone / len(kinds) if kinds else None)


def narrowed(free: int, *wishes: int) -> int:
    """The lanes (as bits) that every wish allows, in order; a wish that allows none is skipped."""
    for wish in wishes:
        free = free & wish or free
    return free


def keeps_way_out(standing: Standing, measure: int, tuning: Tuning) -> int:
    """Lanes with which the balance gate can still be passed once the measure is full enough.

    A hand that has more keys than it may have of the first ten would close the measure for good.
    """
    first = tuning.hand_balance_from_notes
    if standing.key_counts[measure] + 1 >= first:
        return ~0
    most = round(tuning.hand_balance_share_max * 1000) * first // 1000
    return _without(
        standing.grid, standing.lefts[measure] >= most, standing.rights[measure] >= most
    )


def _without(grid: Grid, no_left: bool, no_right: bool) -> int:
    """All lanes but those of one hand or both."""
    return ~((grid.left if no_left else 0) | (grid.right if no_right else 0))


def rests(standing: Standing, position: int, lanes: Sequence[int], spaces: Spacing) -> int:
    """Those of the lanes whose notes before and after are not nearer than ``spaces`` asks."""
    return sum(1 << lane for lane in lanes if keeps_distance(standing, position, lane, spaces))


def keeps_kind(standing: Standing, mask: int, kind: ChordKind) -> int:
    """Lanes with which a chord (its keys as bits) is played by one hand, or by two."""
    alone = standing.grid.keys_of(standing.hand_of(mask))
    return alone if kind is ChordKind.ONE_HAND else ~alone


def spread(mask: int, gap: int) -> int:
    """Gate 10: lanes that lie at least ``gap`` lanes from their chord-mates (keys as bits)."""
    near = 0
    for distance in range(gap):
        near |= mask << distance | mask >> distance
    return ~near


def spares_turner(standing: Standing, position: int) -> int:
    """Lanes of the hand that does not turn a scratch on the same position."""
    grid = standing.grid
    busy = 0
    for number in range(grid.keys, len(grid.lanes)):
        if standing.has(position, number):
            busy |= grid.keys_of(grid.hands[number])
    return ~busy


def spares_middle(standing: Standing, measure: int) -> int:
    """Lanes that one hand plays, once the middle key has twice its even share of the measure.

    The middle key ends every streak of a hand and so would attract all that a streak refuses.
    """
    grid, keys = standing.grid, standing.key_counts[measure]
    middle = keys - standing.lefts[measure] - standing.rights[measure] + 1
    return grid.left | grid.right if grid.keys * middle > MIDDLE_SHARES * (keys + 1) else ~0


def lightens(standing: Standing, measure: int, tuning: Tuning, *, double: bool) -> int:
    """Lanes with which neither hand has more than its share of the measure."""
    left, right = standing.lefts[measure], standing.rights[measure]
    keys = standing.key_counts[measure] + 1
    if keys < STEER_FROM:
        return ~0
    share = STEER_SHARE_DOUBLE if double else min(STEER_SHARE, tuning.hand_balance_share_max)
    most = max(round(share * 1000) * keys // 1000, keys // 2 + 1 if double else 0)
    return _without(standing.grid, left >= max(most, right), right >= max(most, left))


def spares_next(standing: Standing, position: int, hand: Hand | None, tuning: Tuning) -> int:
    """Lanes after which the hand that alone plays the next chord still may."""
    if hand is None:
        return ~0
    before, _ = standing.runs_at(position)
    if standing.hand_run(hand, before, -1) + 2 <= tuning.stream_max_same_hand:
        return ~0
    lanes = standing.grid.keys_of(hand)
    # A chord of the other hand's or the middle key too is not played by this hand alone.
    return ~0 if standing.masks[position] & ~lanes else ~lanes
