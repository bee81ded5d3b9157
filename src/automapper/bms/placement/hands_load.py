"""Soft wishes about hands and chords: they narrow the free lanes and never empty them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from automapper.bms.lanes import Hand, hand_of, is_double
from automapper.bms.placement.grid import Grid
from automapper.bms.placement.levels import Tuning
from automapper.bms.placement.standing import Standing

# From this many keys a measure on, a hand that has more than its share gives way (halves the
# events that the balance gate has to refuse from ten keys on).
STEER_FROM = 4
STEER_SHARE = 0.7
# On two sides the load itself is to be even.
STEER_SHARE_DOUBLE = 0.55

# The middle key gets at most so many times what every key would get of a measure.
MIDDLE_SHARES = 2


class ChordKind(IntEnum):
    """Who plays a chord of two keys and more."""

    ONE_HAND = 0
    TWO_HANDS = 1


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
    source = grid.source
    hands: dict[int, list[Hand]] = {}
    for event in source.events:
        if event.source is not None and not event.source.is_scratch:
            position = grid.position_of[event.index]
            hands.setdefault(position, []).append(hand_of(source.source_mode, event.source))
    kinds = {
        position: ChordKind(not (len(set(played)) == 1 and played[0] is not Hand.EITHER))
        for position, played in hands.items()
        if len(played) > 1
    }
    alone = sum(kind is ChordKind.ONE_HAND for kind in kinds.values())
    return SourceChords(kinds, alone / len(kinds) if kinds else None)


def narrowed(free: Sequence[int], *wishes: Callable[[int], bool]) -> tuple[int, ...]:
    """The lanes that every wish allows, in order; a wish that allows none is passed over."""
    left = tuple(free)
    for wish in wishes:
        left = tuple(lane for lane in left if wish(lane)) or left
    return left


def spread(mask: int, gap: int) -> Callable[[int], bool]:
    """Gate 10: a lane that lies at least ``gap`` lanes from its chord-mates (a mask of keys)."""
    near = 0
    for distance in range(gap):
        near |= mask << distance | mask >> distance
    return lambda lane: not near >> lane & 1


def keeps_kind(standing: Standing, mask: int, kind: ChordKind) -> Callable[[int], bool]:
    """A lane with which a chord is played by one hand, or by two."""
    alone = kind is ChordKind.ONE_HAND
    return lambda lane: (standing.hand_of(mask | 1 << lane) is not None) == alone


def lightens(
    standing: Standing, measure: int, tuning: Tuning, *, double: bool
) -> Callable[[int], bool]:
    """A lane with which neither hand has more than its share of the measure."""
    grid = standing.grid
    left, right = standing.lefts[measure], standing.rights[measure]
    keys = standing.key_counts[measure] + 1
    share = STEER_SHARE_DOUBLE if double else min(STEER_SHARE, tuning.hand_balance_share_max)
    if keys < STEER_FROM:
        return lambda lane: True
    most = max(int(round(share * 1000) * keys // 1000), keys // 2 + 1 if double else 0)

    def light(lane: int) -> bool:
        return (
            max(left + (grid.left >> lane & 1), right + (grid.right >> lane & 1)) <= most
            or (left > right and not grid.left >> lane & 1)
            or (right > left and not grid.right >> lane & 1)
        )

    return light


def keeps_way_out(standing: Standing, measure: int, tuning: Tuning) -> Callable[[int], bool]:
    """A lane with which the balance gate can still be passed once the measure is full enough.

    A hand that has more keys than it may have of the first ten would close the measure for good.
    """
    grid, first = standing.grid, tuning.hand_balance_from_notes
    most = round(tuning.hand_balance_share_max * 1000) * first // 1000
    left, right = standing.lefts[measure], standing.rights[measure]
    if standing.key_counts[measure] + 1 >= first:
        return lambda lane: True
    return lambda lane: (
        max(left + (grid.left >> lane & 1), right + (grid.right >> lane & 1)) <= most
    )


def spares_middle(standing: Standing, measure: int) -> Callable[[int], bool]:
    """A lane that one hand plays, once the middle key has twice its even share of the measure.

    The middle key ends every streak of a hand and so would attract all that a streak refuses.
    """
    grid = standing.grid
    keys, sided = standing.key_counts[measure], grid.left | grid.right
    middle = keys - standing.lefts[measure] - standing.rights[measure] + 1
    full = grid.keys * middle > MIDDLE_SHARES * (keys + 1)
    return lambda lane: not full or bool(sided >> lane & 1)


def spares_turner(standing: Standing, position: int) -> Callable[[int], bool]:
    """A lane of the hand that does not turn a scratch on the same position."""
    grid = standing.grid
    busy = 0
    for number in range(grid.keys, len(grid.lanes)):
        if standing.has(position, number):
            turner = hand_of(grid.source.mode, grid.lanes[number])
            busy |= grid.left if turner is Hand.LEFT else grid.right
    return lambda lane: not busy >> lane & 1


def spares_next(
    standing: Standing, position: int, hand: Hand | None, tuning: Tuning
) -> Callable[[int], bool]:
    """A lane after which the hand that alone plays the next chord still may."""
    mask = standing.masks[position]
    before, _ = standing.runs_at(position)
    run = 0 if hand is None else standing.hand_run(hand, before, -1)
    full = run + 2 > tuning.stream_max_same_hand
    return lambda lane: not full or hand is None or standing.hand_of(mask | 1 << lane) is not hand


def plays_double(grid: Grid) -> bool:
    """Whether the wanted chart has two sides."""
    return is_double(grid.source.mode)
