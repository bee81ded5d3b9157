"""What the two rankers are told, column by column: the one place that says the order.

Training and generation both build their rows here, so a column cannot stand elsewhere in one of
them. Counts, durations and frequencies are brought to about the size of 1 by fixed scales: the
rankers begin with a norm over each row, which would drown an amplitude beside a frequency in Hz.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from automapper.bms.keysounds.features import SoundFeatures
from automapper.bms.placement.selection.pool import Occurrence

Raw: TypeAlias = NDArray[np.float64]
Rows: TypeAlias = NDArray[np.float32]

WINDOWS = 4  # how many measures back the rankers look
LANES = 7


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, what it is divided by, and whether log(1 + x) is taken first."""

    name: str
    unit: float = 1.0
    log: bool = False


# Of a keysound: what it sounds like ...
SOUND = (
    Column("duration_ms", 8.0, log=True),
    Column("attack_rms"),
    Column("attack_peak"),
    Column("centroid_mean", 4000.0),
    Column("centroid_sd", 2000.0),
    Column("flatness"),
    Column("low_ratio"),
    Column("zero_crossing_mean", 0.25),
    Column("zero_crossing_sd", 0.125),
)
# ... and what it is in its chart: its attack as a percentile of the chart's sounds, how often the
# source has it on keys, on scratches and in the background, and whether level 5 lets it be played.
ROLE = (
    Column("intensity_origin", 100.0),
    Column("key_count", 5.0, log=True),
    Column("scratch_count", 5.0, log=True),
    Column("bgm_count", 5.0, log=True),
    Column("whitelisted"),
)
POOL = (*SOUND, *ROLE)
# Of a measure; everything that sounds counts, whether played or not.
MEASURE = (
    Column("measure_index", 100.0),
    Column("density_rank"),
    Column("phase"),
    Column("notes_in_measure", 5.0, log=True),
)
# Of an event: where it is in its measure (0-1), and how many events sound at its place.
PLACE = (Column("position"), Column("together", 2.0, log=True))
# Of an eligible measure before: how many ticks ago it began, how many keys were played in it, and
# how often the keysound in question was, or on which key it was last (0: not at all).
_PAST = (Column("tkey_delta", 6.0, log=True), Column("placed_count", 4.0, log=True))
TOKEN_PAST = (*_PAST, Column("token_played", 1.0, log=True))
LANE_PAST = (
    *_PAST,
    *(Column(f"on_lane_{key}", 2.0, log=True) for key in range(1, LANES + 1)),
    Column("token_lane", 7.0),
)


def _windows(past: tuple[Column, ...]) -> tuple[Column, ...]:
    """The columns of all measures before, the oldest first."""
    return tuple(
        Column(f"{column.name}[-{back}]", column.unit, column.log)
        for back in range(WINDOWS, 0, -1)
        for column in past
    )


TOKEN_COLUMNS = (*MEASURE, *POOL, *_windows(TOKEN_PAST))
LANE_COLUMNS = (*POOL, *PLACE, *_windows(LANE_PAST))


def sound_values(sound: SoundFeatures) -> tuple[float, ...]:
    """The raw values of the columns SOUND."""
    return (
        sound.duration_ms,
        sound.attack,
        sound.peak,
        sound.centroid,
        sound.centroid_sd,
        sound.flatness,
        sound.low_ratio,
        sound.zero_crossing,
        sound.zero_crossing_sd,
    )


def role_values(percentile: float, count: Occurrence, whitelisted: bool) -> tuple[float, ...]:
    """The raw values of the columns ROLE."""
    return (percentile, count.key, count.scratch, count.bgm, float(whitelisted))


def scaled(values: Raw, columns: tuple[Column, ...]) -> Rows:
    """Raw values (rows, columns) as the rankers take them: float32."""
    logs = np.array([column.log for column in columns])
    units = np.array([column.unit for column in columns])
    logged = np.where(logs, np.log1p(np.where(logs, values, 0.0)), values)
    out: Rows = (logged / units).astype(np.float32)
    return out


def columns_text(columns: tuple[Column, ...]) -> str:
    """The columns in one line, as weights carry them: of other columns they would talk nonsense."""
    return " ".join(
        f"{column.name}/{column.unit:g}{'log' if column.log else ''}" for column in columns
    )
