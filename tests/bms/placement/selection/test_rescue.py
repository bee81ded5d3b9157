from __future__ import annotations

from collections import Counter
from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from automapper.bms.placement.levels import tuning
from automapper.bms.placement.selection.rescue import windowed_rescue
from bms.placement.pools import KEY, events, songs

EIGHTH = Fraction(1, 8)


def test_a_poor_measure_gets_back_what_its_window_uses_most() -> None:
    # Measure 0: one of five is whitelisted (20 %); 40 % of five are two, so one comes back.
    poor = [(0, n * EIGHTH, wav_id, KEY) for n, wav_id in enumerate(("0A", "01", "02", "03", "03"))]
    rich = [(7, n * EIGHTH, "0A", KEY) for n in range(4)] + [(7, 7 * EIGHTH, "02", KEY)] * 2
    next_window = [(8, n * EIGHTH, "0A", KEY) for n in range(4)] + [(8, 7 * EIGHTH, "01", KEY)] * 6
    song = events(poor + rich + next_window)
    rescued = windowed_rescue(song[:-6], {"0A"}, tuning())
    assert [(event.place.measure, event.wav_id) for event in rescued] == [(0, "02")]


def test_ties_go_to_the_lower_id_then_to_the_earlier_place() -> None:
    song = events([(0, n * EIGHTH, "02" if n % 2 else "01", KEY) for n in range(4)])
    rescued = windowed_rescue(song, set(), tuning())
    assert [(event.wav_id, event.place.fraction) for event in rescued] == [
        ("01", 0),
        ("01", Fraction(1, 4)),
    ]


def test_a_measure_at_the_threshold_is_left_alone() -> None:
    song = events([(0, n * EIGHTH, "0A" if n < 2 else "01", KEY) for n in range(5)])
    assert windowed_rescue(song, {"0A"}, tuning()) == ()


@given(songs(), st.sets(st.sampled_from([f"{n:02X}" for n in range(1, 25)])), st.integers(1, 20))
def test_each_measure_reaches_the_share_exactly_or_had_it(song, whitelist, level) -> None:
    found = song[0].events
    settings = tuning(level)
    rescued = windowed_rescue(found, whitelist, settings)
    assert all(event.wav_id not in whitelist for event in rescued)
    assert list(rescued) == sorted(rescued, key=lambda event: event.index)
    back = Counter(event.place.measure for event in rescued)
    for measure, total in Counter(event.place.measure for event in found).items():
        listed = sum(e.place.measure == measure and e.wav_id in whitelist for e in found)
        wanted = -(-Fraction(str(settings.window_rescue_threshold)) * total // 1)
        assert back[measure] == max(0, wanted - listed)


@given(songs())
def test_a_higher_threshold_gives_back_no_less(song) -> None:
    found = song[0].events
    sizes = [
        len(windowed_rescue(found, {"01"}, replace(tuning(), window_rescue_threshold=share)))
        for share in (0.0, 0.3, 0.4, 0.41, 1.0)
    ]
    assert sizes == sorted(sizes)
    assert sizes[0] == 0
    assert sizes[-1] == sum(event.wav_id != "01" for event in found)
