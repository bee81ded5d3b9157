from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from automapper.bms.placement.levels import tuning
from automapper.bms.placement.reorder import ordered
from automapper.bms.placement.selection.pool import pool_of
from bms.placement.pools import IDS, KEY, events, songs, sound, source

SOUNDS = {
    "01": sound(attack=0.1, centroid=1000.0),
    "02": sound(attack=0.2, centroid=1100.0),
    "03": sound(attack=0.3, centroid=5000.0),
    "04": sound(attack=0.4, centroid=1200.0),
}
CHORD = events([(0, 0, wav_id, KEY) for wav_id in SOUNDS])
POOL = pool_of(source([(0, 0, wav_id, KEY) for wav_id in SOUNDS]), SOUNDS)


def _ids(usage: dict[str, int]) -> list[str]:
    return [event.wav_id for event in ordered(CHORD, POOL, usage, tuning())]


def test_the_hardest_comes_first_then_the_furthest_in_brightness() -> None:
    # From 04 (1200): 03 is 3800 away, 01 200; then 01 is 200 from 04, 02 100.
    assert _ids({}) == ["04", "03", "01", "02"]


def test_a_prior_use_costs_ten_percentile_points() -> None:
    # 04 has 100, 03 has 66.7: three uses leave 04 in front, four do not.
    assert _ids({"04": 3})[0] == "04"
    assert _ids({"04": 4})[0] == "03"


def test_a_prior_use_costs_a_thousand_hertz() -> None:
    # 03 is 3800 Hz from 04, 01 is 200 Hz: three uses leave 03 before it, four do not.
    assert _ids({"03": 3}) == ["04", "03", "01", "02"]
    assert _ids({"03": 4}) == ["04", "01", "02", "03"]


def test_ties_go_to_the_lower_id_then_to_the_source() -> None:
    sounds = {wav_id: sound() for wav_id in ("01", "02")}
    written = [(0, 0, "02", KEY), (0, 0, "01", KEY), (0, 0, "02", None)]
    pool = pool_of(source(written), sounds)
    same = ordered(events(written), pool, {"02": 10}, tuning())
    assert [(event.wav_id, event.index) for event in same] == [("01", 0), ("02", 1), ("02", 2)]


def test_unknown_samples_come_last() -> None:
    chord = events([(0, 0, wav_id, KEY) for wav_id in ("00", "01", "0Z")])
    found = ordered(chord, POOL, {}, tuning())
    assert [event.wav_id for event in found] == ["01", "00", "0Z"]


@given(
    songs(),
    st.dictionaries(st.sampled_from(IDS), st.integers(0, 5)),
    st.randoms(use_true_random=False),
)
def test_it_is_a_permutation_that_does_not_depend_on_the_order_given(song, usage, random) -> None:
    written, sounds = song
    pool = pool_of(written, sounds)
    some = list(written.events[:8])
    found = ordered(some, pool, usage, tuning())
    assert sorted(found, key=lambda event: event.index) == some
    random.shuffle(some)
    assert ordered(some, pool, usage, tuning()) == found
