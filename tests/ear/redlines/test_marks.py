from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from automapper.ear.redlines import TempoMark, redlines
from automapper.timing import TempoMap
from ear.redlines.pulses import heard, pulse_of
from render import drifting_beats, steady_beats, stepped_beats


def _written(marks: tuple[TempoMark, ...], last: int) -> NDArray[np.float64]:
    """Times of beats from the first mark's to ``last``, as a game reads the points."""
    numbers = np.array([mark.beat for mark in marks])
    beats = np.arange(marks[0].beat, last)
    index = np.searchsorted(numbers, beats, side="right") - 1
    time, bpm = (np.array([getattr(m, name) for m in marks]) for name in ("time", "bpm"))
    return np.asarray(time[index] + (beats - numbers[index]) * 60.0 / bpm[index])


def test_a_steady_song_has_one_on_its_first_downbeat() -> None:
    pulse = heard()
    (mark,) = redlines(pulse)
    assert mark.beat == 0
    assert mark.bpm == pytest.approx(128, rel=1e-5)
    assert mark.time == pytest.approx(float(pulse.downbeats[0]), abs=1e-4)


def test_without_a_pulse_there_are_none() -> None:
    assert redlines(replace(heard(), profile="none")) == ()


def test_k_steps_give_k_plus_one_on_the_right_beats() -> None:
    steps = [(120.0, 64), (126.0, 48), (150.0, 80), (90.0, 40)]
    marks = redlines(pulse_of(stepped_beats(steps, 0.5)))
    assert [mark.beat for mark in marks] == [0, 64, 112, 192]
    assert [mark.bpm for mark in marks] == pytest.approx([120, 126, 150, 90], rel=1e-9)


def test_noise_on_the_beats_adds_none() -> None:
    beats = stepped_beats([(120.0, 96), (132.0, 96)], 0.5)
    noise = 0.0015 * np.random.default_rng(0).standard_normal(len(beats))
    marks = redlines(pulse_of(beats + noise))
    assert [mark.beat for mark in marks] == [0, 96]


def test_beats_before_the_first_downbeat_count_back_from_it() -> None:
    beats = stepped_beats([(120.0, 66), (150.0, 64)], 0.5)
    marks = redlines(pulse_of(beats, first=2))
    assert [mark.beat for mark in marks] == [0, 64]
    assert marks[0].time == pytest.approx(float(beats[2]), abs=1e-6)


def test_a_step_inside_a_bar_keeps_later_bar_lines() -> None:
    marks = redlines(pulse_of(stepped_beats([(120.0, 66), (180.0, 62)], 0.5)))
    assert [mark.beat for mark in marks] == [0, 66, 68]


def _bent(beats: NDArray[np.float64], meter: int, first: int) -> float:
    """How far beats lie at most from the best line of their bar: one point a bar does no better."""
    edges = [0, *range(first + meter, len(beats), meter), len(beats)]  # the first takes a pickup in
    strays = []
    for start, end in pairwise(edges):
        place, bar = np.arange(end - start), beats[start:end]
        line = np.polyval(np.polyfit(place, bar, 1), place) if len(bar) > 1 else bar
        strays.append(float(np.abs(bar - line).max()))
    return max(strays)


@settings(max_examples=40, deadline=None)
@given(
    bpm=st.floats(70, 200),
    sway=st.floats(0.0, 0.04),
    wave=st.floats(30, 90),
    meter=st.sampled_from([2, 3, 4, 5, 7]),
    first=st.integers(0, 1),
)
def test_laws_of_a_song_that_sways(
    bpm: float, sway: float, wave: float, meter: int, first: int
) -> None:
    beats = drifting_beats(bpm, sway, wave, 0.4, 90)
    marks = redlines(pulse_of(beats, meter, first))
    written = _written(marks, len(beats) - first)
    assert np.abs(written - beats[first:]).max() <= max(0.0101, _bent(beats, meter, first) + 0.0016)
    numbers = [mark.beat for mark in marks]
    assert numbers == sorted(set(numbers))
    assert len(marks) <= np.ceil((len(beats) - first) / meter)
    ends = [*numbers[1:], len(beats) - first]
    bars = {b for m, end in zip(marks, ends, strict=True) for b in range(m.beat, end, meter)}
    assert set(range(0, len(beats) - first, meter)) <= bars


@settings(max_examples=60, deadline=None)
@given(
    bpm=st.floats(70, 200),
    faster=st.sampled_from([1.0, 1.0, 0.9, 1.2]),
    silence=st.floats(6, 20),
    bars=st.integers(3, 20),
    extra=st.integers(0, 3),
    first=st.integers(0, 3),
)
def test_a_grid_holds_through_a_rest_and_begins_anew_where_the_pulse_returns(
    bpm: float, faster: float, silence: float, bars: int, extra: int, first: int
) -> None:
    """Beats counted evenly through the rest, as the Ear does, draw nothing."""
    gap = 60 / bpm
    before = 0.5 + gap * np.arange(first + 4 * bars + extra)
    after = before[-1] + silence + gap / faster * np.arange(33)
    counted = max(2, round(silence / gap))
    beats = np.concatenate([before, np.linspace(before[-1], after[0], counted + 1)[1:-1], after])
    pulse = replace(
        pulse_of(beats, first=first), rests=((float(before[-1]) + 0.01, float(after[0]) - 0.01),)
    )
    marks = redlines(pulse)
    assert marks[0].bpm == pytest.approx(bpm, abs=0.2) and marks[0].beat == 0
    back = len(before) + counted - 1 - first
    holds = faster == 1.0 and abs(silence / gap - counted) * gap < 0.001
    anew = [] if holds else [back, *([] if back % 4 == 0 else [back + -back % 4])]
    if faster == 1.0 and not holds and len(marks) < len(anew) + 1:
        anew = []  # so little beside the beat that one line explains both
    assert [mark.beat for mark in marks[1:]] == anew
    written = _written(marks, len(beats) - first)
    off = np.abs(written - beats[first:])
    assert max(off[: len(before) - first].max(), off[back:].max()) <= 0.0105
    if anew:
        assert marks[1].time == pytest.approx(float(after[0]), abs=0.002)
        assert marks[-1].bpm == pytest.approx(bpm * faster, abs=0.2)


def test_a_song_that_begins_with_a_rest_takes_its_grid_from_the_music() -> None:
    """Its first point stands before it, where the first downbeat was counted."""
    beats = np.concatenate([1.0 + 0.52 * np.arange(20), 11.4 + 0.5 * np.arange(64)])
    marks = redlines(replace(pulse_of(beats), rests=((0.0, 11.39),)))
    assert [mark.beat for mark in marks] == [0]
    assert marks[0].bpm == pytest.approx(120.0) and marks[0].time == pytest.approx(1.4)


def test_a_beat_alone_between_rests_makes_a_point_of_sense() -> None:
    beats = np.concatenate([0.5 + 0.5 * np.arange(36), 18.2 + 0.45 * np.arange(60)])
    rests = ((8.4, 14.9), (15.1, float(beats[40]) - 0.01))
    marks = redlines(replace(pulse_of(beats), rests=rests))
    assert all(60 <= mark.bpm <= 240 for mark in marks)
    assert marks[-1].bpm == pytest.approx(60 / 0.45, abs=0.01)
    assert marks[0].bpm == pytest.approx(120)


def test_nothing_in_a_rest_makes_a_point() -> None:
    times = np.concatenate([0.5 + 0.5 * np.arange(32), 16.5 + 0.45 * np.arange(16)])
    times = np.concatenate([times, times[-1] + 0.45 + 0.5 * np.arange(32)])
    wild = replace(pulse_of(times), rests=((16.4, float(times[48]) - 0.01),))
    points = redlines(wild)
    assert not [p for p in points if wild.rests[0][0] <= p.time < wild.rests[0][1]]
    assert points[0].bpm == pytest.approx(120.0, rel=1e-3)
    assert points[-1].time == pytest.approx(float(times[48]), abs=0.01)


def test_bars_that_begin_anew_have_a_point_there() -> None:
    beats = steady_beats(120, 0.5, 60.0)
    lines = [*range(0, 60, 4), *range(62, len(beats), 4)]
    even = replace(heard(), tempo_map=TempoMap.constant(120, 0.5))
    pulse = replace(even, beats=beats, downbeats=beats[lines])
    marks = redlines(pulse)
    assert [mark.beat for mark in marks] == [0, 62]
    assert [mark.bpm for mark in marks] == [120, 120]
    assert marks[1].time == pytest.approx(beats[62], abs=1e-6)


@pytest.mark.parametrize("late", [-0.2, 0.15, 0.3])
def test_a_leap_inside_a_bar_has_a_point_on_its_beat_and_one_on_the_next_bar_line(
    late: float,
) -> None:
    beats = steady_beats(120, 0.5, 40)
    beats = np.where(np.arange(len(beats)) >= 30, beats + late, beats)
    first, leap, line = redlines(pulse_of(beats))
    assert (first.beat, leap.beat, line.beat) == (0, 30, 32)
    assert leap.time == pytest.approx(beats[30], abs=1e-6)
    assert {first.bpm, leap.bpm, line.bpm} == {120.0}


def test_a_tempo_that_was_given_is_written_as_it_was_given() -> None:
    beats = 0.5 + 60 / 128.3712 * np.arange(120)
    even = replace(heard(), tempo_map=TempoMap.constant(128.3712, 0.5))
    marks = redlines(replace(even, beats=beats, downbeats=beats[[*range(0, 60, 4), 62, 66]]))
    assert {mark.bpm for mark in marks} == {128.3712}
    assert [mark.beat for mark in marks] == [0, 62]
