"""Placed and residual events as plain JSON values, and back: what results and editors exchange."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from automapper.bms.model import LAST_MEASURE, Lane, Place
from automapper.bms.placement.model import Event, Placed, Reason, Residual, Source
from automapper.bms.placement.resume.json_values import tkey_of
from automapper.errors import FormatError

_POSITION = re.compile(r"([0-9]{1,9})/([0-9]{1,9})")


def placed_record(placed: Placed) -> dict[str, object]:
    """One note; ``tkey`` is derived (whole ticks), ``position`` exact."""
    record = _event_record(placed.event)
    record["lane"] = [placed.lane.side, placed.lane.key]
    record["end"] = None if placed.end is None else place_record(placed.end)
    return record


def residual_record(residual: Residual) -> dict[str, object]:
    """One event of the background with the word for why."""
    return {**_event_record(residual.event), "reason": residual.reason.value}


def place_record(place: Place) -> list[object]:
    """``[measure, "1/28"]``."""
    return [place.measure, f"{place.fraction.numerator}/{place.fraction.denominator}"]


def _event_record(event: Event) -> dict[str, object]:
    measure, position = place_record(event.place)
    return {
        "event": event.index,
        "measure": measure,
        "position": position,
        "tkey": tkey_of(event.place.measure, event.place.fraction),
        "wav_id": event.wav_id,
    }


def read_events(
    record: Mapping[str, Any], source: Source, path: str
) -> tuple[tuple[Placed, ...], tuple[Residual, ...]]:
    """The notes and the background of a result, as events of its source, each exactly once.

    Raises FormatError where the record is not about this source: an event that it has not, at
    another place or with another sound, twice, or missing.
    """
    placed = tuple(
        Placed(
            _event(item, source, path), _lane(item.get("lane"), path), _end(item.get("end"), path)
        )
        for item in _items(record, "placed", path)
    )
    residual = tuple(
        Residual(_event(item, source, path), _reason(item.get("reason"), path))
        for item in _items(record, "residual", path)
    )
    seen = [0] * len(source.events)
    for event in (*(one.event for one in placed), *(one.event for one in residual)):
        seen[event.index] += 1
    wrong = next((index for index, count in enumerate(seen) if count != 1), None)
    if wrong is not None:
        event = source.events[wrong]
        raise FormatError(
            path,
            f"event {wrong} (measure {event.place.measure}, {event.wav_id})",
            f"stands {seen[wrong]} times in placed and residual; every event stands there once",
        )
    return (
        tuple(sorted(placed, key=lambda one: one.event.index)),
        tuple(sorted(residual, key=lambda one: one.event.index)),
    )


def _items(record: Mapping[str, Any], key: str, path: str) -> Sequence[Mapping[str, Any]]:
    items = record.get(key)
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise FormatError(path, key, "must be a list of events")
    return items


def _event(item: Mapping[str, Any], source: Source, path: str) -> Event:
    index = item.get("event")
    if not isinstance(index, int) or isinstance(index, bool):
        raise FormatError(path, "event", f"must be a whole number, not {index!r}")
    if not 0 <= index < len(source.events):
        raise FormatError(path, f"event {index}", "is none of the source's")
    event = source.events[index]
    same = (
        item.get("wav_id") == event.wav_id
        and [item.get("measure"), item.get("position")] == place_record(event.place)
    )  # fmt: skip
    if not same:
        raise FormatError(
            path, f"event {index}", "lies elsewhere, or sounds otherwise, in the source"
        )
    return event


def _lane(value: object, path: str) -> Lane:
    if (
        isinstance(value, list)
        and len(value) == 2
        and all(isinstance(part, int) and not isinstance(part, bool) for part in value)
        and value[0] in (0, 1)
        and 0 <= value[1] <= 8
    ):
        return Lane(value[0], value[1])
    raise FormatError(path, "lane", f"must be [side, key], not {value!r}")


def _end(value: object, path: str) -> Place | None:
    return None if value is None else read_place(value, path)


def read_place(value: object, path: str) -> Place:
    """The place of ``[measure, "1/28"]``; FormatError for anything else."""
    if isinstance(value, list) and len(value) == 2:
        measure, text = value
        found = _POSITION.fullmatch(text) if isinstance(text, str) else None
        numbered = isinstance(measure, int) and not isinstance(measure, bool)
        if numbered and 0 <= measure <= LAST_MEASURE and found:
            above, below = int(found[1]), int(found[2])
            if above < below:
                return Place(measure, Fraction(above, below))
    raise FormatError(path, "end", f"must be [measure, fraction of it], not {value!r}")


def _reason(value: object, path: str) -> Reason:
    try:
        return Reason(str(value))
    except ValueError:
        raise FormatError(path, "reason", f"no reason is called {value!r}") from None
