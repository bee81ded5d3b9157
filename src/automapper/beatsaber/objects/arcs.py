"""Arcs: where a sound holds, the saber is led from one note to the hand's next."""

from __future__ import annotations

import math
from collections.abc import Iterable

from automapper.beatsaber.model import Arc, Chain, Cut
from automapper.beatsaber.objects.scene import Scene, jitter

PER_HUNDRED = 6.0  # median of 303 official levels, Expert
# An arc is read between these times, s; what is longer is a rest, not a movement.
_SHORTEST_S, _LONGEST_S = 0.15, 4.0
_COMFORT_S = 0.45


def place_arcs(scene: Scene, chains: Iterable[Chain] = ()) -> tuple[Arc, ...]:
    """About six arcs per 100 notes between successive notes of one hand, sorted by beat.

    They start and end on arrows, leave and reach them as they are cut, and avoid ``chains``.
    """
    busy = {(chain.beat, chain.hand) for chain in chains}
    ranked: list[tuple[float, int, int]] = []
    for index, following in enumerate(scene.next_of_hand()):
        head = scene.notes[index]
        if following is None or not scene.own[index] or not scene.own[following]:
            continue
        gap = scene.seconds[following] - scene.seconds[index]
        arrows = Cut.DOT not in (head.cut, scene.notes[following].cut)
        if not arrows or not _SHORTEST_S <= gap <= _LONGEST_S or (head.beat, head.hand) in busy:
            continue
        held = min(scene.sustain[index], float(scene.notes[following].beat - head.beat))
        calm = min(gap / _COMFORT_S, 2.0)
        ranked.append((-(2.0 * held + calm + jitter(scene, "arcs", head.beat)), index, following))
    chosen = sorted(ranked)[: scene.count(PER_HUNDRED)]
    arcs = [_arc(scene, first, second) for _, first, second in chosen]
    return tuple(sorted(arcs, key=lambda arc: (arc.beat, arc.x, arc.y)))


def _arc(scene: Scene, first: int, second: int) -> Arc:
    head, tail = scene.notes[first], scene.notes[second]
    gap = scene.seconds[second] - scene.seconds[first]
    cells = math.hypot(tail.x - head.x, tail.y - head.y)
    # A wide or slow move takes long handles, a short one would loop.
    length = round(min(max(0.4 + 0.15 * cells + 0.25 * min(gap, 1.0), 0.4), 1.2), 2)
    return Arc(
        head.beat,
        head.x,
        head.y,
        head.hand,
        head.cut,
        length,
        tail.beat,
        tail.x,
        tail.y,
        tail.cut,
        length,
    )
