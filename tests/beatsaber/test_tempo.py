from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction

import pytest

from automapper.beatsaber.formats.audio_data import Sound, events_from, regions
from automapper.beatsaber.model import BpmEvent
from automapper.beatsaber.read import read_level
from automapper.beatsaber.tempo import level_tempo
from automapper.beatsaber.write import write_level
from beatsaber.sample import sample_level


def test_tempo_follows_the_events() -> None:
    level = sample_level()  # 120, from beat 32 on 150
    tempo = level_tempo(level, level.charts[0])
    assert tempo.seconds(32) == 16
    assert tempo.seconds(37) == 18


def test_events_before_beat_0_and_twice_on_a_beat() -> None:
    level = sample_level()
    events = (
        BpmEvent(Fraction(-3), 60.0),
        BpmEvent(Fraction(4), 90.0),
        BpmEvent(Fraction(4), 30.0),
    )
    tempo = level_tempo(level, replace(level.charts[0], bpm_events=events))
    assert tempo.seconds(4) == 4
    assert tempo.seconds(5) == 6


def test_song_offset_moves_nothing() -> None:
    level = replace(sample_level(), song_offset=500.0)
    assert level_tempo(level, level.charts[0]).seconds(0) == 0


def test_regions_meet_and_end_with_the_sound() -> None:
    found = regions(sample_level(), Sound(44100, 44100 * 60))
    assert (found[0].start, found[0].end, found[1].start) == (0, 16 * 44100, 16 * 44100)
    assert found[1].end == 44100 * 60
    assert found[1].end_beat == 32 + 44 * 2.5


@pytest.mark.parametrize("bpm", [120.0, 127.98, 174.003, 93.4567, 60.000001])
@pytest.mark.parametrize("rate", [44100, 48000])
def test_regions_give_the_same_regions_again(bpm: float, rate: int) -> None:
    level = sample_level()
    sound = Sound(rate, rate * 90)
    charts = tuple(
        replace(c, bpm_events=(BpmEvent(Fraction(7, 2), bpm), BpmEvent(Fraction(40), 101.7)))
        for c in level.charts
    )
    made = regions(replace(level, charts=charts), sound)
    events = events_from(level.bpm, made, sound)
    again = tuple(replace(chart, bpm_events=events) for chart in charts)
    assert regions(replace(level, charts=again), sound) == made
    assert [event.beat for event in events] == [Fraction(7, 2), Fraction(40)]
    assert events[0].bpm == pytest.approx(bpm, rel=1e-5)


def test_a_region_rounded_by_another_tool_is_no_tempo_change() -> None:
    files, _ = write_level(replace(sample_level(), bpm=60.0), 4)
    data = json.loads(files["AudioData.dat"])
    # The beat is the float32 nearest to 114.461315...
    data["bpmData"] = [{"si": 0, "ei": 5047743, "sb": 0.0, "eb": 114.46131896972656}]
    level, warnings = read_level(files | {"AudioData.dat": json.dumps(data).encode()})
    assert [chart.bpm_events for chart in level.charts] == [(), ()]
    assert warnings == []


def test_two_tempo_tracks_in_version_4_are_named() -> None:
    level = sample_level()
    level = replace(level, charts=(level.charts[0], replace(level.charts[1], bpm_events=())))
    assert any("tempo track of its own" in line for line in write_level(level, 4)[1])
