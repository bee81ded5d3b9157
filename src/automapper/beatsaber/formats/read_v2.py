"""Difficulty files 1.5 and 2.0-2.6: long underscored names; one list for all events."""

from __future__ import annotations

from dataclasses import replace

from automapper.beatsaber.formats.read_parts import ChartEntry
from automapper.beatsaber.formats.wire import BadFieldError, Document, Fields, extra_from
from automapper.beatsaber.model import (
    Arc,
    Bomb,
    BoostEvent,
    BpmEvent,
    Chart,
    Extra,
    LightEvent,
    Lightshow,
    Note,
    RotationEvent,
    Wall,
)
from automapper.beatsaber.order import sorted_chart

BOOST, EARLY_ROTATION, LATE_ROTATION, BPM = 5, 14, 15, 100
LEFT_NOTE, RIGHT_NOTE, BOMB = 0, 1, 3
FULL_WALL, CROUCH_WALL, FREE_WALL = 0, 1, 2
# Degrees by value of a rotation event; from 1000 on, Mapping Extensions counts 1360 + degrees.
ROTATIONS = (-60, -45, -30, -15, 15, 30, 45, 60)
PRECISE_ROTATION = 1360
_NOTE = frozenset({"_time", "_lineIndex", "_lineLayer", "_type", "_cutDirection"})
_WALL = frozenset({"_time", "_lineIndex", "_type", "_duration", "_width"})
_FREE_WALL = _WALL | {"_lineLayer", "_height"}
_EVENT = frozenset({"_time", "_type", "_value", "_floatValue"})
_ARC = frozenset(
    {
        "_colorType",
        "_headTime",
        "_headLineIndex",
        "_headLineLayer",
        "_headCutDirection",
        "_headControlPointLengthMultiplier",
        "_tailTime",
        "_tailLineIndex",
        "_tailLineLayer",
        "_tailCutDirection",
        "_tailControlPointLengthMultiplier",
        "_sliderMidAnchorMode",
    }
)
LIGHT_KEYS = ("_waypoints", "_specialEventsKeywordFilters")
_CHART_KEYS = ("_version", "_notes", "_sliders", "_obstacles", "_events", *LIGHT_KEYS)
_V1_SPEED = ("_noteJumpSpeed", "_noteJumpStartBeatOffset")

Event = LightEvent | BoostEvent | RotationEvent | BpmEvent


def read_chart(document: Document, entry: ChartEntry, version: int = 2) -> Chart:
    """One difficulty; ``version`` 1 takes the jump from the file itself, where it stood then."""
    tree = document.tree
    known: tuple[str, ...] = _CHART_KEYS
    if version == 1:
        entry, known = _with_own_jump(document, entry), (*_CHART_KEYS, *_V1_SPEED)
    notes = document.objects("_notes", _note)
    events = document.objects("_events", _event)
    rest = {key: tree[key] for key in LIGHT_KEYS if tree.get(key) not in (None, [], {})}
    if rest.get("_specialEventsKeywordFilters") == {"_keywords": []}:
        del rest["_specialEventsKeywordFilters"]
    return sorted_chart(
        entry.chart(
            notes=tuple(note for note in notes if isinstance(note, Note)),
            bombs=tuple(note for note in notes if isinstance(note, Bomb)),
            walls=tuple(document.objects("_obstacles", _wall)),
            arcs=tuple(document.objects("_sliders", _arc)),
            rotations=tuple(event for event in events if isinstance(event, RotationEvent)),
            bpm_events=tuple(event for event in events if isinstance(event, BpmEvent)),
            lights=Lightshow(
                events=tuple(event for event in events if isinstance(event, LightEvent)),
                boosts=tuple(event for event in events if isinstance(event, BoostEvent)),
                extra=extra_from(2, rest),
            ),
            extra=_chart_extra(document, known, version),
        )
    )


def _chart_extra(document: Document, known: tuple[str, ...], version: int) -> Extra | None:
    empty = {key for key, value in document.tree.items() if value in ([], {})}
    return document.rest(version, {*known, *empty})


def _with_own_jump(document: Document, entry: ChartEntry) -> ChartEntry:
    fields = document.fields()
    try:
        njs = fields.real(_V1_SPEED[0])
        offset = fields.real(_V1_SPEED[1])
    except BadFieldError as error:
        fields.warn(error.key, f"{error} and was ignored")
        return entry
    return replace(entry, njs=entry.njs or njs, jump_offset=entry.jump_offset or offset)


def _note(item: Fields) -> Note | Bomb:
    kind = item.whole("_type")
    beat, x, y = item.beat("_time"), item.whole("_lineIndex"), item.whole("_lineLayer")
    if kind == BOMB:
        return Bomb(beat, x, y, item.extra(2, _NOTE))
    if kind not in (LEFT_NOTE, RIGHT_NOTE):
        raise BadFieldError("_type", "is no kind of note")
    return Note(
        beat=beat,
        x=x,
        y=y,
        hand=item.hand("_type"),
        cut=item.cut("_cutDirection"),
        extra=item.extra(2, _NOTE),
    )


def _wall(item: Fields) -> Wall:
    kind = item.whole("_type")
    free = kind == FREE_WALL
    y, height = (2, 3) if kind == CROUCH_WALL else (0, 5)
    if kind not in (FULL_WALL, CROUCH_WALL, FREE_WALL):
        item.keep("_type")  # Mapping Extensions hides height and start in it
    return Wall(
        beat=item.beat("_time"),
        duration=item.beat("_duration"),
        x=item.whole("_lineIndex"),
        y=item.whole("_lineLayer") if free else y,
        width=item.whole("_width"),
        height=item.whole("_height") if free else height,
        extra=item.extra(2, _FREE_WALL if free else _WALL),
    )


def _arc(item: Fields) -> Arc:
    return Arc(
        beat=item.beat("_headTime"),
        x=item.whole("_headLineIndex"),
        y=item.whole("_headLineLayer"),
        hand=item.hand("_colorType"),
        cut=item.cut("_headCutDirection"),
        multiplier=item.real("_headControlPointLengthMultiplier"),
        tail_beat=item.beat("_tailTime"),
        tail_x=item.whole("_tailLineIndex"),
        tail_y=item.whole("_tailLineLayer"),
        tail_cut=item.cut("_tailCutDirection"),
        tail_multiplier=item.real("_tailControlPointLengthMultiplier"),
        mid_anchor=item.whole("_sliderMidAnchorMode"),
        extra=item.extra(2, _ARC),
    )


def _event(item: Fields) -> Event:
    kind, beat = item.whole("_type"), item.beat("_time")
    if kind == BPM:
        bpm = item.real("_floatValue") or item.real("_value")
        if bpm <= 0:
            raise BadFieldError("_floatValue", "is not a tempo")
        return BpmEvent(beat, bpm, item.extra(2, _EVENT))
    value = item.whole("_value")
    extra = item.extra(2, _EVENT)
    if kind == BOOST:
        return BoostEvent(beat, value == 1, extra)
    if kind in (EARLY_ROTATION, LATE_ROTATION):
        return RotationEvent(beat, kind == EARLY_ROTATION, _degrees(value), extra)
    # Before 2.5 events had no brightness: they shone fully.
    return LightEvent(beat, kind, value, item.real("_floatValue", 1.0), extra)


def _degrees(value: int) -> float:
    if 0 <= value < len(ROTATIONS):
        return float(ROTATIONS[value])
    if value >= 1000:
        return float(value - PRECISE_ROTATION)
    raise BadFieldError("_value", "is no rotation")
