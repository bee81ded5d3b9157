"""Difficulty files 2.6.0: no chains, no angles beside the directions, one list for all events."""

from __future__ import annotations

from fractions import Fraction

from automapper.beatsaber.formats.read_v2 import (
    BOMB,
    BOOST,
    BPM,
    CROUCH_WALL,
    EARLY_ROTATION,
    FREE_WALL,
    FULL_WALL,
    LATE_ROTATION,
    PRECISE_ROTATION,
    ROTATIONS,
)
from automapper.beatsaber.formats.wire import Tree, tidy
from automapper.beatsaber.formats.write_parts import Extras
from automapper.beatsaber.formats.write_v3 import event_context
from automapper.beatsaber.model import (
    Arc,
    Bomb,
    BoostEvent,
    BpmEvent,
    Chart,
    LightEvent,
    Note,
    RotationEvent,
    Wall,
)
from automapper.beatsaber.order import sorted_chart

# Event types that mean something else than light here.
_TAKEN = (BOOST, EARLY_ROTATION, LATE_ROTATION, BPM)
_Item = tuple[Fraction, Tree]


def write_chart(chart: Chart, extras: Extras) -> Tree:
    """The difficulty as the tree of its file."""
    chart = sorted_chart(chart)
    for _ in chart.chains:
        extras.drop("chain")
    notes = [_note(note, extras) for note in chart.notes]
    notes += [_bomb(bomb, extras) for bomb in chart.bombs]
    lights: Tree = {"_waypoints": []} | extras.carried(chart.lights.extra, "lights")
    tree: Tree = {
        "_version": "2.6.0",
        "_notes": _merged(notes),
        "_sliders": [_arc(arc, extras) for arc in chart.arcs],
        "_obstacles": [_wall(wall, extras) for wall in chart.walls],
        "_events": _merged(_events(chart, extras)),
    }
    return extras.onto(tree | lights, chart.extra, "chart")


def _merged(items: list[_Item]) -> list[Tree]:
    return [tree for _, tree in sorted(items, key=lambda item: item[0])]


def _events(chart: Chart, extras: Extras) -> list[_Item]:
    items = [_bpm(event, extras) for event in chart.bpm_events]
    items += [item for event in chart.rotations if (item := _rotation(event, extras))]
    items += [_boost(event, extras) for event in chart.lights.boosts]
    for event in chart.lights.events:
        if event.kind in _TAKEN:
            extras.drop(f"light event of type {event.kind}")
        else:
            items.append(_light(event, extras))
    return items


def _event(beat: Fraction, kind: int, value: int, number: float) -> Tree:
    return {"_time": tidy(beat), "_type": kind, "_value": value, "_floatValue": tidy(number)}


def _light(event: LightEvent, extras: Extras) -> _Item:
    own = _event(event.beat, event.kind, event.value, event.intensity)
    return event.beat, extras.onto(own, event.extra, event_context(event))


def _boost(event: BoostEvent, extras: Extras) -> _Item:
    own = _event(event.beat, BOOST, int(event.on), 1.0)
    return event.beat, extras.onto(own, event.extra, "event")


def _bpm(event: BpmEvent, extras: Extras) -> _Item:
    return event.beat, extras.onto(_event(event.beat, BPM, 0, event.bpm), event.extra, "event")


def _rotation(event: RotationEvent, extras: Extras) -> _Item | None:
    if event.degrees in ROTATIONS:
        value = ROTATIONS.index(int(event.degrees))
    elif float(event.degrees).is_integer() and abs(event.degrees) <= 360:
        value = PRECISE_ROTATION + int(event.degrees)
    else:
        extras.drop("rotation by a fraction of a degree, or by more than a turn")
        return None
    own = _event(event.beat, EARLY_ROTATION if event.early else LATE_ROTATION, value, 1.0)
    return event.beat, extras.onto(own, event.extra, "event")


def _note(note: Note, extras: Extras) -> _Item:
    if note.angle_offset:
        extras.drop("angle offset of a note")
    own = {
        "_time": tidy(note.beat),
        "_lineIndex": note.x,
        "_lineLayer": note.y,
        "_type": int(note.hand),
        "_cutDirection": int(note.cut),
    }
    return note.beat, extras.onto(own, note.extra, "note")


def _bomb(bomb: Bomb, extras: Extras) -> _Item:
    own = {
        "_time": tidy(bomb.beat),
        "_lineIndex": bomb.x,
        "_lineLayer": bomb.y,
        "_type": BOMB,
        "_cutDirection": 0,
    }
    return bomb.beat, extras.onto(own, bomb.extra, "note")


def _wall(wall: Wall, extras: Extras) -> Tree:
    kinds = {(0, 5): FULL_WALL, (2, 3): CROUCH_WALL}
    kind = kinds.get((wall.y, wall.height), FREE_WALL)
    own: Tree = {
        "_time": tidy(wall.beat),
        "_lineIndex": wall.x,
        "_type": kind,
        "_duration": tidy(wall.duration),
        "_width": wall.width,
    }
    if kind == FREE_WALL:
        own |= {"_lineLayer": wall.y, "_height": wall.height}
    return extras.onto(own, wall.extra, "wall")


def _arc(arc: Arc, extras: Extras) -> Tree:
    own = {
        "_colorType": int(arc.hand),
        "_headTime": tidy(arc.beat),
        "_headLineIndex": arc.x,
        "_headLineLayer": arc.y,
        "_headControlPointLengthMultiplier": tidy(arc.multiplier),
        "_headCutDirection": int(arc.cut),
        "_tailTime": tidy(arc.tail_beat),
        "_tailLineIndex": arc.tail_x,
        "_tailLineLayer": arc.tail_y,
        "_tailControlPointLengthMultiplier": tidy(arc.tail_multiplier),
        "_tailCutDirection": int(arc.tail_cut),
        "_sliderMidAnchorMode": arc.mid_anchor,
    }
    return extras.onto(own, arc.extra, "arc")
