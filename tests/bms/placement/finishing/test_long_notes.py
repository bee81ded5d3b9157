"""Which taps become long notes, and where they are let go."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings

from automapper.bms.model import Lane, Place
from automapper.bms.placement.finishing.long_notes import Held, hold_notes
from automapper.bms.placement.levels import tuning
from automapper.bms.placement.model import Placed, Source
from automapper.bms.placement.scratch import ScratchPlan
from automapper.bms.placement.state.board import Board

from ..raw import Case, cases, end_beat, key, with_holds
from ..scene import onset, sound, source_of_onsets

FIVE = tuning(5, 5)


def bar(*sounds: tuple[str, str, Lane], bpm: int = 120) -> tuple[Source, list[Placed]]:
    """Sounds of one measure (fraction, id, lane), all played where the source plays them."""
    source = source_of_onsets(
        [onset(0, *one) for one in sounds] + [onset(1, "15/16", "zz")], bpm=bpm
    )
    return source, [Placed(event, event.source) for event in source.events if event.source]


def ends(held: Held) -> dict[str, Place | None]:
    return {one.event.wav_id: one.end for one in held.placed}


@pytest.mark.parametrize(("duration", "is_held"), [(799.0, False), (800.0, True), (5000.0, True)])
def test_without_a_word_from_the_source_the_gate_is_800_ms(duration: float, is_held: bool) -> None:
    source, notes = bar(("0", "01", key(1)))
    held = hold_notes(source, {"01": sound(duration_ms=duration)}, FIVE, notes)
    assert (ends(held)["01"] is not None) == is_held
    assert (held.kept, held.drawn) == (0, int(is_held))


def test_a_hold_ends_with_its_sound() -> None:
    source, notes = bar(("0", "01", key(1)), ("3/8", "02", key(7)))
    sounds = {"01": sound(duration_ms=800.0), "02": sound()}  # 1.6 beats: an onset lies on 1.5
    assert ends(hold_notes(source, sounds, FIVE, notes)) == {
        "01": Place(0, Fraction(3, 8)),
        "02": None,
    }


@pytest.mark.parametrize("bpm", [60, 120, 242, 999])
def test_a_hold_never_fills_the_screen(bpm: int) -> None:
    source, notes = bar(("0", "01", key(1)), bpm=bpm)
    held = hold_notes(source, {"01": sound(duration_ms=60_000.0)}, FIVE, notes)
    assert ends(held)["01"] == Place(0, Fraction(1, 2))  # 96 ticks, two beats at any tempo


def test_unknown_sounds_are_never_held() -> None:
    source, notes = bar(("0", "01", key(1)))
    assert ends(hold_notes(source, {"01": None}, FIVE, notes)) == {"01": None}
    assert ends(hold_notes(source, {}, FIVE, notes)) == {"01": None}


def test_scratches_are_held_only_where_the_source_holds_them() -> None:
    source, notes = bar(("0", "01", Lane(0, 0)))
    long = {"01": sound(duration_ms=3000.0)}
    assert ends(hold_notes(source, long, FIVE, notes)) == {"01": None}
    own = with_holds(source, {0: Fraction(1)})
    held = hold_notes(own, long, FIVE, [Placed(own.events[0], Lane(0, 0))])
    assert ends(held) == {"01": Place(0, Fraction(1, 4))}
    elsewhere = replace(own.events[0], source=key(1))
    moved = replace(own, events=(elsewhere, own.events[1]))
    assert ends(hold_notes(moved, long, FIVE, [Placed(elsewhere, Lane(0, 0))])) == {"01": None}


def test_the_sources_own_holds_keep_their_end_however_short_the_sound() -> None:
    source, _ = bar(("0", "01", key(1)), ("1/4", "02", key(1)))
    own = with_holds(source, {0: Fraction(1, 3)})
    notes = [Placed(own.events[0], key(1)), Placed(own.events[1], key(1))]
    held = hold_notes(own, {"01": sound(), "02": sound()}, FIVE, notes)
    assert ends(held) == {"01": Place(0, Fraction(1, 12)), "02": None}
    assert (held.kept, held.drawn) == (1, 0)


def test_an_own_hold_longer_than_two_beats_keeps_its_end() -> None:
    source, _ = bar(("0", "01", key(1)))
    own = with_holds(source, {0: Fraction(5)})
    held = hold_notes(own, {"01": sound()}, FIVE, [Placed(own.events[0], key(4))])
    assert ends(held)["01"] == Place(1, Fraction(1, 4))


def test_on_a_busier_lane_an_own_hold_is_shortened() -> None:
    source, _ = bar(("0", "01", key(1)), ("1/2", "02", key(2)))
    own = with_holds(source, {0: Fraction(3)})
    notes = [Placed(own.events[0], key(5)), Placed(own.events[1], key(5))]
    held = hold_notes(own, {"01": sound(), "02": sound()}, FIVE, notes)
    assert ends(held)["01"] == Place(0, Fraction(6, 16))  # the last sixteenth before the floor
    assert (held.kept, held.drawn) == (0, 1)


def test_the_sources_share_bounds_the_others_and_the_longest_come_first() -> None:
    onsets = [onset(i // 4, f"{i % 4}/4", f"{i:02d}", key(1 + i % 7)) for i in range(40)]
    source = with_holds(source_of_onsets(onsets), dict.fromkeys(range(8), Fraction(1, 2)))
    sounds = {f"{i:02d}": sound(duration_ms=400.0 + i) for i in range(40)}
    notes = [Placed(event, event.source) for event in source.events if event.source]
    later = [one for one in notes if one.event.end is None]
    held = hold_notes(source, sounds, FIVE, [*notes[:3], *later])  # 35 notes, a fifth of 35 is 7
    found = [wav_id for wav_id, end in ends(held).items() if end is not None]
    assert found == ["00", "01", "02", "36", "37", "38", "39"]
    assert (held.kept, held.drawn, held.refused) == (3, 4, 28)
    drawn = [one for one in held.placed if one.end is not None and one.event.end is None]
    assert all(end_beat(source, one) - one.event.beat <= Fraction(1, 2) for one in drawn)


@settings(max_examples=60)
@given(cases())
def test_holds_are_legal_and_nothing_else_changes(case: Case) -> None:
    held = hold_notes(case.source, case.sounds, case.tuning, case.raw.placed)
    assert [(one.event, one.lane) for one in held.placed] == [
        (one.event, one.lane) for one in case.raw.placed
    ]
    assert held.kept + held.drawn == sum(one.end is not None for one in held.placed)
    board = Board(case.source, case.tuning, ScratchPlan.of(case.source, case.tuning).floor)
    for one in held.placed:
        board.add(one)
    for one in held.placed:
        if one.end is not None:
            assert board.hold_fits(one, one.end)
            own = one.end == one.event.end
            longest = 1000 if own or one.event.end else Fraction(case.tuning.ln_max_hold_ticks, 48)
            assert 0 < end_beat(case.source, one) - one.event.beat <= longest
            assert own or end_beat(case.source, one) - one.event.beat >= Fraction(1, 4)


@settings(max_examples=30)
@given(cases())
def test_the_order_of_the_notes_does_not_matter(case: Case) -> None:
    held = hold_notes(case.source, case.sounds, case.tuning, case.raw.placed)
    turned = hold_notes(case.source, case.sounds, case.tuning, case.raw.placed[::-1])
    assert turned.placed[::-1] == held.placed
