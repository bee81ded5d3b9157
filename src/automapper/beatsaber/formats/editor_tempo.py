"""Tempo changes of the editor's own grid, as 2.x and 3.x files keep them beside the game's."""

from __future__ import annotations

import json
from typing import Any

from automapper.beatsaber.formats.wire import LARGEST
from automapper.beatsaber.model import BpmEvent, Chart
from automapper.timing import beat_from_float

# The list of tempo changes that editors kept in 2.x files: at the top, or in the custom data, in
# three spellings; 3.x keeps it in the custom data.
_LISTS = ("_BPMChanges", "_bpmChanges", "BPMChanges")


def editor_bpm_changes(chart: Chart) -> tuple[BpmEvent, ...]:
    """Tempo changes that only the editor's grid knew (``_BPMChanges``); the game ignores them.

    Beats count at the level's own tempo, as everything in such a file does.
    """
    if chart.extra is None:
        return ()
    record = json.loads(chart.extra.text)
    custom = record.get("_customData") or record.get("customData")
    places = [part for part in (record, custom) if isinstance(part, dict)]
    for part in places:
        for key in _LISTS:
            changes = part.get(key)
            if isinstance(changes, list) and changes:
                found = [event for item in changes if (event := _change(item)) is not None]
                return tuple(sorted(found, key=lambda event: event.beat))
    return ()


def _change(item: Any) -> BpmEvent | None:
    if not isinstance(item, dict):
        return None
    beat = _number(next((item[key] for key in ("_time", "b") if key in item), None))
    bpm = _number(next((item[key] for key in ("_BPM", "_bpm", "m") if key in item), None))
    if beat is None or bpm is None or bpm <= 0:
        return None
    return BpmEvent(beat_from_float(beat), bpm)


def _number(value: Any) -> float | None:
    usable = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if usable and abs(value) <= LARGEST else None
