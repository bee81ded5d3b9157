"""Which lanes a key mode has, from left to right, and which hand plays each."""

from __future__ import annotations

from enum import IntEnum

from automapper.bms.model import KeyMode, Lane

# The key of the free zone of a side, which no mode has among its own.
FREE_ZONE = 8


class Hand(IntEnum):
    """Who plays a lane; EITHER is the middle key, which goes to the freer hand."""

    LEFT = 0
    RIGHT = 1
    EITHER = 2


def _side(side: int, keys: int) -> tuple[Lane, ...]:
    return tuple(Lane(side, key) for key in range(1, keys + 1))


_KEYS: dict[KeyMode, tuple[Lane, ...]] = {
    KeyMode.FIVE: _side(0, 5),
    KeyMode.SEVEN: _side(0, 7),
    KeyMode.NINE: (*_side(0, 5), *(Lane(1, key) for key in range(2, 6))),
    KeyMode.TEN: (*_side(0, 5), *_side(1, 5)),
    KeyMode.FOURTEEN: (*_side(0, 7), *_side(1, 7)),
}
_SCRATCHES: dict[KeyMode, tuple[Lane, ...]] = {
    KeyMode.FIVE: (Lane(0, 0),),
    KeyMode.SEVEN: (Lane(0, 0),),
    KeyMode.NINE: (),
    KeyMode.TEN: (Lane(0, 0), Lane(1, 0)),
    KeyMode.FOURTEEN: (Lane(0, 0), Lane(1, 0)),
}


def key_lanes(mode: KeyMode) -> tuple[Lane, ...]:
    """The keys of a mode from left to right, without scratches and free zones."""
    return _KEYS[mode]


def scratch_lanes(mode: KeyMode) -> tuple[Lane, ...]:
    """The turntables of a mode: none, one or two."""
    return _SCRATCHES[mode]


def columns_of(mode: KeyMode) -> tuple[Lane, ...]:
    """A mode's lanes from left to right as a player sits before them, scratches outside."""
    scratches, keys = scratch_lanes(mode), key_lanes(mode)
    return (*scratches[:1], *keys, *scratches[1:])


def is_double(mode: KeyMode) -> bool:
    """Whether a mode is played on two sides."""
    return mode in (KeyMode.TEN, KeyMode.FOURTEEN)


def hand_of(mode: KeyMode, lane: Lane) -> Hand:
    """The hand that plays a lane: on two sides the side's, on one the half of the keys it is in.

    A scratch or free zone belongs to the hand of its side (5 keys 1-2|3|4-5, 7 keys 1-3|4|5-7,
    9 keys 1-4|5|6-9).
    """
    if is_double(mode) or lane not in _KEYS[mode]:
        return Hand(lane.side)
    keys = _KEYS[mode]
    index, middle = keys.index(lane), len(keys) // 2
    if index == middle:
        return Hand.EITHER
    return Hand.LEFT if index < middle else Hand.RIGHT
