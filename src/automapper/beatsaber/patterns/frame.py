"""One frame for both hands: notes as small integers, seen as if the right hand played them.

A token is ``(x * 3 + y) * 9 + cut`` (0-107). What the left hand does is mirrored left to right, so
that one table of statistics serves both; the other hand's notes are mirrored with it.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from automapper.beatsaber.model import Cut, Hand, Note
from automapper.beatsaber.swings import COMPASS, between

CUTS, ROWS, COLUMNS = 9, 3, 4
TOKENS = COLUMNS * ROWS * CUTS
NOTHING = TOKENS  # stands for "no note yet" where a token is expected
MIRRORED_CUT = (
    Cut.UP,
    Cut.DOWN,
    Cut.RIGHT,
    Cut.LEFT,
    Cut.UP_RIGHT,
    Cut.UP_LEFT,
    Cut.DOWN_RIGHT,
    Cut.DOWN_LEFT,
    Cut.DOT,
)

_ALL = np.arange(TOKENS)
TOKEN_X: NDArray[np.int64] = _ALL // (ROWS * CUTS)
TOKEN_Y: NDArray[np.int64] = _ALL // CUTS % ROWS
TOKEN_CELL: NDArray[np.int64] = _ALL // CUTS
TOKEN_CUT: NDArray[np.int64] = _ALL % CUTS


def mirror_token(token: int) -> int:
    """The token seen in a mirror; NOTHING stays NOTHING."""
    return _MIRROR[token]


def _mirrored(token: int) -> int:
    if token == NOTHING:
        return NOTHING
    x, y, cut = token // 27, token // 9 % 3, token % 9
    return ((3 - x) * ROWS + y) * CUTS + MIRRORED_CUT[cut]


_MIRROR = tuple(_mirrored(token) for token in range(TOKENS + 1))


def absolute_token(note: Note) -> int:
    """Token of a note as it lies on the grid; its cell must lie inside the grid."""
    return (note.x * ROWS + note.y) * CUTS + note.cut


def token_for(hand: Hand, absolute: int) -> int:
    """An absolute token in the frame of a hand, and back (the mapping is its own inverse)."""
    return absolute if hand == Hand.RIGHT else _MIRROR[absolute]


def cell_and_cut(absolute: int) -> tuple[int, int, Cut]:
    """Column, row and cut of an absolute token."""
    return absolute // 27, absolute // 9 % 3, Cut(absolute % 9)


@cache
def cut_mask(hand: Hand, cuts: tuple[Cut, ...]) -> NDArray[np.bool_]:
    """Which tokens of a hand's frame use one of ``cuts`` (grid directions), bool, (108,)."""
    seen = cuts if hand == Hand.RIGHT else tuple(MIRRORED_CUT[cut] for cut in cuts)
    mask = np.isin(TOKEN_CUT, [int(cut) for cut in seen])
    mask.flags.writeable = False
    return mask


def swing_angle(first: int, second: int) -> int | None:
    """Angle between the cuts of two tokens, degrees; None where one is missing or a dot."""
    if NOTHING in (first, second):
        return None
    cuts = Cut(first % CUTS), Cut(second % CUTS)
    return None if Cut.DOT in cuts else between(*cuts)


def leads_out(token: int) -> bool:
    """Whether a top-row cut leads up or a bottom-row cut leads down."""
    y, cut = token // CUTS % ROWS, Cut(token % CUTS)
    if cut == Cut.DOT or y == 1:
        return False
    climbs = COMPASS[cut] in (315, 0, 45)
    sinks = COMPASS[cut] in (135, 180, 225)
    return climbs if y == 2 else sinks
