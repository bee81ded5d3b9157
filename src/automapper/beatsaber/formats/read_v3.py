"""Difficulty files 3.0-3.3: one letter a field; zeros may be left out."""

from __future__ import annotations

from automapper.beatsaber.formats.read_parts import ChartEntry, positive_bpm
from automapper.beatsaber.formats.wire import Document, Fields, extra_from
from automapper.beatsaber.model import (
    Arc,
    Bomb,
    BoostEvent,
    BpmEvent,
    Chain,
    Chart,
    LightEvent,
    Lightshow,
    Note,
    RotationEvent,
    Wall,
)
from automapper.beatsaber.order import sorted_chart

_NOTE = frozenset("bxycda")
_BOMB = frozenset("bxy")
_WALL = frozenset("bdxywh")
_ARC = frozenset({"b", "x", "y", "c", "d", "mu", "tb", "tx", "ty", "tc", "tmu", "m"})
_CHAIN = frozenset({"b", "x", "y", "c", "d", "tb", "tx", "ty", "sc", "s"})
_EVENT = frozenset({"b", "et", "i", "f"})
_BOOST = frozenset("bo")
_ROTATION = frozenset("ber")
_BPM = frozenset("bm")
# Lists that the model does not name, and which belong to the lights.
LIGHT_KEYS = (
    "waypoints",
    "lightColorEventBoxGroups",
    "lightRotationEventBoxGroups",
    "lightTranslationEventBoxGroups",
    "vfxEventBoxGroups",
    "_fxEventsCollection",
    "basicEventTypesWithKeywords",
    "useNormalEventsAsCompatibleEvents",
)
# How an empty file says them; equal values say nothing and are not kept.
LIGHT_DEFAULTS = {
    **{key: [] for key in LIGHT_KEYS[:5]},
    "_fxEventsCollection": {"_fl": [], "_il": []},
    "basicEventTypesWithKeywords": {"d": []},
    "useNormalEventsAsCompatibleEvents": False,
}
_CHART_KEYS = (
    "version",
    "bpmEvents",
    "rotationEvents",
    "colorNotes",
    "bombNotes",
    "obstacles",
    "sliders",
    "burstSliders",
    "basicBeatmapEvents",
    "colorBoostBeatmapEvents",
    *LIGHT_KEYS,
)


def read_chart(document: Document, entry: ChartEntry) -> Chart:
    """One difficulty; unusable objects are dropped with a warning."""
    tree = document.tree
    rest = {key: tree[key] for key in LIGHT_KEYS if tree.get(key) not in (None, [], {})}
    rest = {key: value for key, value in rest.items() if value != LIGHT_DEFAULTS[key]}
    return sorted_chart(
        entry.chart(
            notes=tuple(document.objects("colorNotes", _note)),
            bombs=tuple(document.objects("bombNotes", _bomb)),
            walls=tuple(document.objects("obstacles", _wall)),
            arcs=tuple(document.objects("sliders", _arc)),
            chains=tuple(document.objects("burstSliders", _chain)),
            rotations=tuple(document.objects("rotationEvents", _rotation)),
            bpm_events=tuple(document.objects("bpmEvents", _bpm)),
            lights=Lightshow(
                events=tuple(document.objects("basicBeatmapEvents", _event)),
                boosts=tuple(document.objects("colorBoostBeatmapEvents", _boost)),
                extra=extra_from(3, rest),
            ),
            extra=document.rest(3, _CHART_KEYS),
        )
    )


def _note(item: Fields) -> Note:
    return Note(
        beat=item.beat("b"),
        x=item.whole("x"),
        y=item.whole("y"),
        hand=item.hand("c"),
        cut=item.cut("d"),
        angle_offset=item.whole("a"),
        extra=item.extra(3, _NOTE),
    )


def _bomb(item: Fields) -> Bomb:
    return Bomb(item.beat("b"), item.whole("x"), item.whole("y"), item.extra(3, _BOMB))


def _wall(item: Fields) -> Wall:
    return Wall(
        beat=item.beat("b"),
        duration=item.beat("d"),
        x=item.whole("x"),
        y=item.whole("y"),
        width=item.whole("w"),
        height=item.whole("h"),
        extra=item.extra(3, _WALL),
    )


def _arc(item: Fields) -> Arc:
    return Arc(
        beat=item.beat("b"),
        x=item.whole("x"),
        y=item.whole("y"),
        hand=item.hand("c"),
        cut=item.cut("d"),
        multiplier=item.real("mu"),
        tail_beat=item.beat("tb"),
        tail_x=item.whole("tx"),
        tail_y=item.whole("ty"),
        tail_cut=item.cut("tc"),
        tail_multiplier=item.real("tmu"),
        mid_anchor=item.whole("m"),
        extra=item.extra(3, _ARC),
    )


def _chain(item: Fields) -> Chain:
    return Chain(
        beat=item.beat("b"),
        x=item.whole("x"),
        y=item.whole("y"),
        hand=item.hand("c"),
        cut=item.cut("d"),
        tail_beat=item.beat("tb"),
        tail_x=item.whole("tx"),
        tail_y=item.whole("ty"),
        slices=item.whole("sc"),
        squish=item.real("s"),
        extra=item.extra(3, _CHAIN),
    )


def _event(item: Fields) -> LightEvent:
    return LightEvent(
        item.beat("b"), item.whole("et"), item.whole("i"), item.real("f"), item.extra(3, _EVENT)
    )


def _boost(item: Fields) -> BoostEvent:
    return BoostEvent(item.beat("b"), item.flag("o"), item.extra(3, _BOOST))


def _rotation(item: Fields) -> RotationEvent:
    return RotationEvent(
        item.beat("b"), item.whole("e") == 0, item.real("r"), item.extra(3, _ROTATION)
    )


def _bpm(item: Fields) -> BpmEvent:
    return BpmEvent(item.beat("b"), positive_bpm(item, "m"), item.extra(3, _BPM))
