"""Which keys a chart is played on, from the lanes it uses; the file's name is a hint."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from automapper.bms.lanes import key_lanes
from automapper.bms.model import KeyMode, Lane, Note

_OUTER = (6, 7)
# Some .pms put their keys 6-9 on the first side, on channels 18, 19, 16 and 17.
_UPPER_NINE = {
    Lane(0, 6): Lane(1, 2),
    Lane(0, 7): Lane(1, 3),
    Lane(0, 0): Lane(1, 4),
    Lane(0, 8): Lane(1, 5),
}


def keys_of(lanes: Iterable[Lane], name: str = "") -> KeyMode:
    """The key mode of a chart whose notes lie on ``lanes``; ``name`` is its file's.

    A .pms is nine keys unless it uses lanes that nine keys do not have; any other chart only where
    it uses all nine of them and no more. Two sides are 10 or 14 keys, one is 5 or 7, by whether
    keys 6 and 7 are used.
    """
    used = frozenset(lanes)
    nine = frozenset(key_lanes(KeyMode.NINE))
    if used == nine or (used <= nine and name.lower().endswith(".pms")):
        return KeyMode.NINE
    outer = any(lane.key in _OUTER for lane in used)
    if any(lane.side == 1 for lane in used):
        return KeyMode.FOURTEEN if outer else KeyMode.TEN
    return KeyMode.SEVEN if outer else KeyMode.FIVE


def nine_keys(notes: tuple[Note, ...]) -> tuple[Note, ...]:
    """The notes of a .pms on the lanes of nine keys, where it spells them all on one side."""
    if any(note.lane.side == 1 for note in notes):
        return notes
    if not any(note.lane in _UPPER_NINE for note in notes):
        return notes
    return tuple(replace(note, lane=_UPPER_NINE.get(note.lane, note.lane)) for note in notes)
