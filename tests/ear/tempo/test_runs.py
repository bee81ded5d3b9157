from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from automapper.ear.sound.heard import Heard
from automapper.ear.tempo.parts import Part
from automapper.ear.tempo.runs import Run, border, continued, joined, rested


def run(bpm: float, beat: float, span: tuple[float, float]) -> Run:
    hz = bpm / 60
    return Run(Part(*span, hz), hz, beat % (1 / hz))


def test_the_tempo_changes_on_the_beat_that_both_have() -> None:
    before = run(120, 0.5, (0.0, 30.3))
    after = run(150, 30.5, (30.3, 60.0))
    last, first = border(before, after)
    assert before.time(last) == pytest.approx(30.0)
    assert after.time(first) == pytest.approx(30.5)
    tempo_map = joined([before, after])
    assert len(tempo_map.points) == 2
    assert float(tempo_map.seconds(61)) == pytest.approx(30.5, abs=1e-5)
    assert float(tempo_map.points[1].bpm) == 150


def test_a_cut_keeps_the_beats_of_both_sides() -> None:
    before, after = run(120, 0.5, (0.0, 30.2)), run(133, 30.31, (30.2, 60.0))
    last, first = border(before, after)
    assert before.time(last) <= 30.2
    gap = after.time(first) - before.time(last)
    assert 0.5 * 60 / 133 <= gap < 1.5 * 60 / 120 + 60 / 133
    tempo_map = joined([before, after])
    assert float(tempo_map.seconds(last)) == pytest.approx(before.time(last), abs=1e-5)
    assert float(tempo_map.seconds(last + 1)) == pytest.approx(after.time(first), abs=1e-4)


def test_a_count_that_goes_on_after_a_pause_is_one() -> None:
    before, after = run(140, 0.1, (0.0, 20.0)), run(140, 0.1015, (32.0, 60.0))
    third = run(140, 0.1003, (70.0, 80.0))
    (one,) = continued([before, after, third])
    assert (one.part.start, one.part.end, one.hz) == (0.0, 80.0, before.hz)
    for known in (before, after, third):
        place = one.place(known.time(known.middle))
        assert abs(place - round(place)) / one.hz < 0.0015
    other = run(140, 0.2, (32.0, 60.0))
    assert continued([before, other]) == [before, other]


def test_runs_that_do_not_meet_are_told_apart() -> None:
    spans = ((0.0, 20.0), (20.0, 30.0), (36.0, 60.0))
    assert rested([run(120, 0.0, span) for span in spans]) == 1


def test_another_tempo_lies_on_the_same_attacks(steady: Heard) -> None:
    first = Run(Part(0.0, steady.duration, 2.14), 128.30 / 60, 0.743 % (60 / 128.30))
    middle = first.time(first.middle)
    settled = first.at_tempo(128.37 / 60, steady.novelty)
    assert settled.hz == 128.37 / 60
    near = settled.time(round(settled.place(middle)))
    assert near == pytest.approx(middle, abs=0.05 / 2.1)
    assert (near - 0.743) * 128.37 / 60 % 1.0 == pytest.approx(0.0, abs=0.01) or (
        near - 0.743
    ) * 128.37 / 60 % 1.0 == pytest.approx(1.0, abs=0.01)


@given(
    st.lists(
        st.tuples(
            st.floats(60, 280),
            st.floats(0, 1),
            st.floats(12, 90),
            st.one_of(st.just(0.0), st.floats(5, 40)),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_every_run_keeps_its_beats(parts: list[tuple[float, float, float, float]]) -> None:
    runs, time = [], 0.0
    for bpm, beat, seconds, pause in parts:
        start = time + (pause if runs else 0.0)
        time = start + seconds
        runs.append(run(bpm, start + beat, (start, time)))
    tempo_map = joined(runs)
    for own in runs:
        inner = np.arange(
            np.ceil(own.place(own.part.start)) + 3, np.floor(own.place(own.part.end)) - 3
        )
        counted = tempo_map.beats_array(own.phase + inner / own.hz)
        seconds = 60.0 / own.hz / 60.0
        assert np.abs(counted - np.round(counted)).max() * seconds < 0.002
        np.testing.assert_allclose(np.diff(np.round(counted)), 1.0)
