"""Which samples are background: effects, unknown samples and ids that cannot be played."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from automapper.bms.keysounds.features import SoundTable
from automapper.bms.model import WavId
from automapper.bms.placement.levels import Tuning
from automapper.bms.placement.model import Reason
from automapper.bms.placement.selection.pool import Pool

# "and": long and not struck; "or": the published method's literal reading.
FxReading: TypeAlias = Literal["and", "or"]
READINGS: tuple[FxReading, ...] = ("and", "or")


@dataclass(frozen=True, slots=True)
class HardFilter:
    """Why samples are out for good: ``reasons`` by id (sorted); the rest may be whitelisted.

    ``keys_lost`` is how many of the source's own key onsets each reading takes from the player.
    """

    reading: FxReading
    reasons: Mapping[WavId, Reason]
    keys_lost: Mapping[FxReading, int]


def is_effect(
    wav_id: WavId, pool: Pool, sounds: SoundTable, tuning: Tuning, reading: FxReading
) -> bool:
    """Whether a known sample is background: never played in the source, or long and soft.

    Longer than ``fx_duration_threshold`` ms and at or below ``fx_attack_threshold`` as an attack
    percentile; with the reading "or" one of the two is enough.
    """
    sound = sounds.get(wav_id)
    if tuning.fx_origin_filter_enabled and not pool.occurrences[wav_id].played:
        return True
    if sound is None:
        return False
    long = sound.duration_ms > tuning.fx_duration_threshold
    soft = pool.percentiles[wav_id] <= tuning.fx_attack_threshold
    return (long or soft) if reading == "or" else (long and soft)


def hard_filter(pool: Pool, sounds: SoundTable, tuning: Tuning, reading: FxReading) -> HardFilter:
    """Sort every sample of the pool into background and candidates."""
    reasons: dict[WavId, Reason] = {}
    lost: dict[FxReading, int] = dict.fromkeys(READINGS, 0)
    for wav_id, occurrence in pool.occurrences.items():
        effect = {kind: is_effect(wav_id, pool, sounds, tuning, kind) for kind in READINGS}
        for kind in READINGS:
            lost[kind] += occurrence.key if effect[kind] else 0
        if wav_id in pool.unplayable:
            reasons[wav_id] = Reason.UNPLAYABLE
        elif sounds.get(wav_id) is None:
            reasons[wav_id] = Reason.UNKNOWN
        elif effect[reading]:
            reasons[wav_id] = Reason.FX
    return HardFilter(reading, reasons, lost)
