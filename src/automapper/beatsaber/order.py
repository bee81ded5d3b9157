"""The order in which objects are kept and written: by beat, then by everything that tells apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from operator import attrgetter
from typing import Protocol, TypeVar

from automapper.beatsaber.model import Arc, Bomb, Chain, Chart, Note, Wall


class _Timed(Protocol):
    @property
    def beat(self) -> Fraction: ...


Object = TypeVar("Object", Note, Bomb, Wall, Arc, Chain)
Timed = TypeVar("Timed", bound=_Timed)


def placed(objects: Iterable[Object]) -> tuple[Object, ...]:
    """Objects on the grid sorted by (beat, x, y), ties by the rest of what they are."""
    return tuple(sorted(objects, key=_place))


def timed(events: Iterable[Timed]) -> tuple[Timed, ...]:
    """Events sorted by beat alone: of two on one beat the later in the file acts last."""
    return tuple(sorted(events, key=attrgetter("beat")))


def _place(item: Note | Bomb | Wall | Arc | Chain) -> tuple[object, ...]:
    if isinstance(item, Bomb):
        tail: tuple[object, ...] = ()
    elif isinstance(item, Note):
        tail = (item.hand, item.cut, item.angle_offset)
    elif isinstance(item, Wall):
        tail = (item.width, item.height, item.duration)
    elif isinstance(item, Arc):
        curve = (item.tail_cut, item.multiplier, item.tail_multiplier, item.mid_anchor)
        tail = (item.hand, item.cut, item.tail_beat, item.tail_x, item.tail_y, *curve)
    else:
        body = (item.slices, item.squish)
        tail = (item.hand, item.cut, item.tail_beat, item.tail_x, item.tail_y, *body)
    extra = (item.extra.version, item.extra.text) if item.extra else (0, "")
    return (item.beat, item.x, item.y, *tail, *extra)


def sorted_chart(chart: Chart) -> Chart:
    """The same chart with every list in order, as it comes from ``read``."""
    lights = replace(
        chart.lights, events=timed(chart.lights.events), boosts=timed(chart.lights.boosts)
    )
    return replace(
        chart,
        notes=placed(chart.notes),
        bombs=placed(chart.bombs),
        walls=placed(chart.walls),
        arcs=placed(chart.arcs),
        chains=placed(chart.chains),
        rotations=timed(chart.rotations),
        bpm_events=timed(chart.bpm_events),
        lights=lights,
    )
