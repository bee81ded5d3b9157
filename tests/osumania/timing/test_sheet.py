import json
from dataclasses import replace

import numpy as np
import pytest
import soundfile

from automapper.errors import AudioError, ConfigError, WeightsError
from automapper.osumania.timing.options import OSU_LEAD_MS, TimingOptions
from automapper.osumania.timing.sheet import TimingSheet, time_song
from automapper.timing import TempoMap
from osumania.timing.timing_songs import pulse_of, sheet_of, steps
from render import band, steady_beats


@pytest.fixture(scope="module")
def song(tmp_path_factory):
    """A song whose first downbeat stands 10 ms after its start."""
    path = tmp_path_factory.mktemp("songs") / "Band - Early.wav"
    made = band(steady_beats(120.0, 0.01, 20.0)).waveform
    soundfile.write(path, made.samples.T, made.sample_rate)
    return path


def test_a_song_is_timed_from_its_file(song):
    sheet = time_song(song)
    assert sheet.name == "Band - Early" and sheet.profile == "steady"
    (point,) = sheet.points
    assert point.bpm == pytest.approx(120.0, abs=0.012)
    assert abs((point.time - 0.01 + 0.25) % 0.5 - 0.25) < 0.003
    assert sheet.main_bpm == point.bpm


def test_a_point_before_the_audio_moves_on_by_whole_bars(song):
    exact = time_song(song).points[0]
    moved = time_song(song, TimingOptions(convention="osu")).points[0]
    bar = exact.meter * 60.0 / exact.bpm
    bars = 1 if exact.time < OSU_LEAD_MS / 1000 else 0
    assert moved.time == pytest.approx(exact.time - OSU_LEAD_MS / 1000 + bars * bar, abs=1e-9)
    assert moved.beat == bars * exact.meter and moved.time >= 0


def test_silence_is_a_sheet_without_points(tmp_path):
    path = tmp_path / "quiet.wav"
    soundfile.write(path, np.zeros(44100 * 5, np.float32), 44100)
    sheet = time_song(path)
    assert sheet.pulse is None and sheet.points == () and sheet.profile == "none"
    record = sheet.record()
    assert record["bpm"] is record["offset_ms"] is record["meter"] is None
    assert sheet.seconds == record["seconds"] == 5.0
    assert record["beats"] == record["timing_points"] == []
    assert record["confidence"] == 0.0 and record["confidences"] == {}
    assert sheet.reasons == ("the audio is silent",)


def test_the_record_is_plain_json_and_its_times_follow_the_convention():
    pulse = pulse_of(steps(120, 150), profile="live")
    late = sheet_of(pulse).record()
    early = sheet_of(pulse, options=TimingOptions(convention="osu", lead_ms=30.0)).record()
    assert json.loads(json.dumps(late)) == late
    assert late["profile"] == "live" and late["lead_ms"] == 0 and early["lead_ms"] == 30
    assert np.array(late["beats"]) - early["beats"] == pytest.approx(0.03, abs=1e-6)
    assert np.array(late["downbeats"]) - early["downbeats"] == pytest.approx(0.03, abs=1e-6)
    assert late["alternatives"] == [{"bpm": 85.0, "confidence": 0.1}]
    sure = late["confidences"]
    assert list(sure) == ["profile", "tempo", "beat", "meter", "bars"]
    assert late["confidence"] == sure["profile"] * sure["tempo"] * sure["beat"] == 0.9


def test_the_main_tempo_is_the_one_that_holds_longest():
    assert sheet_of(pulse_of(steps(120, 150, 90))).main_bpm == pytest.approx(90, abs=0.1)
    assert sheet_of(pulse_of(TempoMap.constant(77))).main_bpm == 77
    assert sheet_of(pulse_of(TempoMap.constant(77), profile="none")).main_bpm is None


def test_tempi_are_those_of_the_points():
    assert sheet_of(pulse_of(steps(120, 150), profile="live")).tempi == (120.0, 150.0)
    assert sheet_of(pulse_of(TempoMap.constant(90))).tempi == (90.0,)


def test_what_only_leads_to_the_next_tempo_is_none():
    sheet = sheet_of(pulse_of(steps(120, 150), profile="live"))
    first, second = sheet.points
    between = replace(first, bpm=230.0, time=second.time - 0.5, beat=second.beat - 2)
    assert replace(sheet, points=(first, between, second)).tempi == (120.0, 150.0)
    assert replace(sheet, points=(between,)).tempi == (230.0,)


def test_reasons_are_those_of_the_ear():
    heard = ("the tempo moves", "bars of 4 beats")
    assert sheet_of(replace(pulse_of(steps(120, 150)), reasons=heard)).reasons == heard


def test_the_text_has_a_head_and_a_line_for_each_point():
    sheet: TimingSheet = sheet_of(pulse_of(TempoMap.constant(120, 1)))
    lines = sheet.text().splitlines()
    assert "# profile: steady" in lines and "# convention: exact" in lines
    assert lines[-2:] == ["# time_ms\tbpm\tmeter\tbeat", "1000.0\t120.0\t4\t0"]


def test_the_confidence_of_a_given_tempo_is_a_word_for_people_and_a_number_for_programs():
    given = sheet_of(pulse_of(TempoMap.constant(120)), options=TimingOptions(bpm=120.0))
    heard = sheet_of(pulse_of(TempoMap.constant(120)))
    assert (given.confidence, heard.confidence) == ("given", "90%")
    assert "# confidence: given" in given.text() and "# confidence: 0.9" in heard.text()
    assert given.record()["confidence"] == 0.9
    nothing = sheet_of(pulse_of(TempoMap.constant(120), profile="none"))
    assert nothing.confidence == "0%"


@pytest.mark.parametrize(
    "words", [{"octave": "half"}, {"bpm_range": (80.0, 160.0)}, {"profile": "live"}]
)
def test_a_given_tempo_leaves_nothing_to_say_about_what_is_heard(words):
    with pytest.raises(ConfigError, match="about a tempo that is heard: leave it out with --bpm"):
        TimingOptions(bpm=120.0, **words)
    assert TimingOptions(**words) and TimingOptions(bpm=120.0, profile="steady", meter=3)


@pytest.mark.parametrize("lead", [-1.0, 1001.0, float("nan"), float("inf")])
def test_a_lead_that_cannot_be_meant_is_refused(lead):
    with pytest.raises(ConfigError, match="a lead is 0 to 1000 ms"):
        TimingOptions(lead_ms=lead)


def test_what_cannot_be_heard_is_an_error_of_its_kind(song, tmp_path):
    with pytest.raises(AudioError, match="no such audio file"):
        time_song(tmp_path / "none.wav")
    with pytest.raises(WeightsError, match="not shipped"):
        time_song(song, TimingOptions(source="beatnet"))
    with pytest.raises(ConfigError, match="a metre has 2 to 7"):
        time_song(song, TimingOptions(meter=1))


def test_beats_of_the_record_skip_rests_and_points_do_not():
    pulse = replace(pulse_of(TempoMap.constant(120, 0.5)), rests=((20.0, 30.0),))
    record = sheet_of(pulse).record()
    assert record["rests"] == [[20.0, 30.0]]
    for name, whole in (("beats", pulse.beats), ("downbeats", pulse.downbeats)):
        assert record[name] == [time for time in whole.tolist() if not 20.0 <= time < 30.0]
    assert len(record["timing_points"]) == 1
