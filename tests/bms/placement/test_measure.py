"""One measure: what is tried, in which order, and why the rest stays behind."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from fractions import Fraction

from automapper.bms.model import Lane
from automapper.bms.placement.levels import Tuning, tuning
from automapper.bms.placement.loop import RawPlacement, place_measures
from automapper.bms.placement.measure import WEIGHED_MATES
from automapper.bms.placement.model import Reason, Source
from automapper.bms.placement.selection.pool import pool_of
from automapper.bms.placement.selection.whitelist import select
from bms.placement.scene import onset, sixteenths, sound, sounds_of, source_of_onsets


def place(source: Source, constants: Tuning) -> RawPlacement:
    sounds = sounds_of(source)
    return place_measures(
        source, sounds, select(pool_of(source, sounds), sounds, constants), constants
    )


def reasons(raw: RawPlacement) -> Counter[Reason]:
    return Counter(one.reason for one in raw.residual)


def test_a_full_measure_refuses_by_its_cap_and_keeps_the_beats() -> None:
    source = source_of_onsets(sixteenths(0, "1111111111111111", 1))
    constants = replace(tuning(1), stream_max_same_hand=9, scratch_max_per_measure=0)
    raw = place(source, constants)
    placed = [note.event.place.fraction for note in raw.placed]
    assert placed == [0, Fraction(1, 4), Fraction(1, 2)]  # .15 of 16, rounded up
    assert reasons(raw)[Reason.MEASURE_CAP] == 13


def test_a_doubled_sound_is_played_once() -> None:
    source = source_of_onsets([onset(0, 0, "01", Lane(0, 1)), onset(0, 0, "01")])
    raw = place(source, tuning(20))
    assert len(raw.placed) == 1
    assert reasons(raw) == {Reason.MEASURE_CAP: 1}  # there is room for one


def test_a_note_that_a_streak_refused_is_tried_again() -> None:
    source = source_of_onsets(sixteenths(0, "12345678", 1))
    constants = replace(tuning(20), stream_max_same_hand=1)
    assert len(place(source, constants).placed) == 8


def test_no_key_is_repeated_fast_while_another_is_free() -> None:
    source = source_of_onsets(
        [one for measure in range(4) for one in sixteenths(measure, "1234567812345678", 1)]
    )
    constants = tuning(20)
    assert constants.min_jack_delta_ticks < 12  # a sixteenth would be legal
    last: dict[Lane, Fraction] = {}
    notes = place(source, constants).placed
    assert len(notes) > 56
    for note in notes:
        if not note.lane.is_scratch:
            assert note.event.beat - last.get(note.lane, Fraction(-9)) > Fraction(1, 4)
            last[note.lane] = note.event.beat


def test_only_so_many_mates_of_a_huge_chord_are_weighed() -> None:
    ids = [f"{i:03d}" for i in range(4 * WEIGHED_MATES)]
    source = source_of_onsets([onset(0, 0, wav_id, Lane(0, 1)) for wav_id in ids])
    sounds = {w: sound(1000.0 + 10 * i, attack=0.1 + i / 1000) for i, w in enumerate(ids)}
    constants = tuning(20)
    selection = select(pool_of(source, sounds), sounds, constants)
    raw = place_measures(source, sounds, selection, constants)
    keys = [note for note in raw.placed if not note.lane.is_scratch]
    assert len(keys) == 7
    hardest = set(ids[-WEIGHED_MATES:])
    assert {note.event.wav_id for note in keys} <= hardest
