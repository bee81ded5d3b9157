"""Scratches: where they come from and how many there are."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automapper.bms.model import KeyMode, Lane
from automapper.bms.placement.levels import tuning
from automapper.bms.placement.loop import PlaceOptions, RawPlacement, place_measures
from automapper.bms.placement.model import Source
from automapper.bms.placement.scratch import (
    ScratchMode,
    ScratchPlan,
    Turning,
    mirrored_counts,
    most_scratches,
    scratch_mode,
    spacing_floor,
    turned_before,
)
from automapper.bms.placement.selection.pool import pool_of
from automapper.bms.placement.selection.whitelist import select
from bms.placement.scene import Onset, onset, sixteenths, sound, source_of_onsets

TURNTABLE = Lane(0, 0)


def scratched(*counts: int, mode: KeyMode = KeyMode.SEVEN) -> Source:
    """Measures with so many scratches, an eighth apart, and keys beside them."""
    onsets: list[Onset] = []
    for measure, count in enumerate(counts):
        onsets += [onset(measure, Fraction(i, 8), "SC", TURNTABLE) for i in range(count)]
        onsets += [onset(measure, Fraction(i, 8), f"K{i}", Lane(0, 1 + i % 7)) for i in range(8)]
    return source_of_onsets(onsets, mode)


def place(source: Source, scratch: int = 5, options: PlaceOptions | None = None) -> RawPlacement:
    constants = tuning(5, scratch)
    sounds = {event.wav_id: sound(500.0 + 90 * event.index) for event in source.events}
    selection = select(pool_of(source, sounds), sounds, constants)
    return place_measures(source, sounds, selection, constants, options)


def turned(raw: RawPlacement, measures: int) -> list[int]:
    notes = [note for note in raw.placed if note.lane.is_scratch]
    return [sum(n.event.place.measure == m for n in notes) for m in range(measures)]


def test_the_source_and_the_keys_decide_the_mode() -> None:
    assert scratch_mode(scratched(1)) is ScratchMode.PRIMARY
    assert scratch_mode(scratched(0)) is ScratchMode.FALLBACK
    assert scratch_mode(replace(scratched(1), mode=KeyMode.NINE)) is ScratchMode.DISABLED


def test_level_5_mirrors_the_source_one_to_one() -> None:
    counts = [0, 2, 4, 1]
    raw = place(scratched(*counts))
    assert turned(raw, 4) == counts
    assert {n.event.wav_id for n in raw.placed if n.lane.is_scratch} == {"SC"}


@given(st.lists(st.integers(0, 6), min_size=1, max_size=12), st.integers(1, 20))
def test_other_levels_thin_or_multiply_evenly(counts: list[int], level: int) -> None:
    source = scratched(*counts)
    constants = tuning(5, level)
    found = mirrored_counts(source, constants)
    scale = Fraction(level, 5)
    assert sum(found) == sum(counts) * scale // 1
    for count, mirrored in zip(counts, found, strict=True):
        assert abs(mirrored - count * scale) < 1
    assert len(found) == len(counts)


def test_a_higher_scratch_level_takes_more_events() -> None:
    source = scratched(2, 2, 2, 2)
    totals = [sum(turned(place(source, level), 4)) for level in (1, 3, 5, 10)]
    assert totals[0] == 1
    assert totals == sorted(totals)
    assert totals[-1] > totals[-2] == 8


def test_the_floor_is_the_source_s_shortest_interval() -> None:
    source = scratched(2, 3)
    assert spacing_floor(source, tuning(), ScratchMode.PRIMARY) == Fraction(1, 2)
    level = Fraction(16, 48)
    assert spacing_floor(scratched(1), tuning(), ScratchMode.PRIMARY) == level
    assert spacing_floor(source, tuning(), ScratchMode.FALLBACK) == level


def test_without_scratches_in_the_source_key_sounds_are_turned() -> None:
    constants = tuning()
    source = source_of_onsets(
        [one for measure in range(12) for one in sixteenths(measure, "12345678abcdefgh", 1)]
    )
    sounds = {event.wav_id: sound(500.0 + 90 * event.index) for event in source.events}
    everything = select(pool_of(source, sounds), sounds, tuning(20))
    raw = place_measures(source, sounds, everything, constants)
    assert raw.scratch is ScratchMode.FALLBACK
    counts = turned(raw, 12)
    assert 0 < max(counts) <= constants.scratch_max_per_measure
    # Three measures that are full of them, then four of rest.
    assert counts[:7] == [4, 4, 4, 0, 0, 0, 0]
    assert counts[7] > 0
    beats = [n.event.beat for n in raw.placed if n.lane.is_scratch]
    gaps = [after - before for before, after in pairwise(beats)]
    assert min(gaps) >= Fraction(constants.scratch_min_interval, 48)


def test_long_sounds_are_not_turned_in_fallback() -> None:
    source = source_of_onsets(sixteenths(0, "12345678", 1))
    sounds = {event.wav_id: sound(1000.0, duration_ms=301.0) for event in source.events}
    selection = select(pool_of(source, sounds), sounds, tuning())
    raw = place_measures(source, sounds, selection, tuning())
    assert turned(raw, 1) == [0]


def test_scratches_can_be_left_out() -> None:
    raw = place(scratched(4), options=PlaceOptions(scratch=ScratchMode.DISABLED))
    assert turned(raw, 1) == [0]


def test_two_turntables_share_the_load() -> None:
    onsets = [onset(0, Fraction(i, 8), "SC", TURNTABLE) for i in range(8)]
    source = replace(source_of_onsets(onsets), mode=KeyMode.FOURTEEN)
    raw = place(source, 10)
    lanes = {note.lane for note in raw.placed if note.lane.is_scratch}
    assert TURNTABLE in lanes
    bare = source_of_onsets(
        [one for m in range(3) for one in sixteenths(m, "12345678abcdefgh", 1)], KeyMode.FOURTEEN
    )
    notes = [n.lane.side for n in place(bare).placed if n.lane.is_scratch]
    assert notes.count(0) == notes.count(1) > 0


@pytest.mark.parametrize(("before", "most"), [((), 4), ((4, 4), 2), ((4, 4, 4), 0)])
def test_a_rest_that_stands_later_limits_a_measure(before: tuple[int, ...], most: int) -> None:
    constants = tuning()
    plan = ScratchPlan.of(scratched(*[0] * 8), constants)
    measure = len(before)
    later = [*before, 0, *([1] if most != 4 else []), 0, 0]
    turning = turned_before(later, measure, plan, constants)
    assert most_scratches(turning, plan, constants, measure, later) == most
    assert most_scratches(Turning(), plan, constants, 0, ()) == 4
