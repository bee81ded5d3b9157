"""Chains: a roll or an accent drawn out into links behind its note."""

from __future__ import annotations

import math
from fractions import Fraction
from types import MappingProxyType

from automapper.beatsaber.collisions import COLUMNS, ROWS
from automapper.beatsaber.model import Chain, Cut, Note
from automapper.beatsaber.objects.scene import Scene, jitter

PER_HUNDRED = 2.1  # median of 303 official levels, Expert
_STEP = MappingProxyType(
    {
        Cut.UP: (0, 1),
        Cut.DOWN: (0, -1),
        Cut.LEFT: (-1, 0),
        Cut.RIGHT: (1, 0),
        Cut.UP_LEFT: (-1, 1),
        Cut.UP_RIGHT: (1, 1),
        Cut.DOWN_LEFT: (-1, -1),
        Cut.DOWN_RIGHT: (1, -1),
    }
)
# Beats a chain lasts, longest first; in seconds it stays a flick of the wrist.
_LENGTHS = (Fraction(1, 4), Fraction(1, 8), Fraction(1, 16))
_SHORTEST_S, _LONGEST_S = 0.04, 0.16
# The hand needs this long from the last link to its next note, s, and may cover so many cells.
_BACK_S, _BACK_CELLS = 0.15, 2.9
_BESIDE_S = 0.12  # notes so close in time keep a cell away from the links
_HIDDEN_S = 0.65  # links in a centre cell hide what comes so soon in their half
_SQUISH = 0.9


def place_chains(scene: Scene) -> tuple[Chain, ...]:
    """About two chains per 100 notes on arrows that leave room for the links, sorted by beat.

    The head's note stays; the links lead on in its direction to a cell of the grid, and both hands
    have time around them.
    """
    ranked: list[tuple[float, Chain]] = []
    for index, following in enumerate(scene.next_of_hand()):
        if not scene.own[index]:
            continue
        chain = _chain(scene, index, following)
        if chain is not None:
            worth = scene.accent[index] + 0.5 * scene.strength[index]
            ranked.append((-(worth + jitter(scene, "chains", chain.beat)), chain))
    ranked.sort(key=lambda item: (item[0], item[1].beat, item[1].x))
    chosen = [chain for _, chain in ranked[: scene.count(PER_HUNDRED)]]
    return tuple(sorted(chosen, key=lambda chain: (chain.beat, chain.x, chain.y)))


def _chain(scene: Scene, index: int, following: int | None) -> Chain | None:
    """The longest chain a note can carry, if any."""
    head = scene.notes[index]
    path = _path(head)
    length = _length(scene, head)
    if not path or length is None:
        return None
    end = scene.time(head.beat + length)
    if _in_the_way(scene, index, path, end):
        return None
    if following is not None:
        note = scene.notes[following]
        far = math.hypot(note.x - path[-1][0], note.y - path[-1][1])
        if scene.seconds[following] - end < _BACK_S or far > _BACK_CELLS:
            return None
    x, y = path[-1]
    links = 2 + 2 * len(path)
    return Chain(
        head.beat, head.x, head.y, head.hand, head.cut, head.beat + length, x, y, links, _SQUISH
    )


def _in_the_way(scene: Scene, index: int, path: list[tuple[int, int]], end: float) -> bool:
    """Whether a note stands beside the links while they pass, or is hidden by them."""
    head, start = scene.notes[index], scene.seconds[index]
    hidden = {x <= 1 for x, y in path if y == 1 and x in (1, 2)}
    for other in scene.between(start - _BESIDE_S, end + _HIDDEN_S):
        note, seconds = scene.notes[other], scene.seconds[other]
        if other == index or (note.hand == head.hand and seconds < start):
            continue
        if seconds > start and (note.x <= 1) in hidden:
            return True
        near = any(max(abs(note.x - x), abs(note.y - y)) <= 1 for x, y in path)
        if near and seconds <= end + _BESIDE_S:
            return True
    return False


def _path(head: Note) -> list[tuple[int, int]]:
    """Cells ahead of a cut inside the grid, at most two."""
    dx, dy = _STEP.get(head.cut, (0, 0))
    if dx == dy == 0:
        return []
    cells = [(head.x + dx * k, head.y + dy * k) for k in (1, 2)]
    return [(x, y) for x, y in cells if 0 <= x < COLUMNS and 0 <= y < ROWS]


def _length(scene: Scene, head: Note) -> Fraction | None:
    start = scene.time(head.beat)
    spans = ((length, scene.time(head.beat + length) - start) for length in _LENGTHS)
    return next((length for length, s in spans if _SHORTEST_S <= s <= _LONGEST_S), None)
