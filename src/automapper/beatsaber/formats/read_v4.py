"""Difficulty files 4.0-4.1 and light shows 4.0: objects point into tables of their data."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeVar

from automapper.beatsaber.formats.read_parts import ChartEntry
from automapper.beatsaber.formats.wire import (
    DATA_KEY,
    BadFieldError,
    Document,
    Fields,
    extra_from,
    telling,
)
from automapper.beatsaber.model import (
    Arc,
    Bomb,
    BoostEvent,
    Chain,
    Chart,
    LightEvent,
    Lightshow,
    Note,
    RotationEvent,
    Wall,
)
from automapper.beatsaber.order import sorted_chart

Parsed = TypeVar("Parsed")
_LANE = frozenset("bi")
_ARC = frozenset({"hb", "hi", "tb", "ti", "ai"})
_CHAIN = frozenset({"hb", "tb", "i", "ci"})
_NOTE_DATA = frozenset("xycda")
_WALL_DATA = frozenset("dxywh")
_ARC_DATA = frozenset({"m", "tm", "a"})
_CHAIN_DATA = frozenset({"tx", "ty", "c", "s"})
_EVENT_DATA = frozenset("tif")
_CHART_KEYS = (
    "version",
    "colorNotes",
    "colorNotesData",
    "bombNotes",
    "bombNotesData",
    "obstacles",
    "obstaclesData",
    "arcs",
    "arcsData",
    "chains",
    "chainsData",
    "spawnRotations",
    "spawnRotationsData",
)
_LIGHT_KEYS = (
    "version",
    "basicEvents",
    "basicEventsData",
    "colorBoostEvents",
    "colorBoostEventsData",
)
_SILENT_LIGHTS = {
    "basicEventTypesWithKeywords": {"d": []},
    "useNormalEventsAsCompatibleEvents": False,
}


def read_chart(document: Document, entry: ChartEntry) -> Chart:
    """One difficulty without its lights; unusable objects are dropped with a warning."""
    empty = {key for key, value in document.tree.items() if value in ([], {})}
    return sorted_chart(
        entry.chart(
            notes=tuple(document.objects("colorNotes", _Table(document, "colorNotesData").note)),
            bombs=tuple(document.objects("bombNotes", _Table(document, "bombNotesData").bomb)),
            walls=tuple(document.objects("obstacles", _Table(document, "obstaclesData").wall)),
            arcs=tuple(document.objects("arcs", _Table(document, "arcsData").arc)),
            chains=tuple(document.objects("chains", _Table(document, "chainsData").chain)),
            rotations=tuple(
                document.objects("spawnRotations", _Table(document, "spawnRotationsData").rotation)
            ),
            extra=document.rest(4, {*_CHART_KEYS, *empty}),
        )
    )


def with_lights(chart: Chart, document: Document) -> Chart:
    """The chart with the events of its light show file; group lights are kept as they are."""
    tree = document.tree
    rest = {
        key: value
        for key, value in tree.items()
        if key not in _LIGHT_KEYS and value not in ([], {}) and value != _SILENT_LIGHTS.get(key)
    }
    lights = Lightshow(
        events=tuple(document.objects("basicEvents", _Table(document, "basicEventsData").event)),
        boosts=tuple(
            document.objects("colorBoostEvents", _Table(document, "colorBoostEventsData").boost)
        ),
        extra=extra_from(4, rest),
    )
    return sorted_chart(replace(chart, lights=lights))


class _Table:
    """A list of data entries, and the objects that point into it."""

    def __init__(self, document: Document, key: str) -> None:
        self._document, self._key, self._rows = document, key, document.items(key)
        notes = key == "colorNotesData"
        self._notes = self if notes else None

    def _row(self, item: Fields, index_key: str) -> Fields:
        index = item.whole(index_key)
        where = f"{self._key}[{index}]"
        if not 0 <= index < len(self._rows):
            raise BadFieldError(index_key, f"points outside {self._key}")
        row: Any = self._rows[index]
        if not isinstance(row, dict):
            raise BadFieldError(index_key, f"points to a {self._key} entry that is no object")
        return Fields(self._document.path, where, row, self._document.findings)

    def _notes_row(self, item: Fields, index_key: str) -> Fields:
        if self._notes is None:
            self._notes = _Table(self._document, "colorNotesData")
        return self._notes._row(item, index_key)

    def note(self, item: Fields) -> Note:
        row = self._row(item, "i")
        return Note(
            beat=item.beat("b"),
            x=row.whole("x"),
            y=row.whole("y"),
            hand=row.hand("c"),
            cut=row.cut("d"),
            angle_offset=row.whole("a"),
            extra=_extra(item, _LANE, row, _NOTE_DATA),
        )

    def bomb(self, item: Fields) -> Bomb:
        row = self._row(item, "i")
        extra = _extra(item, _LANE, row, frozenset("xy"))
        return Bomb(item.beat("b"), row.whole("x"), row.whole("y"), extra)

    def wall(self, item: Fields) -> Wall:
        row = self._row(item, "i")
        return Wall(
            beat=item.beat("b"),
            duration=row.beat("d"),
            x=row.whole("x"),
            y=row.whole("y"),
            width=row.whole("w"),
            height=row.whole("h"),
            extra=_extra(item, _LANE, row, _WALL_DATA),
        )

    def arc(self, item: Fields) -> Arc:
        head, tail = self._notes_row(item, "hi"), self._notes_row(item, "ti")
        row = self._row(item, "ai")
        return Arc(
            beat=item.beat("hb"),
            x=head.whole("x"),
            y=head.whole("y"),
            hand=head.hand("c"),
            cut=head.cut("d"),
            multiplier=row.real("m"),
            tail_beat=item.beat("tb"),
            tail_x=tail.whole("x"),
            tail_y=tail.whole("y"),
            tail_cut=tail.cut("d"),
            tail_multiplier=row.real("tm"),
            mid_anchor=row.whole("a"),
            extra=_extra(item, _ARC, row, _ARC_DATA),
        )

    def chain(self, item: Fields) -> Chain:
        head = self._notes_row(item, "i")
        row = self._row(item, "ci")
        return Chain(
            beat=item.beat("hb"),
            x=head.whole("x"),
            y=head.whole("y"),
            hand=head.hand("c"),
            cut=head.cut("d"),
            tail_beat=item.beat("tb"),
            tail_x=row.whole("tx"),
            tail_y=row.whole("ty"),
            slices=row.whole("c"),
            squish=row.real("s"),
            extra=_extra(item, _CHAIN, row, _CHAIN_DATA),
        )

    def rotation(self, item: Fields) -> RotationEvent:
        row = self._row(item, "i")
        extra = _extra(item, _LANE, row, frozenset("er"))
        return RotationEvent(item.beat("b"), row.whole("e") == 0, row.real("r"), extra)

    def event(self, item: Fields) -> LightEvent:
        row = self._row(item, "i")
        extra = _extra(item, _LANE, row, _EVENT_DATA)
        return LightEvent(item.beat("b"), row.whole("t"), row.whole("i"), row.real("f"), extra)

    def boost(self, item: Fields) -> BoostEvent:
        row = self._row(item, "i")
        extra = _extra(item, _LANE, row, frozenset("b"))
        return BoostEvent(item.beat("b"), row.flag("b"), extra)


def _extra(item: Fields, known: frozenset[str], row: Fields, row_known: frozenset[str]) -> Any:
    """Both sides' leftovers; lane rotations of 0 say nothing."""
    rest = item.rest(known)
    rest = {k: v for k, v in rest.items() if not (k in ("r", "hr", "tr") and v == 0)}
    if data := telling(row.rest(row_known)):
        rest[DATA_KEY] = data
    return extra_from(4, rest) if rest else None
