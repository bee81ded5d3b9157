from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from automapper.bms.placement.levels import tuning
from automapper.bms.placement.model import Reason
from automapper.bms.placement.selection.fx import READINGS, FxReading, hard_filter
from automapper.bms.placement.selection.pool import pool_of
from bms.placement.pools import KEY, SCRATCH, songs, sound, source

# Six samples: of five the last is at the 100th percentile, the first at 0, the second at 20.
SOUNDS = {
    "01": sound(1500.0, attack=0.1),
    "02": sound(1500.0, attack=0.2),
    "03": sound(1000.0, attack=0.3),
    "04": sound(1500.0, attack=0.4),
    "05": sound(100.0, attack=0.5),
    "06": sound(100.0, attack=0.6),
}
PLAYED = [(0, 0, wav_id, KEY) for wav_id in SOUNDS]


@pytest.mark.parametrize(("reading", "out"), [("and", {"01", "02"}), ("or", {"01", "02", "04"})])
def test_long_and_soft_against_long_or_soft(reading: FxReading, out: set[str]) -> None:
    filtered = hard_filter(pool_of(source(PLAYED), SOUNDS), SOUNDS, tuning(), reading)
    assert filtered.reasons == dict.fromkeys(sorted(out), Reason.FX)
    assert filtered.keys_lost == {"and": 2, "or": 3}


def test_a_short_soft_sample_is_an_effect_only_by_the_literal_reading() -> None:
    sounds = {**SOUNDS, "01": sound(100.0, attack=0.1)}
    pool = pool_of(source(PLAYED), sounds)
    assert "01" not in hard_filter(pool, sounds, tuning(), "and").reasons
    assert "01" in hard_filter(pool, sounds, tuning(), "or").reasons


@pytest.mark.parametrize("reading", READINGS)
def test_what_the_source_never_plays_is_an_effect(reading: FxReading) -> None:
    written = [(0, 0, "05", None), (1, 0, "05", None), (0, 0, "06", SCRATCH), (1, 0, "06", None)]
    pool = pool_of(source(written), SOUNDS)
    assert hard_filter(pool, SOUNDS, tuning(), reading).reasons == {"05": Reason.FX}
    anywhere = replace(tuning(), fx_origin_filter_enabled=False)
    assert not hard_filter(pool, SOUNDS, anywhere, "and").reasons


def test_unknown_and_unplayable_have_their_own_reasons() -> None:
    written = [(0, 0, wav_id, KEY) for wav_id in ("05", "07", "08", "09")]
    sounds = {**SOUNDS, "07": None, "09": sound(attack=0.7)}
    pool = pool_of(source(written, unplayable=("09",)), sounds)
    reasons = hard_filter(pool, sounds, tuning(), "and").reasons
    assert reasons == {"07": Reason.UNKNOWN, "08": Reason.UNKNOWN, "09": Reason.UNPLAYABLE}


@given(songs())
def test_the_literal_reading_takes_more(song) -> None:
    written, sounds = song
    pool = pool_of(written, sounds)
    narrow, wide = (hard_filter(pool, sounds, tuning(), reading) for reading in READINGS)
    assert set(narrow.reasons) <= set(wide.reasons)
    assert narrow.keys_lost == wide.keys_lost
    assert narrow.keys_lost["and"] <= narrow.keys_lost["or"]
