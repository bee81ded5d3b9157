from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from automapper.audio import Waveform
from automapper.ear import Pulse, listen
from automapper.ear.listen import _stretches
from automapper.ear.wish import Octave
from automapper.errors import AudioError
from render import Rendered, band, steady_beats


@pytest.fixture(scope="module")
def heard() -> tuple[Rendered, Pulse]:
    music = band(steady_beats(150, 0.5, 66.0), form="iABA", seed=3)
    return music, listen(music.waveform)


def test_beats_and_bars_stand_where_they_are_played(heard: tuple[Rendered, Pulse]) -> None:
    music, pulse = heard
    for truth, found in ((music.beats, pulse.beats), (music.downbeats, pulse.downbeats)):
        distance = np.abs(found[:, None] - truth).min(axis=0)
        assert distance.max() < 0.003
    assert pulse.meter.beats == 4


def test_beat_zero_is_the_first_downbeat(heard: tuple[Rendered, Pulse]) -> None:
    pulse = heard[1]
    assert float(pulse.tempo_map.seconds(0)) == pytest.approx(pulse.downbeats[0], abs=1e-6)
    assert 0 <= pulse.downbeats[0] < 4 * 60 / 150
    counted = pulse.tempo_map.beats_array(pulse.beats)
    np.testing.assert_allclose(counted, np.round(counted), atol=1e-6)
    np.testing.assert_allclose(np.diff(counted), 1.0, atol=1e-6)


def test_sections_cover_the_song_on_bar_lines(heard: tuple[Rendered, Pulse]) -> None:
    music, pulse = heard
    sections = pulse.sections
    assert sections[0].start == 0.0
    assert sections[-1].end == pulse.duration == music.waveform.seconds
    for before, after in pairwise(sections):
        assert before.end == after.start
        assert np.abs(pulse.downbeats - after.start).min() < 1e-9
        assert np.abs(np.array([s for s, _, _ in music.sections]) - after.start).min() < 0.005
    assert all(0 <= s.energy <= 1 and 0 <= s.confidence <= 1 for s in sections)
    assert len(pulse.twin_bar) == len(pulse.downbeats)


def test_twice_the_same(heard: tuple[Rendered, Pulse]) -> None:
    music, pulse = heard
    again = listen(music.waveform)
    assert again.tempo_map == pulse.tempo_map
    assert again.sections == pulse.sections
    assert np.array_equal(again.twin_bar, pulse.twin_bar)
    assert np.array_equal(again.salience.bands, pulse.salience.bands)


@pytest.mark.parametrize(("octave", "meter"), [("half", 2), ("auto", 4), ("double", 4)])
def test_half_the_tempo_has_half_the_beats_a_bar(
    heard: tuple[Rendered, Pulse], octave: Octave, meter: int
) -> None:
    music, auto = heard
    pulse = listen(music.waveform, octave=octave)
    assert pulse.meter.beats == meter
    lines = music.downbeats if octave != "double" else music.beats
    played = pulse.downbeats[pulse.downbeats < lines[-1] + 0.01]
    assert np.abs(played[:, None] - lines).min(axis=1).max() < 0.003
    assert pulse.confidences.meter == auto.confidences.meter or octave == "double"


def test_silence_is_refused() -> None:
    with pytest.raises(AudioError, match="the audio is silent"):
        listen(Waveform(np.zeros((2, 44100 * 5), np.float32), 44100))


@pytest.mark.parametrize("seconds", [0.0003, 0.05, 0.5, 2.0, 5.0])
def test_a_scrap_of_sound_is_heard_without_confidence(seconds: float) -> None:
    rng = np.random.default_rng(0)
    scrap = rng.normal(scale=0.1, size=(1, max(1, int(44100 * seconds)))).astype(np.float32)
    pulse = listen(Waveform(scrap, 44100))
    assert (pulse.profile, pulse.confidence) == ("none", 0.0)
    assert pulse.duration == pytest.approx(len(scrap[0]) / 44100)


def test_overrides_reach_the_map() -> None:
    music = band(steady_beats(150, 0.5, 20.0)).waveform
    pulse = listen(music, bpm=75.0, offset=0.9)
    assert float(pulse.tempo_map.points[0].bpm) == 75.0
    assert np.abs(pulse.beats - 0.9).min() < 1e-9


@pytest.mark.slow
def test_forty_minutes() -> None:
    music = band(steady_beats(150, 0.5, 60.0)).waveform
    long = Waveform(np.tile(music.samples[:, : int(57.6 * 22050)], 42), 22050)
    pulse = listen(long)
    assert pulse.profile == "steady"
    assert float(pulse.tempo_map.points[0].bpm) == pytest.approx(150, rel=1e-5)


@pytest.mark.parametrize(
    ("breaks", "rests", "expected"),
    [
        ((), (), [(0, 120, False)]),
        ((), ((0.0, 20.0),), [(40, 120, False)]),
        ((), ((20.0, 30.0),), [(0, 40, False), (60, 120, False)]),
        ((25.0,), ((20.0, 30.0),), [(0, 40, False), (60, 120, True)]),
        ((29.97,), ((20.0, 30.0),), [(0, 40, False), (60, 120, True)]),
        ((40.0,), (), [(0, 80, False), (80, 120, True)]),
        ((), ((50.0, 60.0),), [(0, 100, False)]),
    ],
)
def test_bars_are_looked_for_where_nothing_rests(
    breaks: tuple[float, ...],
    rests: tuple[tuple[float, float], ...],
    expected: list[tuple[int, int, bool]],
) -> None:
    found = _stretches(np.arange(0.0, 60.0, 0.5), breaks, rests)
    assert [(own.first, own.last, own.anew) for own in found] == expected
