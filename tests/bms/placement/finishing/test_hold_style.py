"""What a source's own long notes say."""

from __future__ import annotations

from fractions import Fraction

import pytest

from automapper.bms.placement.finishing.hold_style import HoldStyle, hold_style
from automapper.bms.placement.model import Source

from ..raw import key, played, with_holds
from ..scene import onset, sound, source_of_onsets


def beats(count: int) -> Source:
    """A note a beat on key 1, each with its own sound."""
    return source_of_onsets(
        [onset(i // 4, f"{i % 4}/4", f"{i:02d}", key(1)) for i in range(count)], bpm=120
    )


def lasting(source: Source, *durations: float) -> dict[str, object]:
    ids = sorted({event.wav_id for event in source.events})
    return {
        wav_id: sound(duration_ms=durations[i % len(durations)]) for i, wav_id in enumerate(ids)
    }


def style(held: int, *durations: float, count: int = 40) -> HoldStyle:
    source = beats(count)
    lengths = {event.index: Fraction(1, 2) for event in played(source)[:held]}
    return hold_style(with_holds(source, lengths), lasting(source, *durations), 800)


def test_a_source_that_holds_tells_how_long_and_how_often() -> None:
    found = style(10, 500.0)
    assert (found.notes, found.holds, found.share) == (40, 10, 0.25)
    assert found.beats == (0.5, 0.5, 0.5)
    assert found.hold_ms == pytest.approx((250, 250, 250))
    assert found.sample_ms == (500, 500, 500)
    assert found.longest_beats == 0.5


def test_the_gate_is_a_low_percentile_of_the_samples_held() -> None:
    assert style(10, *(100.0 * i for i in range(3, 13))).gate_ms == 300
    assert style(11, *(100.0 * i for i in range(3, 14))).gate_ms == 400
    assert style(10, 5.0).gate_ms == 100  # clicks under long bars do not open it for all


@pytest.mark.parametrize("held", [0, 1, 7])
def test_with_fewer_than_eight_holds_the_gate_is_fixed(held: int) -> None:
    found = style(held, 300.0)
    assert (found.gate_ms, found.learned, found.longest_beats) == (800, False, None)
    assert style(8, 300.0).learned


def test_unknown_samples_say_nothing() -> None:
    source = beats(10)
    held = with_holds(source, {event.index: Fraction(1, 2) for event in source.events})
    found = hold_style(held, {event.wav_id: None for event in source.events}, 800)
    assert (found.holds, found.learned, found.gate_ms) == (10, False, 800)


def test_the_share_bounds_the_holds() -> None:
    assert style(10, 500.0).most_holds(100) == 25
    unsaid = style(0, 500.0)
    assert (unsaid.most_holds(100), unsaid.most_holds(4)) == (30, 8)


def test_a_source_without_notes_has_no_share() -> None:
    empty = hold_style(source_of_onsets([onset(0, 0, "01")]), {}, 800)
    assert (empty.share, empty.holds, empty.beats) == (0, 0, (0, 0, 0))


def test_the_record_holds_plain_values() -> None:
    assert style(10, 500.0).record() == {
        "notes": 40,
        "holds": 10,
        "share": 0.25,
        "beats": [0.5, 0.5, 0.5],
        "hold_ms": [250, 250, 250],
        "sample_ms": [500, 500, 500],
        "gate_ms": 500,
        "learned": True,
    }
