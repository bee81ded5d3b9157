"""Scratches beside holds of the same hand."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings

from automapper.bms.model import KeyMode, Lane
from automapper.bms.placement.finishing.long_notes import hold_notes
from automapper.bms.placement.finishing.scratch_thinning import thin_scratches
from automapper.bms.placement.model import Placed, Reason, Source
from automapper.bms.timeline import place_of

from ..raw import Case, cases, key, with_holds
from ..scene import onset, source_of_onsets

TURN, OTHER_TURN = Lane(0, 0), Lane(1, 0)


def scene(*, source_scratch: Lane | None = None, mode: KeyMode = KeyMode.SEVEN) -> Source:
    """A key on beat 0, sounds on beats 1 and 2."""
    onsets = [
        onset(0, 0, "01", key(2)),
        onset(0, "1/4", "02", source_scratch),
        onset(0, "1/2", "03"),
    ]
    return source_of_onsets(onsets, mode)


def notes(source: Source, lane: Lane, until: Fraction | None, turned: Lane = TURN) -> list[Placed]:
    """The first sound on a lane, held until a beat; the second on a scratch."""
    end = None if until is None else place_of(source.bars, until)
    return [Placed(source.events[0], lane, end), Placed(source.events[1], turned)]


@pytest.mark.parametrize(
    ("lane", "until", "stays"),
    [
        (key(2), None, True),
        (key(2), Fraction(1, 2), True),
        (key(2), Fraction(1), False),
        (key(2), Fraction(2), False),
        (key(3), Fraction(2), False),
        (key(4), Fraction(2), True),  # the middle key goes to the other hand
        (key(6), Fraction(2), True),
    ],
)
def test_a_scratch_goes_while_its_hand_holds(lane: Lane, until: Fraction, stays: bool) -> None:
    source = scene()
    placed = notes(source, lane, until)
    kept, thinned = thin_scratches(source, placed)
    assert (placed[1] in kept) == stays
    assert [one.event for one in thinned] == ([] if stays else [source.events[1]])
    assert all(one.reason is Reason.SCRATCH_THINNED for one in thinned)


def test_pressing_and_turning_at_once_is_a_chord() -> None:
    source = source_of_onsets([onset(0, 0, "01"), onset(0, 0, "02")])
    kept, thinned = thin_scratches(source, notes(source, key(2), Fraction(2)))
    assert (len(kept), thinned) == (2, ())


def test_where_the_source_asks_for_both_the_scratch_stays() -> None:
    source = with_holds(scene(source_scratch=TURN), {0: Fraction(3, 2)})
    kept, thinned = thin_scratches(source, notes(source, key(3), Fraction(3, 2)))
    assert (len(kept), thinned) == (2, ())


def test_a_scratch_of_the_source_beside_a_hold_of_ours_goes() -> None:
    source = scene(source_scratch=TURN)
    _, thinned = thin_scratches(source, notes(source, key(3), Fraction(3, 2)))
    assert [one.event.wav_id for one in thinned] == ["02"]


@pytest.mark.parametrize(("turned", "stays"), [(TURN, False), (OTHER_TURN, True)])
def test_on_two_sides_each_hand_has_its_scratch(turned: Lane, stays: bool) -> None:
    source = scene(mode=KeyMode.FOURTEEN)
    placed = notes(source, key(7), Fraction(2), turned)
    assert (placed[1] in thin_scratches(source, placed)[0]) == stays


def test_overlapping_holds_are_one() -> None:
    source = source_of_onsets([onset(0, f"{i}/8", f"0{i}") for i in range(6)])
    ends = [Fraction(3), Fraction(1), None]
    placed = [
        Placed(source.events[i], key(i + 1), end and place_of(source.bars, end))
        for i, end in enumerate(ends)
    ]
    placed.append(Placed(source.events[4], TURN))
    assert len(thin_scratches(source, placed)[1]) == 1


@settings(max_examples=60)
@given(cases())
def test_only_scratches_go_and_drawn_holds_send_none_away(case: Case) -> None:
    bare = replace(case.source, events=tuple(replace(e, end=None) for e in case.source.events))
    unheld = [replace(one, event=bare.events[one.event.index]) for one in case.raw.placed]
    held = hold_notes(bare, case.sounds, case.tuning, unheld)
    kept, thinned = thin_scratches(bare, held.placed)
    assert (kept, thinned) == (held.placed, ())
    held = hold_notes(case.source, case.sounds, case.tuning, case.raw.placed)
    kept, thinned = thin_scratches(case.source, held.placed)
    gone = {one.event.index for one in thinned}
    assert kept == tuple(one for one in held.placed if one.event.index not in gone)
    assert all(one.lane.is_scratch for one in held.placed if one.event.index in gone)
