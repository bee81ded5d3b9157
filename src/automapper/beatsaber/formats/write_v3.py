"""Difficulty files 3.3.0: every field written, objects sorted, each depending on itself alone."""

from __future__ import annotations

from automapper.beatsaber.formats.read_v3 import LIGHT_DEFAULTS
from automapper.beatsaber.formats.wire import Tree, tidy
from automapper.beatsaber.formats.write_parts import Extras, split_fakes
from automapper.beatsaber.light_codes import LASER_SPEEDS
from automapper.beatsaber.model import (
    Arc,
    Bomb,
    BoostEvent,
    BpmEvent,
    Chain,
    Chart,
    LightEvent,
    Note,
    RotationEvent,
    Wall,
)
from automapper.beatsaber.order import sorted_chart


def write_chart(chart: Chart, extras: Extras) -> Tree:
    """The difficulty as the tree of its file."""
    chart, fakes = split_fakes(sorted_chart(chart))
    lights = LIGHT_DEFAULTS | extras.carried(chart.lights.extra, "lights")
    tree: Tree = {
        "version": "3.3.0",
        "bpmEvents": [_bpm(event, extras) for event in chart.bpm_events],
        "rotationEvents": [_rotation(event, extras) for event in chart.rotations],
        "colorNotes": [_note(note, extras) for note in chart.notes],
        "bombNotes": [_bomb(bomb, extras) for bomb in chart.bombs],
        "obstacles": [_wall(wall, extras) for wall in chart.walls],
        "sliders": [_arc(arc, extras) for arc in chart.arcs],
        "burstSliders": [_chain(chain, extras) for chain in chart.chains],
        "waypoints": lights.pop("waypoints"),
        "basicBeatmapEvents": [_event(event, extras) for event in chart.lights.events],
        "colorBoostBeatmapEvents": [_boost(event, extras) for event in chart.lights.boosts],
    }
    tree = extras.onto(tree | lights, chart.extra, "chart")
    if hidden := _fakes(fakes, extras):
        custom = tree.get("customData")
        merged: Tree = (custom if isinstance(custom, dict) else {}) | hidden
        tree["customData"] = {key: merged[key] for key in sorted(merged)}
    return tree


def _fakes(chart: Chart, extras: Extras) -> Tree:
    """Fake objects as Noodle Extensions keeps them from 3.x on: apart from the real ones."""
    lists: Tree = {
        "fakeBombNotes": [_bomb(bomb, extras) for bomb in chart.bombs],
        "fakeColorNotes": [_note(note, extras) for note in chart.notes],
        "fakeObstacles": [_wall(wall, extras) for wall in chart.walls],
    }
    # Sorted as they will be when they are read again.
    return {
        key: [dict(sorted(item.items())) for item in items] for key, items in lists.items() if items
    }


def event_context(event: LightEvent) -> str:
    """Which names an event's custom data has."""
    return "laser" if event.kind in LASER_SPEEDS else "event"


def _note(note: Note, extras: Extras) -> Tree:
    own = {
        "b": tidy(note.beat),
        "x": note.x,
        "y": note.y,
        "a": note.angle_offset,
        "c": int(note.hand),
        "d": int(note.cut),
    }
    return extras.onto(own, note.extra, "note")


def _bomb(bomb: Bomb, extras: Extras) -> Tree:
    return extras.onto({"b": tidy(bomb.beat), "x": bomb.x, "y": bomb.y}, bomb.extra, "note")


def _wall(wall: Wall, extras: Extras) -> Tree:
    own = {
        "b": tidy(wall.beat),
        "d": tidy(wall.duration),
        "x": wall.x,
        "y": wall.y,
        "w": wall.width,
        "h": wall.height,
    }
    return extras.onto(own, wall.extra, "wall")


def _arc(arc: Arc, extras: Extras) -> Tree:
    own = {
        "b": tidy(arc.beat),
        "c": int(arc.hand),
        "x": arc.x,
        "y": arc.y,
        "d": int(arc.cut),
        "mu": tidy(arc.multiplier),
        "tb": tidy(arc.tail_beat),
        "tx": arc.tail_x,
        "ty": arc.tail_y,
        "tc": int(arc.tail_cut),
        "tmu": tidy(arc.tail_multiplier),
        "m": arc.mid_anchor,
    }
    return extras.onto(own, arc.extra, "arc")


def _chain(chain: Chain, extras: Extras) -> Tree:
    own = {
        "b": tidy(chain.beat),
        "c": int(chain.hand),
        "x": chain.x,
        "y": chain.y,
        "d": int(chain.cut),
        "tb": tidy(chain.tail_beat),
        "tx": chain.tail_x,
        "ty": chain.tail_y,
        "sc": chain.slices,
        "s": tidy(chain.squish),
    }
    return extras.onto(own, chain.extra, "arc")


def _event(event: LightEvent, extras: Extras) -> Tree:
    own = {
        "b": tidy(event.beat),
        "et": event.kind,
        "i": event.value,
        "f": tidy(event.intensity),
    }
    return extras.onto(own, event.extra, event_context(event))


def _boost(event: BoostEvent, extras: Extras) -> Tree:
    return extras.onto({"b": tidy(event.beat), "o": event.on}, event.extra, "event")


def _rotation(event: RotationEvent, extras: Extras) -> Tree:
    own = {"b": tidy(event.beat), "e": int(not event.early), "r": tidy(event.degrees)}
    return extras.onto(own, event.extra, "event")


def _bpm(event: BpmEvent, extras: Extras) -> Tree:
    return extras.onto({"b": tidy(event.beat), "m": tidy(event.bpm)}, event.extra, "event")
