"""Bombs: colour in the gaps, beside every swing."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from types import MappingProxyType

from automapper.beatsaber.collisions import COLUMNS, ROWS, hammer_hit, note_code
from automapper.beatsaber.model import Bomb
from automapper.beatsaber.objects.scene import Scene, jitter
from automapper.beatsaber.options import Amount

# Bombs per 100 notes. Aligned human levels: medians 0-.8, 95 % at 3.3 (Easy) and 9-13 (harder).
PER_HUNDRED = MappingProxyType(
    {Amount.NONE: 0.0, Amount.LOW: 0.8, Amount.MEDIUM: 1.7, Amount.HIGH: 2.8}
)
_NEAR_S = 0.35  # notes this close in time keep a bomb away from their cells
_ROOM = 1.4  # by this many cells
_AMONG_S = 0.15  # a bomb among notes is the last choice: rests come first
_STEP = Fraction(1, 2)


def place_bombs(scene: Scene, amount: Amount) -> tuple[Bomb, ...]:
    """Bombs on half beats between the notes, in no saber's way, sorted by (beat, x, y).

    A greater amount holds the bombs of the smaller ones.
    """
    # Short charts, too, have more of more.
    wanted = max(scene.count(PER_HUNDRED[amount]), list(Amount).index(amount))
    ranked = sorted((-_worth(scene, *spot), *spot) for spot in _spots(scene)) if wanted else []
    bombs: list[Bomb] = []
    for _, beat, seconds in ranked:
        cell = _cell(scene, beat, seconds) if len(bombs) < wanted else None
        if cell is not None:
            bombs.append(Bomb(beat, *cell))
    return tuple(sorted(bombs, key=lambda bomb: (bomb.beat, bomb.x, bomb.y)))


def _spots(scene: Scene) -> Iterator[tuple[Fraction, float]]:
    """Half beats between the first and last own note."""
    own = [note.beat for note, mine in zip(scene.notes, scene.own, strict=True) if mine]
    if not own:
        return
    beat = own[0] - own[0] % _STEP + _STEP
    while beat < own[-1]:
        yield beat, scene.time(beat)
        beat += _STEP


def _worth(scene: Scene, beat: Fraction, seconds: float) -> float:
    """Bombs belong on beats, where little else happens."""
    around = scene.between(seconds - 0.5, seconds + 0.5)
    among = bool(scene.between(seconds - _AMONG_S, seconds + _AMONG_S))
    quiet = 0.5 * (beat.denominator == 1) - 0.1 * len(around) - 1.5 * among
    return jitter(scene, "bombs", beat) + quiet


def _cell(scene: Scene, beat: Fraction, seconds: float) -> tuple[int, int] | None:
    """The free cell farthest from the notes around, drawn among the best; None without one."""
    near = [
        (scene.notes[i], scene.seconds[i])
        for i in scene.between(seconds - _NEAR_S, seconds + _NEAR_S)
    ]
    free: list[tuple[float, int, int]] = []
    for x in range(COLUMNS):
        for y in range(ROWS):
            codes = [(note_code(n.hand, n.x, n.y, n.cut), seconds - t) for n, t in near]
            if any(hammer_hit(code, x, y, gap) for code, gap in codes):
                continue
            room = min((math.hypot(n.x - x, n.y - y) for n, _ in near), default=2.0)
            # The centre stays clear: a bomb there would hide what comes.
            if room >= _ROOM and not (y == 1 and x in (1, 2)):
                free.append((-min(room, 2.0), x, y))
    if not free:
        return None
    free.sort()
    best = [cell for cell in free if cell[0] <= free[0][0] + 0.3]
    chosen = best[int(jitter(scene, "bomb cell", beat) * len(best))]
    return chosen[1], chosen[2]
