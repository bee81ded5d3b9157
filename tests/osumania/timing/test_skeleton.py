import json
import zipfile
from fractions import Fraction
from io import BytesIO

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from audio.sound_files import encoded, music
from automapper.chart import Song
from automapper.ear.redlines import TempoMark
from automapper.errors import FormatError
from automapper.osumania.formats.osu import read_chart
from automapper.osumania.formats.stepmania import read_simfile
from automapper.osumania.model import Greenline
from automapper.osumania.timing.skeleton import (
    FORMATS,
    UNKNOWN,
    latin,
    skeleton_chart,
    tempo_map_of,
    timing_bytes,
)
from automapper.timing import TempoMap
from osumania.timing.timing_songs import pulse_of, sheet_of, steps

STEADY = TempoMap.constant(174.2, Fraction("0.1234567"))


@pytest.fixture
def steady(tmp_path):
    path = tmp_path / "song.wav"
    soundfile.write(path, np.random.default_rng(0).normal(size=44100 * 5) / 20, 44100)
    return sheet_of(pulse_of(STEADY), path)


def read(data):
    chart, warnings = read_chart(data, "x.osu")
    assert warnings == []
    return chart


def test_every_format_says_the_same(steady):
    files = {kind: timing_bytes(steady, kind) for kind in FORMATS}
    assert files == {kind: timing_bytes(steady, kind) for kind in FORMATS}
    (point,) = json.loads(files["json"])["timing_points"]
    assert point == {"time_ms": 123.457, "bpm": 174.2, "meter": 4, "beat": 0}
    (red,) = read(files["osu"]).redlines
    assert red.time == 123 and float(red.bpm) == pytest.approx(174.2, abs=1e-9)
    rows = [line for line in files["txt"].decode().splitlines() if not line.startswith("#")]
    assert rows == ["123.457\t174.2\t4\t0"]
    ((simfile,), _) = read_simfile(files["sm"], "x.sm")
    assert float(simfile.chart.redlines[0].time) == pytest.approx(123.457, abs=1e-3)
    assert float(simfile.chart.redlines[0].bpm) == pytest.approx(174.2)
    with zipfile.ZipFile(BytesIO(files["osz"])) as archive:
        names = archive.namelist()
        (name,) = [entry for entry in names if entry.endswith(".osu")]
        chart = read(archive.read(name))
        assert chart.audio in names and len(names) == 2
        assert archive.read(chart.audio)[:4] == b"OggS"
    assert chart.redlines == (red,)


@pytest.mark.parametrize(
    ("codec", "container", "name"),
    [
        ("libmp3lame", "mp3", "audio.mp3"),
        ("aac", "adts", "audio.ogg"),
        ("flac", "flac", "audio.ogg"),
    ],
)
def test_a_package_holds_sound_that_the_game_plays(codec, container, name, tmp_path):
    """MP3 goes in untouched whatever the file is called."""
    path = tmp_path / "song.bin"
    path.write_bytes(encoded(music(5.0), 44100, codec, container))
    data = timing_bytes(sheet_of(pulse_of(STEADY), path), "osz")
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert name in archive.namelist()
        assert (archive.read(name) == path.read_bytes()) == (name == "audio.mp3")
        chart = next(entry for entry in archive.namelist() if entry.endswith(".osu"))
        assert read(archive.read(chart)).audio == name


def test_a_sound_that_cannot_be_read_is_told(tmp_path):
    with pytest.raises(FormatError, match=r"gone\.mp3: cannot be read"):
        timing_bytes(sheet_of(pulse_of(STEADY), tmp_path / "gone.mp3"), "osz")


def test_a_player_can_read_and_type_the_words():
    chart = read(timing_bytes(sheet_of(pulse_of(STEADY)), "osu"))
    assert (chart.words.song.title, chart.words.song.artist) == ("Sang", "Artist")
    assert (chart.words.title_unicode, chart.words.artist_unicode) == ("Sång", "Ärtist")
    nameless = sheet_of(pulse_of(STEADY), song=Song(title="東方"))
    chart = read(timing_bytes(nameless, "osu"))
    assert (chart.words.song.title, chart.words.title_unicode) == (UNKNOWN, "東方")
    assert chart.words.song.artist == chart.words.artist_unicode == UNKNOWN


@given(st.text(max_size=30))
def test_latin_words_are_ascii_and_never_empty(text):
    assert latin(text).isascii() and any(letter.isalnum() for letter in latin(text))


def test_the_preview_is_the_chorus_on_a_bar_line():
    preview = skeleton_chart(sheet_of(pulse_of(STEADY))).preview
    bars = 1000 * pulse_of(STEADY).downbeats
    assert 29_900 <= preview <= 32_000 and np.abs(bars - preview).min() <= 0.5


def test_the_scroll_keeps_its_speed_where_the_tempo_changes():
    chart = read(timing_bytes(sheet_of(pulse_of(steps(120, 150, 100), profile="live")), "osu"))
    greens = [point for point in chart.points if isinstance(point, Greenline)]
    assert len(chart.redlines) == len(greens) == 3
    speeds = [
        float(red.bpm * green.velocity) for red, green in zip(chart.redlines, greens, strict=True)
    ]
    assert speeds == pytest.approx([100.0] * 3, abs=0.01)  # 100 bpm holds longest
    assert not any(
        isinstance(point, Greenline) for point in skeleton_chart(sheet_of(pulse_of(STEADY))).points
    )


def test_a_step_inside_a_bar_hides_its_bar_line():
    pulse = pulse_of(steps(120, 150, beats=34), profile="live")
    chart = read(timing_bytes(sheet_of(pulse), "osu"))
    assert [red.omit_barline for red in chart.redlines] == [False, True, False]
    assert float(chart.redlines[2].time - chart.redlines[1].time) == pytest.approx(800, abs=1)


def test_without_a_pulse_files_hold_no_timing():
    nothing = sheet_of(pulse_of(STEADY, profile="none"))
    assert read(timing_bytes(nothing, "osu")).points == ()
    assert json.loads(timing_bytes(nothing, "json"))["timing_points"] == []
    assert read_simfile(timing_bytes(nothing, "sm"), "x.sm")


@settings(max_examples=60, deadline=None)
@given(
    bpm=st.floats(60, 220),
    bars=st.integers(4, 40),
    beside=st.floats(-0.5, 0.5),
    further=st.integers(-3, 3),
)
def test_a_pulse_that_returns_beside_the_beat_moves_no_beat_before(bpm, bars, beside, further):
    """The .sm's tempo is the point's own until the last bars before the pulse returns."""
    bpm, beats = round(bpm, 3), 4 * bars + 20
    returned = TempoMark(1 + (beats + beside + further) * 60 / bpm, 100.0, 4, beats)
    tempo_map = tempo_map_of((TempoMark(1.0, bpm, 4, 0), returned))
    for beat in range(4 * bars):
        near = 1e-6 if abs(beside + further) * 60 / bpm > 0.0181 else 0.0181
        assert float(tempo_map.seconds(beat)) == pytest.approx(1 + beat * 60 / bpm, abs=near)
    assert float(tempo_map.seconds(beats)) == pytest.approx(returned.time, abs=1e-6)
    assert float(tempo_map.points[-1].bpm) == 100 and all(p.bpm > 0 for p in tempo_map.points)


@pytest.mark.parametrize("step", [58, 59, 60])
def test_a_step_inside_a_bar_is_drawn_where_it_was_played(step):
    """Redlines stand on bar lines; a .sm can step on any beat."""
    played = {beat: 1 + min(beat, step) * 0.5 + max(beat - step, 0) * 0.4 for beat in range(100)}
    marks = (TempoMark(1.0, 120.0, 4, 0), TempoMark(played[60], 150.0, 4, 60))
    tempo_map = tempo_map_of(marks, played)
    for beat, time in played.items():
        assert float(tempo_map.seconds(beat)) == pytest.approx(time, abs=1e-6)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 40), st.floats(0.2, 1.2)), min_size=1, max_size=8),
    st.floats(0.0, 5.0),
)
def test_timing_points_joined_stand_on_their_beats(gaps, start):
    """However the points' own tempi miss each other, the map passes through every point."""
    marks, beat, time = [], 0, start
    for count, gap in gaps:
        marks.append(TempoMark(time, 60.0 / gap, 4, beat))
        beat, time = beat + count, time + count * gap * 1.001
    tempo_map = tempo_map_of(tuple(marks))
    for mark in marks:
        assert float(tempo_map.seconds(mark.beat)) == pytest.approx(mark.time, abs=1e-6)
    assert float(tempo_map.points[-1].bpm) == pytest.approx(marks[-1].bpm, abs=1e-6)
