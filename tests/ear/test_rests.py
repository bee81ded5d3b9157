from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from automapper.audio import Waveform
from automapper.ear import Pulse, listen
from automapper.ear.redlines import redlines
from automapper.ear.rests import find_pauses, outside
from automapper.ear.sound.heard import measure
from render import band, steady_beats

RATE = 22050
BPM = 128.0


def with_stretch(stretch: np.ndarray, at: float = 30.0) -> Waveform:
    """A band that stops at ``at`` s for the stretch and then plays on."""
    music = band(steady_beats(BPM, 0.5, 62.0), seed=5).waveform.samples[0]
    cut = round(at * RATE)
    return Waveform(np.concatenate([music[:cut], stretch, music[cut:]])[None].astype("f4"), RATE)


def pad(seconds: float) -> np.ndarray:
    time = np.arange(round(seconds * RATE)) / RATE
    fade = np.minimum(1.0, np.minimum(time, time[-1] - time) / 1.5)
    tones = sum(np.sin(2 * np.pi * pitch * time) for pitch in (220.0, 277.2, 329.6))
    return 0.05 * fade * np.asarray(tones)


@pytest.fixture(scope="module")
def silent() -> Pulse:
    return listen(with_stretch(np.zeros(12 * RATE)))


def test_silence_in_the_middle_rests(silent: Pulse) -> None:
    assert len(silent.rests) == 1
    start, end = silent.rests[0]
    assert start == pytest.approx(30.0, abs=1.0)
    assert end == pytest.approx(42.0, abs=1.0)
    assert "no pulse at 0:3" in silent.reasons[-1]
    assert silent.reasons[-1].endswith(": the timing before it holds there")


@pytest.mark.parametrize("silence", [10.0, 31.0])
def test_a_song_may_begin_late(silence: float) -> None:
    music = band(steady_beats(128, 0.5, 60)).waveform.samples
    before = np.zeros((1, round(silence * RATE)), np.float32)
    late = listen(Waveform(np.concatenate([before, music], axis=1), RATE))
    (rest,) = late.rests
    played = outside(late.beats, late.rests)
    assert played[0] == pytest.approx(silence + 0.5, abs=0.003)
    assert rest == (0.0, pytest.approx(silence + 0.5, abs=0.05))
    assert late.reasons[-1].startswith(f"no pulse before 0:{silence:.0f}.")


def test_one_redline_holds_until_the_pulse_returns(silent: Pulse) -> None:
    points = redlines(silent)
    assert [point.bpm for point in points] == pytest.approx([BPM] * len(points), rel=1e-4)
    # 12 s are no whole number of beats: the first beat after the cut is the next of the band's.
    back = 12.0 + 0.5 + 60 / BPM * np.ceil(29.5 * BPM / 60)
    assert points[0].time < 1.0 and points[1].time == pytest.approx(back, abs=0.005)
    bar = points[1].meter * 60 / BPM
    assert all(point.time < back + bar for point in points[2:])


def test_a_held_pad_rests() -> None:
    pulse = listen(with_stretch(pad(16.0)))
    found = sum(min(end, 46.0) - max(start, 30.0) for start, end in pulse.rests)
    assert found > 8.0
    assert all(29.0 < start < end < 47.0 for start, end in pulse.rests)


def test_a_song_that_plays_on_has_no_rest() -> None:
    assert listen(band(steady_beats(BPM, 0.5, 62.0), seed=5).waveform).rests == ()


@given(
    st.lists(st.floats(0, 100), max_size=30).map(sorted),
    st.lists(st.floats(0, 100), min_size=2, max_size=2, unique=True).map(sorted),
)
def test_outside_keeps_what_is_in_no_rest(times: list[float], rest: list[float]) -> None:
    start, end = rest
    kept = outside(np.array(times), ((start, end),)).tolist()
    assert kept == [time for time in times if time < start or time >= end]
    assert outside(np.array(times), ()).tolist() == times


def test_bars_are_counted_anew_after_a_rest() -> None:
    # 12.2 s are 26 beats: two bars of a silence that is counted through would be no four.
    pulse = listen(with_stretch(np.zeros(round(26 * 60 / BPM * RATE))))
    assert pulse.meter.beats == 4
    bar = 4 * 60 / BPM
    for first, lines in (
        (0.5, pulse.downbeats[pulse.downbeats < 29.0]),
        (0.5 + 26 * 60 / BPM, pulse.downbeats[pulse.downbeats > 43.0]),
    ):
        places = (lines - first) / bar
        np.testing.assert_allclose(places, np.round(places), atol=0.01)
    assert [mark.meter for mark in redlines(pulse)] == [4, 4]


def test_pauses_are_where_nothing_sounds() -> None:
    heard = measure(with_stretch(np.zeros(8 * RATE)))
    ((start, end),) = find_pauses(heard)
    assert (start, end) == pytest.approx((30.0, 38.0), abs=0.3)
    assert find_pauses(measure(with_stretch(np.zeros(3 * RATE)))) == ()
