"""Which channel holds what, and which lane it belongs to."""

from __future__ import annotations

import re
from enum import IntEnum

from automapper.bms.model import Lane


class Kind(IntEnum):
    """What the objects of a channel are."""

    BACKGROUND = 0
    VISIBLE = 1
    LONG = 2
    INVISIBLE = 3
    MINE = 4
    TEMPO = 5
    NAMED_TEMPO = 6
    STOP = 7


BACKGROUND, LENGTH = "01", "02"
# The second character of a lane's channels; 7 is the free zone.
_KEYS = {"1": 1, "2": 2, "3": 3, "4": 4, "5": 5, "6": 0, "7": 8, "8": 6, "9": 7}
_SIDES = {
    Kind.VISIBLE: ("1", "2"),
    Kind.INVISIBLE: ("3", "4"),
    Kind.LONG: ("5", "6"),
    Kind.MINE: ("D", "E"),
}
# What stands on a lane, and on which.
LANES: dict[str, tuple[Kind, Lane]] = {
    tens + ones: (kind, Lane(side, key))
    for kind, sides in _SIDES.items()
    for side, tens in enumerate(sides)
    for ones, key in _KEYS.items()
}
# Channels whose objects a chart holds; others (pictures, scrolling, volume) are kept as lines.
KINDS: dict[str, Kind] = {
    BACKGROUND: Kind.BACKGROUND,
    "03": Kind.TEMPO,
    "08": Kind.NAMED_TEMPO,
    "09": Kind.STOP,
    **{name: kind for name, (kind, _) in LANES.items()},
}
# Channels whose objects sound, and the lines of theirs that are written as nearly all are: what
# follows says which measure.
SOUND_CHANNELS = frozenset(
    name for name, kind in KINDS.items() if kind in (Kind.BACKGROUND, Kind.VISIBLE, Kind.LONG)
)
SOUND_LINE = re.compile(rb"#([0-9]{3})(?:01|[1256][1-9]):")
# Channels that steer pictures, volumes, texts, judgement, options and scrolling.
SILENT = frozenset(
    {"00", "04", "05", "06", "07", "0A", "0B", "0C", "0D", "0E"}
    | {"97", "98", "99", "A0", "A1", "A2", "A3", "A4", "A5", "A6", "SC", "SP"}
)
