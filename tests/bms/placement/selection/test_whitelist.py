from __future__ import annotations

import random
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automapper.bms.placement.levels import tuning
from automapper.bms.placement.model import Reason
from automapper.bms.placement.selection.fx import READINGS
from automapper.bms.placement.selection.pool import pool_of
from automapper.bms.placement.selection.whitelist import quota, select
from bms.placement.pools import KEY, songs, sound, source

NO_RESCUE = replace(tuning(), rare_occurrence_threshold=0, window_rescue_threshold=0.0)


def _song(uses: dict[str, int]):
    return source([(measure, 0, wav_id, KEY) for wav_id, n in uses.items() for measure in range(n)])


@pytest.mark.parametrize(
    ("samples", "ratio", "kept"),
    [(0, 0.2, 0), (2, 0.2, 2), (12, 0.2, 3), (17, 0.2, 3), (18, 0.2, 4), (10, 0.35, 4),
     (30, 0.35, 11), (50, 0.05, 3), (70, 0.05, 4), (40, 1.0, 40)],
)  # fmt: skip
def test_the_quota_rounds_halves_up_and_keeps_three(samples: int, ratio: float, kept: int) -> None:
    assert quota(samples, replace(tuning(), band_quota_ratio=ratio)) == kept


def test_each_third_by_brightness_keeps_its_most_used() -> None:
    ids = [f"{n:02d}" for n in range(18)]
    sounds = {wav_id: sound(centroid=100.0 * n) for n, wav_id in enumerate(ids)}
    song = _song({wav_id: 10 + n % 6 for n, wav_id in enumerate(ids)})
    chosen = select(pool_of(song, sounds), sounds, NO_RESCUE)
    assert chosen.whitelist == {"03", "04", "05", "09", "10", "11", "15", "16", "17"}
    bands = [
        (b.name, b.samples, b.kept, b.centroid_min, b.centroid_max) for b in chosen.figures.bands
    ]
    assert bands == [("low", 6, 3, 0.0, 500.0), ("middle", 6, 3, 600.0, 1100.0),
                     ("high", 6, 3, 1200.0, 1700.0)]  # fmt: skip
    assert chosen.figures.excluded == 9


def test_long_samples_lose_five_uses_for_each_limit_they_exceed() -> None:
    ids = [f"{n:02d}" for n in range(12)]
    sounds = {wav_id: sound(centroid=float(n)) for n, wav_id in enumerate(ids)}
    # In the dark band of four three stay: twice the limit costs 5 of 10 uses, and so the place.
    sounds["00"] = sound(2 * 1055.0, attack=0.9, centroid=0.0)
    song = _song(dict.fromkeys(ids, 10) | {"01": 6, "02": 6, "03": 6})
    chosen = select(pool_of(song, sounds), sounds, NO_RESCUE)
    assert "00" not in chosen.whitelist
    sounds["00"] = sound(1055.0, attack=0.9, centroid=0.0)
    assert "00" in select(pool_of(song, sounds), sounds, NO_RESCUE).whitelist


def test_rare_samples_come_back_unless_they_are_effects() -> None:
    ids = [f"{n:02d}" for n in range(12)]
    sounds = {wav_id: sound(centroid=float(n)) for n, wav_id in enumerate(ids)}
    sounds["00"] = sound(5000.0, attack=0.0)
    uses = dict.fromkeys(ids, 9) | {"00": 3, "04": 4, "05": 3}
    no_window = replace(tuning(), window_rescue_threshold=0.0)
    chosen = select(pool_of(_song(uses), sounds), sounds, no_window)
    assert chosen.fx == {"00"}
    assert "05" in chosen.whitelist
    assert not {"00", "04"} & chosen.whitelist
    assert (chosen.figures.quota, chosen.figures.rare, chosen.figures.fx) == (9, 1, 1)


def test_every_event_out_has_its_reason() -> None:
    ids = [f"{n:02d}" for n in range(12)]
    sounds = {wav_id: sound(centroid=float(n)) for n, wav_id in enumerate(ids)} | {"0Z": None}
    song = source(
        [(m, 0, wav_id, KEY) for wav_id in [*ids, "0Z", "ZZ"] for m in range(9)], unplayable=("11",)
    )
    chosen = select(pool_of(song, sounds), sounds, NO_RESCUE)
    assert chosen.unknown == {"0Z", "ZZ"}
    reasons = {e.wav_id: chosen.reason(e) for e in song.events if not chosen.allows(e)}
    assert reasons == {
        "03": Reason.BAND_QUOTA,
        "07": Reason.BAND_QUOTA,
        "0Z": Reason.UNKNOWN,
        "ZZ": Reason.UNKNOWN,
        "11": Reason.UNPLAYABLE,
    }
    allowed = next(event for event in song.events if event.wav_id == "00")
    with pytest.raises(ValueError, match="is allowed"):
        chosen.reason(allowed)


def test_nothing_selects_nothing() -> None:
    chosen = select(pool_of(source([]), {}), {}, tuning())
    assert (chosen.whitelist, chosen.rescued, chosen.figures.allowed) == (
        frozenset(),
        frozenset(),
        0,
    )


@given(songs(), st.integers(1, 20), st.sampled_from(READINGS))
def test_nothing_filtered_out_for_good_is_ever_allowed(song, level, reading) -> None:
    written, sounds = song
    chosen = select(pool_of(written, sounds), sounds, tuning(level), reading)
    for event in written.events:
        known = sounds.get(event.wav_id) is not None
        if chosen.allows(event):
            assert known
            assert event.wav_id not in chosen.fx | set(written.unplayable)
        else:
            assert (chosen.reason(event) is Reason.BAND_QUOTA) == (
                event.wav_id not in chosen.reasons
            )
    figures = chosen.figures
    assert figures.allowed == sum(map(chosen.allows, written.events))
    assert figures.quota + figures.rare + figures.excluded + len(chosen.reasons) == len(
        {event.wav_id for event in written.events}
    )
    assert figures.played_allowed <= figures.played


@given(songs())
def test_level_20_allows_every_candidate_and_no_quota_shrinks(
    song,
) -> None:
    written, sounds = song
    pool = pool_of(written, sounds)
    figures = [select(pool, sounds, tuning(level)).figures for level in range(1, 21)]
    assert figures[-1].allowed == figures[-1].candidates
    assert all(a.quota <= b.quota for a, b in pairwise(figures))


@given(songs(), st.integers(0, 1000))
def test_the_order_of_the_table_of_sounds_does_not_matter(song, seed) -> None:
    written, sounds = song
    items = list(sounds.items())
    random.Random(seed).shuffle(items)
    shuffled = dict(items)
    ours = select(pool_of(written, sounds), sounds, tuning())
    assert select(pool_of(written, shuffled), shuffled, tuning()) == ours
