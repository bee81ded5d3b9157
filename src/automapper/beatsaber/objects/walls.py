"""Walls: lanes beside the music, gates in its breaks, and scenery out of reach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from automapper.beatsaber.model import Bomb, Wall
from automapper.beatsaber.objects.scene import Scene, jitter
from automapper.beatsaber.options import Amount

# Walls per 100 notes. Aligned human levels: medians 1.2-5.9 by difficulty, 95 % at 15-39.
PER_HUNDRED = MappingProxyType(
    {Amount.NONE: 0.0, Amount.LOW: 1.5, Amount.MEDIUM: 4.0, Amount.HIGH: 9.0}
)
_FULL, _CROUCH = (0, 5), (2, 3)  # (row, height)
_PIECE = Fraction(2)  # longest piece of a lane wall, beats
_SHORTEST = Fraction(1, 2)
_CLEAR_S = 0.12  # between a wall and the notes and bombs of its cells, s
# A gate asks the head to move: only in rests this long, s, and with this much time around it.
_REST_S, _GATE_MARGIN_S, _GATE_S = 2.4, 0.8, 0.4
_GATE_WORTH = 3.0
_SCENERY_X = (-3, 6)  # columns out of every arm's reach


@dataclass(frozen=True, slots=True)
class _Site:
    worth: float
    wall: Wall


def place_walls(
    scene: Scene, amount: Amount, bombs: Sequence[Bomb] = (), *, decorative: bool = False
) -> tuple[Wall, ...]:
    """Walls between the first and last own note, sorted by (beat, x, y).

    Lane walls stand in an outer column while nothing comes through it; gates (crouch walls) in
    long rests. A greater amount holds the walls of the smaller ones. ``decorative`` adds pillars
    that nobody can touch, one a bar, whatever the amount.
    """
    wanted = max(scene.count(PER_HUNDRED[amount]), list(Amount).index(amount))
    gates = _gates(scene, bombs)
    sites = gates + [
        lane for lane in _lanes(scene, bombs) if not any(_meet(lane, gate) for gate in gates)
    ]
    sites.sort(key=lambda site: (-site.worth, site.wall.beat, site.wall.x))
    walls = [site.wall for site in sites[:wanted]]
    if decorative:
        walls += _scenery(scene)
    return tuple(sorted(walls, key=lambda wall: (wall.beat, wall.x, wall.y)))


def _meet(first: _Site, second: _Site) -> bool:
    a, b = first.wall, second.wall
    return a.beat < b.beat + b.duration and b.beat < a.beat + a.duration


def _own_span(scene: Scene) -> tuple[Fraction, Fraction] | None:
    own = [note.beat for note, mine in zip(scene.notes, scene.own, strict=True) if mine]
    return (own[0], own[-1]) if len(own) > 1 else None


def _lanes(scene: Scene, bombs: Sequence[Bomb]) -> list[_Site]:
    """Pieces of the stretches in which an outer column stays empty."""
    span = _own_span(scene)
    sites: list[_Site] = []
    if span is None:
        return sites
    for column in (0, 3):
        taken = [note.beat for note in scene.notes if note.x == column]
        taken += [bomb.beat for bomb in bombs if bomb.x == column]
        inside = sorted(beat for beat in taken if span[0] < beat < span[1])
        for start, end in zip([span[0], *inside], [*inside, span[1]], strict=True):
            sites += _pieces(scene, column, start, end)
    return sites


def _pieces(scene: Scene, column: int, start: Fraction, end: Fraction) -> list[_Site]:
    margin = _beats(scene, start, _CLEAR_S)
    begin, stop = _up(start + margin), _down(end - margin)
    sites: list[_Site] = []
    while stop - begin >= _SHORTEST:
        length = min(_PIECE, stop - begin)
        wall = Wall(begin, length, column, _FULL[0], 1, _FULL[1])
        # Long walls beside strong music first.
        heard = [scene.strength[i] for i in _during(scene, wall)]
        worth = float(length) / 4 + (sum(heard) / len(heard) if heard else 0.5)
        sites.append(_Site(worth + jitter(scene, f"wall {column}", begin), wall))
        begin = _up(begin + length + margin)
    return sites


def _gates(scene: Scene, bombs: Sequence[Bomb]) -> list[_Site]:
    """One crouch wall in the middle of every long rest."""
    sites: list[_Site] = []
    for index in range(1, len(scene.notes)):
        first, second = scene.seconds[index - 1], scene.seconds[index]
        if second - first < _REST_S or not (scene.own[index - 1] and scene.own[index]):
            continue
        before = scene.notes[index - 1].beat
        start = _up(before + _beats(scene, before, _GATE_MARGIN_S))
        wall = Wall(start, _down(_beats(scene, start, _GATE_S)) or _SHORTEST, 0, *_crouch())
        end = start + wall.duration
        if scene.time(end) > second - _GATE_MARGIN_S:
            continue
        if not any(start - 1 <= bomb.beat <= end + 1 for bomb in bombs):
            sites.append(_Site(_GATE_WORTH, wall))
    return sites


def _crouch() -> tuple[int, int, int]:
    row, height = _CROUCH
    return row, 4, height


def _scenery(scene: Scene) -> list[Wall]:
    """Pillars on both sides, on every fourth beat."""
    span = _own_span(scene)
    if span is None:
        return []
    walls = []
    beat = Fraction(-(-span[0] // 4) * 4)
    while beat < span[1]:
        tall = 3 + int(4 * jitter(scene, "scenery", beat))
        walls += [Wall(beat, Fraction(1, 2), x, 0, 1, tall) for x in _SCENERY_X]
        beat += 4
    return walls


def _during(scene: Scene, wall: Wall) -> range:
    return scene.between(scene.time(wall.beat), scene.time(wall.beat + wall.duration))


def _beats(scene: Scene, beat: Fraction, seconds: float) -> Fraction:
    """How many beats ``seconds`` are at ``beat``."""
    per_second = scene.tempo_map.bpm_at(beat) / 60
    return per_second * Fraction(round(seconds * 1000), 1000)


def _up(beat: Fraction) -> Fraction:
    """The next quarter of a beat."""
    return Fraction(-(-beat * 4 // 1)) / 4


def _down(beat: Fraction) -> Fraction:
    return Fraction(beat * 4 // 1) / 4
