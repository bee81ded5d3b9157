from __future__ import annotations

import numpy as np

from automapper.bms.keysounds.features import SoundFeatures
from automapper.bms.learning.columns import (
    LANE_COLUMNS,
    MEASURE,
    POOL,
    ROLE,
    SOUND,
    TOKEN_COLUMNS,
    columns_text,
    role_values,
    scaled,
    sound_values,
)
from automapper.bms.learning.rankers import LANE_SPEC, TOKEN_SPEC
from automapper.bms.placement.selection.pool import Occurrence

TONE = SoundFeatures(1000.0, 0.1, 0.9, 0.4, 4000.0, 2000.0, 0.3, 0.2, 0.25, 0.125, "")


def test_the_columns_are_as_many_as_the_rankers_take() -> None:
    assert len(TOKEN_COLUMNS) == TOKEN_SPEC.inputs == 30
    assert len(LANE_COLUMNS) == LANE_SPEC.inputs == 56
    assert (len(MEASURE), len(POOL)) == (4, 14)


def test_their_order_is_frozen() -> None:
    # Weights that ship were taught these: another order or scale needs new weights.
    assert [column.name for column in POOL] == [
        *("duration_ms", "attack_rms", "attack_peak", "centroid_mean", "centroid_sd", "flatness"),
        *("low_ratio", "zero_crossing_mean", "zero_crossing_sd", "intensity_origin"),
        *("key_count", "scratch_count", "bgm_count", "whitelisted"),
    ]
    names = [column.name for column in TOKEN_COLUMNS]
    assert names[:4] == ["measure_index", "density_rank", "phase", "notes_in_measure"]
    assert names[18:22] == [
        "tkey_delta[-4]",
        "placed_count[-4]",
        "token_played[-4]",
        "tkey_delta[-3]",
    ]
    lanes = [column.name for column in LANE_COLUMNS]
    assert lanes[14:18] == ["position", "together", "tkey_delta[-4]", "placed_count[-4]"]
    assert lanes[-8:] == [*(f"on_lane_{key}[-1]" for key in range(1, 8)), "token_lane[-1]"]


def test_every_column_has_a_name_of_its_own() -> None:
    for columns in (TOKEN_COLUMNS, LANE_COLUMNS):
        assert len({column.name for column in columns}) == len(columns)


def test_values_stand_where_the_columns_say() -> None:
    raw = np.array([[*sound_values(TONE), *role_values(50.0, Occurrence(3, 0, 1), True)]])
    row = dict(zip((column.name for column in POOL), scaled(raw, POOL)[0], strict=True))
    assert len(sound_values(TONE)) == len(SOUND) and raw.shape[1] - len(SOUND) == len(ROLE)
    assert row["duration_ms"] == np.float32(np.log1p(1000) / 8)
    assert row["attack_rms"] == np.float32(0.4)
    assert row["centroid_mean"] == row["centroid_sd"] == row["zero_crossing_mean"] == 1.0
    assert row["intensity_origin"] == 0.5
    assert row["key_count"] == np.float32(np.log1p(3) / 5)
    assert row["whitelisted"] == 1.0


def test_negative_values_of_plain_columns_pass() -> None:
    row = scaled(np.array([[3.0, 0.5, -1.0, 7.0]]), MEASURE)[0]
    assert row[2] == -1.0 and np.isfinite(row).all()


def test_the_text_tells_scales_apart() -> None:
    text = columns_text(MEASURE)
    assert text == "measure_index/100 density_rank/1 phase/1 notes_in_measure/5log"
