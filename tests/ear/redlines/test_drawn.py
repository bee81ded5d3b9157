from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from automapper.ear.redlines import TempoMark, drawn_beats, line_beats
from ear.redlines.pulses import heard
from render import steady_beats


def test_redlines_draw_no_line_twice() -> None:
    lines = line_beats(((1.0, 60.0), (4.0, 120.0)), 5.6)
    assert lines == pytest.approx([0.0, 1.0, 2.0, 3.0, 4.0, 4.5, 5.0, 5.5])
    assert line_beats(((1.0, 60.0), (3.9999, 120.0)), 4.1) == pytest.approx([0, 1, 2, 3, 3.9999])


@pytest.mark.parametrize(
    ("time", "first"),
    [(-0.7, 0.3), (-0.5, 0.0), (-0.0004, -0.0004), (0.0, 0.0), (0.2, 0.2), (0.7, 0.2)],
)
def test_nothing_is_drawn_before_the_song(time: float, first: float) -> None:
    expected = first + 0.5 * np.arange(3)
    assert line_beats(((time, 120.0),), first + 1.1) == pytest.approx(expected)
    earlier = (time - 30.0, 97.0)
    if time <= 0:
        assert line_beats((earlier, (time, 120.0)), first + 1.1) == pytest.approx(expected)


def test_bars_are_counted_from_a_point_before_the_song() -> None:
    pulse = replace(heard(), rests=(), duration=3.0)
    beats, bars = drawn_beats((TempoMark(-0.7, 120.0, 4, 0),), pulse)
    assert beats == pytest.approx(0.3 + 0.5 * np.arange(6))
    assert bars == pytest.approx([1.3])


def test_what_is_drawn_rests_where_the_song_does() -> None:
    beats = steady_beats(120, 0.5, 20.0)
    rest = ((4.2, 10.1),)
    pulse = replace(heard(), beats=beats, downbeats=beats[::4], rests=rest, duration=20.0)
    marks = (TempoMark(0.5, 120.0, 4, 0),)
    drawn, bars = drawn_beats(marks, pulse)
    assert drawn == pytest.approx([t for t in np.arange(0.0, 20.0, 0.5) if not 4.2 <= t < 10.1])
    assert bars == pytest.approx([t for t in np.arange(0.5, 20.0, 2.0) if not 4.2 <= t < 10.1])
    assert [len(times) for times in drawn_beats((), pulse)] == [0, 0]


@pytest.mark.parametrize(("meter", "bpm"), [(3, 130.0), (5, 140.0), (6, 97.0), (7, 171.3)])
def test_downbeats_that_are_drawn_are_beats(meter: int, bpm: float) -> None:
    pulse = replace(heard(), rests=(), duration=60.0)
    marks = (TempoMark(0.4, bpm, meter, 0), TempoMark(30.1, bpm + 9, meter, 64))
    beats, bars = drawn_beats(marks, pulse)
    assert np.isin(bars, beats).all()
    assert len(bars) == pytest.approx(len(beats) / meter, abs=2)
