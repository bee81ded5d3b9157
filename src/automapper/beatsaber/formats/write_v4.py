"""Difficulty files 4.1.0 and light shows 4.0.0: objects point into tables of their data.

The common rows of a table stand first and always, so that the index of such an object depends on
the object alone; rarer rows follow in the order of their contents.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

from automapper.beatsaber.formats.wire import DATA_KEY, Tree, canonical, tidy
from automapper.beatsaber.formats.write_parts import Extras, split_fakes
from automapper.beatsaber.formats.write_v3 import event_context
from automapper.beatsaber.model import (
    Arc,
    Bomb,
    BoostEvent,
    Chain,
    Chart,
    LightEvent,
    Note,
    RotationEvent,
    Wall,
)
from automapper.beatsaber.order import sorted_chart

_LIGHT_LISTS = (
    "waypoints",
    "waypointsData",
    "eventBoxGroups",
    "indexFilters",
    "lightColorEventBoxes",
    "lightColorEvents",
    "lightRotationEventBoxes",
    "lightRotationEvents",
    "lightTranslationEventBoxes",
    "lightTranslationEvents",
    "fxEventBoxes",
    "floatFxEvents",
)


class _Table:
    """Rows of data, each once; indices are known when all objects have been added."""

    def __init__(self, common: Iterable[Tree] = ()) -> None:
        self._common = {canonical(row): row for row in common}
        self._rare: dict[str, Tree] = {}
        self._waiting: list[tuple[Tree, str, str]] = []

    def point(self, item: Tree, key: str, row: Tree) -> None:
        """Makes ``item[key]`` the index of the row."""
        text = canonical(row)
        if text not in self._common:
            self._rare[text] = row
        item[key] = 0  # keeps the place of the key until the index is known
        self._waiting.append((item, key, text))

    def rows(self) -> list[Tree]:
        """All rows; the indices have been filled in."""
        texts = [*self._common, *sorted(self._rare)]
        index = {text: i for i, text in enumerate(texts)}
        for item, key, text in self._waiting:
            item[key] = index[text]
        return [self._common.get(text) or self._rare[text] for text in texts]


def _note_row(x: int, y: int, hand: int, cut: int, angle: int = 0) -> Tree:
    return {"x": x, "y": y, "c": hand, "d": cut, "a": angle}


def _parts(own: Tree, row: Tree, carried: Tree) -> tuple[Tree, Tree]:
    """Object and data row with the extra's part of each; data's own fields may be overridden."""
    rest = {key: value for key, value in carried.items() if key != DATA_KEY}
    return own | rest, row | carried.get(DATA_KEY, {})


class _Writer:
    """The tables of one difficulty and its lights."""

    def __init__(self, extras: Extras) -> None:
        self.extras = extras
        cells = list(product(range(4), range(3)))
        turns = product(cells, range(2), range(9))
        self.note_rows = _Table(_note_row(x, y, hand, cut) for (x, y), hand, cut in turns)
        self.bomb_rows = _Table({"x": x, "y": y} for x, y in cells)
        self.wall_rows, self.arc_rows, self.chain_rows = _Table(), _Table(), _Table()
        self.rotation_rows, self.event_rows = _Table(), _Table()
        self.boost_rows = _Table({"b": on} for on in range(2))

    def note(self, note: Note) -> Tree:
        row = _note_row(note.x, note.y, int(note.hand), int(note.cut), note.angle_offset)
        carried = self.extras.carried(note.extra, "note")
        item, row = _parts({"b": tidy(note.beat), "i": 0}, row, carried)
        self.note_rows.point(item, "i", row)
        return item

    def bomb(self, bomb: Bomb) -> Tree:
        carried = self.extras.carried(bomb.extra, "note")
        own = {"b": tidy(bomb.beat), "i": 0}
        item, row = _parts(own, {"x": bomb.x, "y": bomb.y}, carried)
        self.bomb_rows.point(item, "i", row)
        return item

    def wall(self, wall: Wall) -> Tree:
        row = {"d": tidy(wall.duration), "x": wall.x, "y": wall.y}
        row |= {"w": wall.width, "h": wall.height}
        carried = self.extras.carried(wall.extra, "wall")
        item, row = _parts({"b": tidy(wall.beat), "i": 0}, row, carried)
        self.wall_rows.point(item, "i", row)
        return item

    def arc(self, arc: Arc) -> Tree:
        row = {"m": tidy(arc.multiplier), "tm": tidy(arc.tail_multiplier), "a": arc.mid_anchor}
        own = {"hb": tidy(arc.beat), "hi": 0, "tb": tidy(arc.tail_beat), "ti": 0, "ai": 0}
        item, row = _parts(own, row, self.extras.carried(arc.extra, "arc"))
        hand = int(arc.hand)
        self.note_rows.point(item, "hi", _note_row(arc.x, arc.y, hand, int(arc.cut)))
        tail = _note_row(arc.tail_x, arc.tail_y, hand, int(arc.tail_cut))
        self.note_rows.point(item, "ti", tail)
        self.arc_rows.point(item, "ai", row)
        return item

    def chain(self, chain: Chain) -> Tree:
        row = {"tx": chain.tail_x, "ty": chain.tail_y, "c": chain.slices, "s": tidy(chain.squish)}
        own = {"hb": tidy(chain.beat), "tb": tidy(chain.tail_beat), "i": 0, "ci": 0}
        item, row = _parts(own, row, self.extras.carried(chain.extra, "arc"))
        head = _note_row(chain.x, chain.y, int(chain.hand), int(chain.cut))
        self.note_rows.point(item, "i", head)
        self.chain_rows.point(item, "ci", row)
        return item

    def rotation(self, event: RotationEvent) -> Tree:
        row = {"e": int(not event.early), "r": tidy(event.degrees)}
        carried = self.extras.carried(event.extra, "event")
        item, row = _parts({"b": tidy(event.beat), "i": 0}, row, carried)
        self.rotation_rows.point(item, "i", row)
        return item

    def event(self, event: LightEvent) -> Tree:
        row = {"t": event.kind, "i": event.value, "f": tidy(event.intensity)}
        carried = self.extras.carried(event.extra, event_context(event))
        item, row = _parts({"b": tidy(event.beat), "i": 0}, row, carried)
        self.event_rows.point(item, "i", row)
        return item

    def boost(self, event: BoostEvent) -> Tree:
        carried = self.extras.carried(event.extra, "event")
        item, row = _parts({"b": tidy(event.beat), "i": 0}, {"b": int(event.on)}, carried)
        self.boost_rows.point(item, "i", row)
        return item


def write_chart(chart: Chart, extras: Extras) -> Tree:
    """The difficulty as the tree of its file; its lights and tempo have files of their own."""
    chart, fakes = split_fakes(sorted_chart(chart))
    for _ in (*fakes.notes, *fakes.bombs, *fakes.walls):
        extras.drop("fake object")
    writer = _Writer(extras)
    tree: Tree = {
        "version": "4.1.0",
        "colorNotes": [writer.note(note) for note in chart.notes],
        "bombNotes": [writer.bomb(bomb) for bomb in chart.bombs],
        "obstacles": [writer.wall(wall) for wall in chart.walls],
        "arcs": [writer.arc(arc) for arc in chart.arcs],
        "chains": [writer.chain(chain) for chain in chart.chains],
        "spawnRotations": [writer.rotation(event) for event in chart.rotations],
        "colorNotesData": writer.note_rows.rows(),
        "bombNotesData": writer.bomb_rows.rows(),
        "obstaclesData": writer.wall_rows.rows(),
        "arcsData": writer.arc_rows.rows(),
        "chainsData": writer.chain_rows.rows(),
        "spawnRotationsData": writer.rotation_rows.rows(),
        "njsEvents": [],
        "njsEventData": [],
    }
    return extras.onto(tree, chart.extra, "chart")


def write_lights(chart: Chart, extras: Extras) -> Tree:
    """The chart's light show as the tree of its file."""
    chart = sorted_chart(chart)
    writer = _Writer(extras)
    tree: Tree = {
        "version": "4.0.0",
        "basicEvents": [writer.event(event) for event in chart.lights.events],
        "basicEventsData": writer.event_rows.rows(),
        "colorBoostEvents": [writer.boost(event) for event in chart.lights.boosts],
        "colorBoostEventsData": writer.boost_rows.rows(),
        **{key: [] for key in _LIGHT_LISTS},
        "basicEventTypesWithKeywords": {"d": []},
        "useNormalEventsAsCompatibleEvents": False,
    }
    return extras.onto(tree, chart.lights.extra, "lights")
