"""Which keys a chart is played on, from the lanes it uses; the file's name is a hint."""

from __future__ import annotations

from collections.abc import Iterable

from automapper.bms.model import KeyMode, Lane

_OUTER = (6, 7)


def keys_of(lanes: Iterable[Lane], name: str = "") -> KeyMode:
    """The key mode of a chart whose notes lie on ``lanes``; ``name`` is its file's.

    A .pms is nine keys unless it uses lanes that nine keys do not have. Two sides are 10 or 14
    keys, one is 5 or 7, by whether keys 6 and 7 are used. Two sides without any scratch and
    without the second side's first key are nine keys, as in .pms.
    """
    used = set(lanes)
    outer = any(lane.key in _OUTER for lane in used)
    second = {lane.key for lane in used if lane.side == 1}
    scratch = any(lane.key in (0, 8) for lane in used)
    nine = not outer and not scratch and 1 not in second
    if nine and (second or name.lower().endswith(".pms")):
        return KeyMode.NINE
    if second:
        return KeyMode.FOURTEEN if outer else KeyMode.TEN
    return KeyMode.SEVEN if outer else KeyMode.FIVE
