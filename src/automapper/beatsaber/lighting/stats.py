"""What a light show does, in numbers, per level and per section.

A section here is a window of eight bars (32 beats) counted from beat 0 of the level's own tempo
map: a definition that needs no audio, so that human levels and ours are cut alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from automapper.beatsaber.light_codes import (
    LASER_SPEEDS,
    LIGHTS,
    OFF,
    RING_MOVES,
    LightColour,
    LightWay,
    light_value,
    way_of,
)
from automapper.beatsaber.model import LightEvent, Lightshow
from automapper.timing import TempoMap, nearest

SECTION_BEATS = 32
# A light belongs to a note when it starts within this many seconds of it.
NEAR_NOTE = 0.030
# A section with fewer events says nothing about its mix.
LEAST_EVENTS = 8

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_ACTIONS = {way.name.lower(): [light_value(c, way) for c in LightColour] for way in LightWay}
_COLOURS = {colour: [light_value(colour, way) for way in LightWay] for colour in LightColour}
_UNKNOWN = light_value(LightColour.WHITE, LightWay.TRANSITION) + 1  # all other values count as one
_NO_LIGHT = 100  # kinds from here on set a tempo or belong to mods


@dataclass(frozen=True, slots=True, eq=False)
class _Events:
    """Basic events as columns, sorted by beat: beats, kinds, values, all of shape (events,)."""

    beats: Floats
    kinds: Ints
    values: Ints

    def inside(self, start: float, end: float) -> _Events:
        """Those of [start, end) beats."""
        low, high = np.searchsorted(self.beats, (start, end))
        return _Events(self.beats[low:high], self.kinds[low:high], self.values[low:high])


def level_statistics(
    lights: Lightshow, note_beats: Sequence[Fraction], tempo_map: TempoMap
) -> dict[str, float]:
    """Statistics of a whole show by name, in a fixed order.

    ``per_minute`` counts basic events over the span from the first to the last of them;
    ``near_note`` is the share of note times with an event within 30 ms (NaN without notes);
    ``boosts`` counts boost events a minute; ``density_cv`` is the coefficient of variation of
    events over the sections; ``change`` the mean change between neighbouring sections (see
    :func:`section_statistics`); the shares are those of a section, taken over the level.
    """
    events = _columns(lights.events)
    seconds = tempo_map.seconds_array(events.beats)
    minutes = float(seconds[-1] - seconds[0]) / 60 if len(seconds) > 1 else 0.0
    sections = section_statistics(lights)
    densities = np.array([section["density"] for section in sections])
    changes = [s["change"] for s in sections if not np.isnan(s["change"])]
    return {
        "per_minute": len(seconds) / minutes if minutes > 0 else 0.0,
        "boosts": len(lights.boosts) / minutes if minutes > 0 else 0.0,
        "near_note": _near_note(seconds, note_beats, tempo_map),
        "density_cv": float(densities.std() / densities.mean()) if densities.any() else 0.0,
        "change": float(np.mean(changes)) if changes else float("nan"),
        **_mix(events),
    }


def section_statistics(lights: Lightshow) -> list[dict[str, float]]:
    """Statistics of each section that lies inside the show, in the order of time.

    ``start``: beat. ``density``: events over the mean of the level's sections. ``kind_0`` ..
    ``kind_4``: share of each light; ``off on flash fade transition``: share of each action;
    ``red white``: share among coloured events; ``rings`` and ``speeds``: events 8-9 and 12-13 over
    all events; ``palette``: entropy in bits of (light, value); ``same_beat``: share of beats that
    do exactly what the beat before did; ``change``: total variation distance 0-1 between the
    (light, value) mixes of this section and the one before. NaN where it cannot be told.
    """
    events = _columns(lights.events)
    if not len(events.beats):
        return []
    first, last = events.beats[0], events.beats[-1]
    starts = np.arange(first // SECTION_BEATS, last // SECTION_BEATS + 1) * SECTION_BEATS
    # Windows that the show only touches are cut off, unless it fits into one altogether.
    whole = [s for s in starts if s + SECTION_BEATS / 2 >= first and s + SECTION_BEATS / 2 <= last]
    parts = [events.inside(s, s + SECTION_BEATS) for s in whole] or [events]
    mean = float(np.mean([len(part.beats) for part in parts])) or 1.0
    result: list[dict[str, float]] = []
    before: Floats | None = None
    for start, part in zip(whole or [first], parts, strict=True):
        mix = _joint(part)
        change = float("nan")
        if before is not None and mix.sum() >= LEAST_EVENTS and before.sum() >= LEAST_EVENTS:
            change = float(np.abs(mix / mix.sum() - before / before.sum()).sum() / 2)
        result.append(
            {
                "start": float(start),
                "density": len(part.beats) / mean,
                **_mix(part),
                "palette": _entropy(mix) if mix.sum() >= LEAST_EVENTS else float("nan"),
                "same_beat": _same_beat(part, float(start)),
                "change": change,
            }
        )
        before = mix
    return result


def full_flashes_a_second(lights: Lightshow, tempo_map: TempoMap) -> int:
    """Most full flashes that fall within any one second.

    A full flash is at least four of the five lights going bright within 30 ms; more than three a
    second may harm photosensitive players (WCAG 2.2, criterion 2.3.1).
    """
    bright = [e for e in lights.events if e.kind in LIGHTS and way_of(e.value) is not None]
    events = _columns(tuple(sorted(bright, key=lambda event: event.beat)))
    seconds = tempo_map.seconds_array(events.beats)
    flashes: list[float] = []
    for i, time in enumerate(seconds):
        stop = int(np.searchsorted(seconds, time + NEAR_NOTE, side="right"))
        lit = len(set(events.kinds[i:stop].tolist()))
        if lit >= 4 and (not flashes or time > flashes[-1] + NEAR_NOTE):
            flashes.append(float(time))
    times = np.array(flashes)
    counts = np.searchsorted(times, times + 1.0) - np.arange(len(times))
    return int(counts.max()) if len(times) else 0


def is_lit(lights: Lightshow) -> bool:
    """Whether a level has a show at all: more than ten events that switch a light on."""
    return sum(event.kind in LIGHTS and event.value > OFF for event in lights.events) > 10


def _columns(events: Sequence[LightEvent]) -> _Events:
    kept = sorted(
        (float(e.beat), e.kind, min(e.value, _UNKNOWN)) for e in events if e.kind < _NO_LIGHT
    )
    table = np.array(kept, dtype=np.float64).reshape(-1, 3)
    return _Events(table[:, 0], table[:, 1].astype(np.int64), table[:, 2].astype(np.int64))


def _mix(events: _Events) -> dict[str, float]:
    lamp = np.isin(events.kinds, LIGHTS)
    kinds, values = events.kinds[lamp], events.values[lamp]
    lamps = float(len(kinds)) if len(kinds) >= LEAST_EVENTS else float("nan")
    total = float(len(events.kinds)) if len(events.kinds) >= LEAST_EVENTS else float("nan")
    coloured = values[(values > OFF) & (values < _UNKNOWN)]
    colours = float(len(coloured)) if len(coloured) >= LEAST_EVENTS else float("nan")
    result = {f"kind_{int(kind)}": float((kinds == kind).sum()) / lamps for kind in LIGHTS}
    result["off"] = float((values == OFF).sum()) / lamps
    for action, codes in _ACTIONS.items():
        result[action] = float(np.isin(coloured, codes).sum()) / lamps
    for colour in (LightColour.RED, LightColour.WHITE):
        share = float(np.isin(coloured, _COLOURS[colour]).sum()) / colours
        result[colour.name.lower()] = share
    result["rings"] = float(np.isin(events.kinds, RING_MOVES).sum()) / total
    result["speeds"] = float(np.isin(events.kinds, LASER_SPEEDS).sum()) / total
    return result


def _joint(events: _Events) -> Floats:
    """Counts of (light, value), shape (5 * 14,)."""
    width = _UNKNOWN + 1
    lamp = np.isin(events.kinds, LIGHTS)
    codes = events.kinds[lamp] * width + np.maximum(events.values[lamp], OFF)
    return np.bincount(codes, minlength=len(LIGHTS) * width).astype(np.float64)


def _entropy(counts: Floats) -> float:
    share = counts[counts > 0] / max(counts.sum(), 1.0)
    return float(-(share * np.log2(share)).sum())


def _same_beat(events: _Events, start: float) -> float:
    beats: dict[int, list[tuple[int, int, int]]] = {}
    ticks = np.floor((events.beats - start) * 8 + 0.5).astype(np.int64)
    rows = zip(ticks.tolist(), events.kinds.tolist(), events.values.tolist(), strict=True)
    for tick, kind, value in rows:
        beats.setdefault(tick // 8, []).append((tick % 8, kind, value))
    pairs = [(sorted(beats[b]), sorted(beats[b - 1])) for b in sorted(beats) if b - 1 in beats]
    return sum(a == b for a, b in pairs) / len(pairs) if pairs else float("nan")


def _near_note(seconds: Floats, note_beats: Sequence[Fraction], tempo_map: TempoMap) -> float:
    if not len(note_beats) or not len(seconds):
        return float("nan") if not len(note_beats) else 0.0
    times = np.unique(tempo_map.seconds_array([float(beat) for beat in note_beats]))
    away = np.abs(seconds[nearest(seconds, times)] - times)
    return float((away <= NEAR_NOTE).mean())
