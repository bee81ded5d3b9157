"""A chart as the rankers see it: its keysounds as a table, its measures as figures.

Nothing in it comes from the notes that are to be foretold: who plays an event in ``source`` is what
the source says, and for examples that is another chart (see ``hands``).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from automapper.bms.keysounds.features import SoundTable
from automapper.bms.learning.columns import POOL, Raw, role_values, sound_values
from automapper.bms.learning.context import Measure
from automapper.bms.model import WavId
from automapper.bms.placement.levels import tuning
from automapper.bms.placement.model import Event, Source
from automapper.bms.placement.phases import PhaseKind, phases_of
from automapper.bms.placement.selection.pool import pool_of
from automapper.bms.placement.selection.whitelist import select

TICKS_PER_BEAT = 48
_PHASES = {PhaseKind.RUSH: 1, PhaseKind.NORMAL: 0, PhaseKind.REST: -1}


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """Known keysounds that sound, sorted by id, and the measures in which any of them does.

    ``pool`` has the raw columns POOL, a row a keysound; ``number`` is each id's row.
    """

    wav_ids: tuple[WavId, ...]
    number: Mapping[WavId, int]
    pool: Raw
    measures: tuple[Measure, ...]

    def before(self, index: int) -> int:
        """How many of the measures lie before the chart's measure ``index``."""
        return bisect_left(self.measures, index, key=lambda measure: measure.index)


def view_of(source: Source, sounds: SoundTable) -> View:
    """The view of a source."""
    constants = tuning()
    pool = pool_of(source, sounds)
    whitelist = select(pool, sounds, constants).whitelist
    wav_ids: list[WavId] = []
    rows: list[tuple[float, ...]] = []
    for wav_id, count in pool.occurrences.items():
        sound = sounds.get(wav_id)
        if sound is None:
            continue
        role = role_values(pool.percentiles[wav_id], count, wav_id in whitelist)
        wav_ids.append(wav_id)
        rows.append((*sound_values(sound), *role))
    number = {wav_id: row for row, wav_id in enumerate(wav_ids)}
    known = [event for event in source.events if event.wav_id in number]
    phases = [0] * source.measures
    for phase in phases_of(known, source.bars, constants):
        for measure in range(phase.start, phase.end):
            phases[measure] = _PHASES[phase.kind]
    table = np.array(rows, dtype=np.float64).reshape(len(rows), len(POOL))
    return View(tuple(wav_ids), number, table, _measures(source, known, number, phases))


def _measures(
    source: Source, known: Sequence[Event], number: Mapping[WavId, int], phases: Sequence[int]
) -> tuple[Measure, ...]:
    sounding = Counter(event.place.measure for event in source.events)
    crowd = Counter(event.beat for event in source.events)
    inside: dict[int, list[Event]] = {}
    for event in known:
        inside.setdefault(event.place.measure, []).append(event)
    ranked = sorted(sounding[measure] for measure in inside)
    most = max(len(ranked) - 1, 1)
    return tuple(
        Measure(
            index=measure,
            tick=round(source.bars[measure] * TICKS_PER_BEAT),
            density=round(bisect_left(ranked, sounding[measure]) / most, 4),
            phase=phases[measure],
            sounding=sounding[measure],
            events=tuple(event.index for event in events),
            tokens=tuple(number[event.wav_id] for event in events),
            positions=tuple(round(float(event.place.fraction), 4) for event in events),
            together=tuple(crowd[event.beat] for event in events),
        )
        for measure, events in sorted(inside.items())
    )
