"""The door as a user sees it: our own band in, files out, judged by reading them back."""

import json
import os
import shutil
import subprocess
import sys
import zipfile

import numpy as np
import pytest
import soundfile

from automapper.cli.osumania.timing import main
from automapper.osumania.formats.osu import read_chart
from automapper.osumania.model import Greenline
from render import band, steady_beats, stepped_beats
from unread_door import unread

BPM, OFFSET = 127.5, 0.35


def sound(path, beats, meter=4):
    made = band(beats, meter=meter).waveform
    soundfile.write(path, made.samples.T, made.sample_rate)
    return path


@pytest.fixture(scope="module")
def clips(tmp_path_factory):
    """Twenty seconds of one tempo, in four and in three, a minute that steps, and noise."""
    folder = tmp_path_factory.mktemp("clips")
    sound(folder / "steady.wav", steady_beats(BPM, OFFSET, 22.0))
    sound(folder / "waltz.wav", steady_beats(150.0, 0.6, 25.0), meter=3)
    sound(folder / "steps.wav", stepped_beats([(120.0, 48), (150.0, 48)], 0.5))
    noise = 0.1 * np.random.default_rng(0).normal(size=22050 * 20)
    soundfile.write(folder / "noise.wav", noise.astype(np.float32), 22050)
    return folder


@pytest.fixture
def song(clips, tmp_path):
    """A copy beside which files may be written."""
    return shutil.copy(clips / "steady.wav", tmp_path / "steady.wav")


def chart_of(path):
    chart, warnings = read_chart(path.read_bytes(), path.name)
    assert warnings == []
    return chart


def one_line(text):
    assert text.count("\n") == 1 and text.startswith("osu-timing: "), text
    return text


def left_behind(folder):
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_a_song_gets_a_table_and_a_map_beside_it(song, tmp_path, capsys):
    assert main([str(song)]) == 0
    told = capsys.readouterr().out
    for word in ("127.5 bpm", "4 beats a bar", "steady", "confidence", "exact", "steady.osu"):
        assert word in told
    chart = chart_of(tmp_path / "steady.osu")
    (red,) = chart.redlines
    assert abs(float(red.bpm) / BPM - 1) < 1e-4
    assert abs(float(red.time) - 1000 * OFFSET) <= 3
    assert red.meter == 4 and red.time.denominator == 1
    assert chart.keys == 4 and chart.notes == () and chart.audio == "steady.wav"
    assert chart.words.song.title == "steady" and chart.preview >= 0
    assert told.count("osu! plays MP3 and Ogg Vorbis only: --format osz packs this song") == 1
    assert left_behind(tmp_path) == ["steady.osu", "steady.wav"]
    package = tmp_path / "x.osz"
    assert main([str(song), "-o", str(package)]) == 0
    assert "osu! plays" not in capsys.readouterr().out
    with zipfile.ZipFile(package) as archive:
        (packed,) = [name for name in archive.namelist() if not name.endswith(".osu")]
        archive.extract(packed, tmp_path)
    assert main([str(tmp_path / packed)]) == 0
    assert "osu! plays" not in capsys.readouterr().out


def test_a_song_that_begins_late_is_counted_from_its_first_bar(clips, tmp_path):
    plain, rate = soundfile.read(clips / "steady.wav", dtype="float32")
    song = tmp_path / "late.wav"
    soundfile.write(song, np.concatenate([np.zeros(10 * rate, np.float32), plain]), rate)
    out = tmp_path / "late.json"
    for words in ([], ["--bpm", "127.5"]):
        assert main([str(song), "-o", str(out), "--force", *words]) == 0
        record = json.loads(out.read_text(encoding="utf-8"))
        assert record["offset_ms"] == pytest.approx(10_350, abs=3)
        assert record["timing_points"][0]["time_ms"] == record["offset_ms"]


def test_the_osu_convention_stands_earlier(song, tmp_path, capsys):
    out = tmp_path / "x.json"
    assert main([str(song), "-o", str(out), "--convention", "osu"]) == 0
    record = json.loads(out.read_text(encoding="utf-8"))
    assert record["convention"] == "osu" and record["lead_ms"] == 22
    assert record["offset_ms"] == pytest.approx(1000 * OFFSET - 22, abs=3)
    assert record["downbeats"][0] == pytest.approx(record["offset_ms"] / 1000, abs=1e-5)
    assert "22 ms before the audio's attacks" in capsys.readouterr().out
    assert main([str(song), "--convention", "osu", "--osu-lead", "40"]) == 0
    assert abs(float(chart_of(tmp_path / "steady.osu").redlines[0].time) - 310) <= 3


def test_the_record_has_the_fields_that_are_promised(song, capsys):
    capsys.readouterr()
    assert main([str(song), "--format", "json", "-o", "-"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["profile"] == "steady" and 0.6 < record["confidence"] <= 1
    assert record["convention"] == "exact" and record["lead_ms"] == 0
    assert record["bpm"] == pytest.approx(BPM, abs=0.01) and record["meter"] == 4
    assert set(record["downbeats"]) < set(record["beats"])
    beats = np.array(record["beats"])
    truth = steady_beats(BPM, OFFSET, 22.0)
    near = beats[np.abs(beats[:, None] - truth).argmin(axis=0)]
    assert np.abs(near - truth).max() < 0.003
    assert [set(point) for point in record["timing_points"]] == [
        {"time_ms", "bpm", "meter", "beat"}
    ]
    assert record["timing_points"][0]["beat"] == 0
    for word in ("format", "generator", "audio", "title", "artist", "seconds", "reasons"):
        assert word in record


def test_a_tempo_step_gets_points_that_keep_every_beat(clips, tmp_path, capsys):
    out = tmp_path / "steps.osu"
    assert main([str(clips / "steps.wav"), "-o", str(out), "--metre", "4"]) == 0
    chart = chart_of(out)
    reds = chart.redlines
    bpms = [float(red.bpm) for red in reds]
    told = capsys.readouterr().out
    assert len(reds) == 2 and "timing points" in told
    low, high = (float(bpm) for bpm in told.partition(" bpm,")[0].split()[-1].split("-"))
    assert (low, high) == pytest.approx((min(bpms), max(bpms)), abs=0.01)
    assert "the tempo steps" in " ".join(told.split())
    truth = 1000 * stepped_beats([(120.0, 48), (150.0, 48)], 0.5)
    starts = np.array([float(red.time) for red in reds])
    gaps = np.array([float(red.beat_length) for red in reds])
    own = np.maximum(np.searchsorted(starts, truth + 5, side="right") - 1, 0)
    off = (truth - starts[own]) / gaps[own]
    assert np.percentile(np.abs(off - np.round(off)) * gaps[own], 95) <= 10
    greens = [point for point in chart.points if isinstance(point, Greenline)]
    assert [green.time for green in greens] == [red.time for red in reds]
    scrolls = {
        round(float(red.bpm * green.velocity), 2) for red, green in zip(reds, greens, strict=True)
    }
    assert len(scrolls) == 1  # the same on screen throughout


def test_what_is_known_of_the_music_is_believed(clips, tmp_path):
    def points(name, *words):
        out = tmp_path / "x.json"
        assert main([str(clips / name), "-o", str(out), "--force", *words]) == 0
        return json.loads(out.read_text(encoding="utf-8"))["timing_points"]

    assert points("waltz.wav")[0]["meter"] == 3
    half = points("steady.wav", "--octave", "half", "--metre", "5")[0]
    assert half["bpm"] == pytest.approx(BPM / 2, rel=1e-3) and half["meter"] == 5
    low = points("steady.wav", "--bpm-range", "50", "80")[0]["bpm"]
    assert low == pytest.approx(BPM / 2, rel=1e-3)
    assert len(points("steps.wav", "--profile", "steady")) == 1
    (given,) = points("steady.wav", "--bpm", "127.5")
    late = (given["time_ms"] / 1000 - OFFSET) % (60 / BPM)
    assert given["bpm"] == 127.5 and min(late, 60 / BPM - late) < 0.003
    (placed,) = points("steady.wav", "--bpm", "120", "--offset", "130", "--convention", "osu")
    assert placed["bpm"] == 120 and placed["time_ms"] % 500 == pytest.approx(130, abs=0.01)


def test_nothing_is_overwritten_without_force(song, tmp_path, capsys):
    (tmp_path / "steady.osu").write_text("mine", encoding="utf-8")
    assert main([str(song)]) == 2
    assert "--force overwrites it" in one_line(capsys.readouterr().err)
    assert (tmp_path / "steady.osu").read_text(encoding="utf-8") == "mine"
    assert main([str(song), "--force"]) == 0
    assert chart_of(tmp_path / "steady.osu").redlines


@pytest.mark.parametrize("kind", ["osu", "json"])
def test_without_a_pulse_nothing_is_written_unless_forced(kind, clips, tmp_path, capsys):
    quiet = tmp_path / "quiet.wav"
    soundfile.write(quiet, np.zeros(22050 * 10, np.float32), 22050)
    for source in (quiet, clips / "noise.wav"):
        out = tmp_path / f"{source.stem}.{kind}"
        assert main([str(source), "-o", str(out)]) == 3
        told = one_line(capsys.readouterr().err)
        assert "no pulse" in told and "nothing was written" in told and "--force" in told
        assert not out.exists()
        assert main([str(source), "-o", str(out), "--force"]) == 0
        if kind == "osu":
            assert chart_of(out).points == ()
        if kind == "json":
            record = json.loads(out.read_text(encoding="utf-8"))
            assert record["profile"] == "none" and record["confidence"] == 0
            assert record["beats"] == record["downbeats"] == record["timing_points"] == []
        capsys.readouterr()


@pytest.mark.parametrize("kind", ["quiet", "noise"])
def test_what_is_forced_of_a_song_without_a_pulse_is_written_whole(kind, clips, tmp_path):
    quiet = tmp_path / "quiet.wav"
    soundfile.write(quiet, np.zeros((22050 * 10, 2), np.float32), 22050)
    song = {"quiet": quiet, "noise": clips / "noise.wav"}[kind]
    out, wav, ogg, png = (tmp_path / name for name in ("x.osz", "x.wav", "x.ogg", "x.png"))
    for click in (wav, ogg):
        words = ["-o", str(out), "--click", str(click), "--plot", str(png), "--force"]
        assert main([str(song), *words]) == 0
    with zipfile.ZipFile(out) as archive:
        names = archive.namelist()
        (chart,) = [read_chart(archive.read(n), n)[0] for n in names if n.endswith(".osu")]
        assert chart.points == () and chart.audio in names
    plain, _ = soundfile.read(song, dtype="float32")
    heard, _ = soundfile.read(wav, dtype="float32")
    assert np.abs(heard - plain).max() < 1e-4  # the song itself, to 16 bits
    assert soundfile.info(ogg).duration == pytest.approx(10 if kind == "quiet" else 20, abs=0.01)
    assert png.read_bytes()[:4] == b"\x89PNG"


def test_a_batch_goes_on_after_bad_files_and_equals_single_runs(clips, tmp_path, capsys):
    songs = tmp_path / "songs"
    songs.mkdir()
    for name in ("steady.wav", "noise.wav"):
        shutil.copy(clips / name, songs / name)
    shutil.copy(clips / "waltz.wav", songs / "steady.flac")  # of one name with another
    (songs / "bad.mp3").write_text("no music", encoding="utf-8")
    one, two = tmp_path / "one", tmp_path / "two"
    assert main([str(songs), "-o", str(one)]) == 1
    captured = capsys.readouterr()
    assert "2 of 4 songs were timed, 1 without a pulse, 1 failed" in captured.out
    assert f"steady.flac -> {one / 'steady.osu'}: 150 bpm, offset" in captured.out
    assert f"steady.wav -> {one / 'steady (2).osu'}: 127.5 bpm, offset" in captured.out
    failed = [line for line in captured.err.splitlines() if line.startswith("osu-timing: ")]
    assert ["bad.mp3" in line or "noise.wav" in line for line in failed] == [True, True]
    assert left_behind(one) == ["steady (2).osu", "steady.osu"]
    assert main([str(songs), "-o", str(two), "--jobs", "2"]) == 1
    assert [(two / name).read_bytes() for name in left_behind(one)] == [
        (one / name).read_bytes() for name in left_behind(one)
    ]
    alone = tmp_path / "alone.osu"
    assert main([str(songs / "steady.wav"), "-o", str(alone)]) == 0
    assert alone.read_bytes() == (one / "steady (2).osu").read_bytes()


STILL = ("noise", "hush")


@pytest.mark.parametrize(
    ("names", "words", "code"),
    [
        (["steady", "waltz"], [], 0),
        (["steady", "bad"], [], 1),
        (["noise", "bad"], [], 1),
        (["bad", "gone"], [], 2),
        (["steady", "noise"], [], 3),
        (["noise", "hush"], [], 3),
        (["steady", "noise"], ["--force"], 0),
    ],
)
def test_the_exit_code_of_a_batch_tells_failures_from_songs_without_a_pulse(
    names, words, code, clips, tmp_path, capsys
):
    (tmp_path / "bad.wav").write_text("no music", encoding="utf-8")
    shutil.copy(clips / "noise.wav", tmp_path / "hush.wav")
    songs = [clips / f"{name}.wav" for name in names]
    songs = [str(song if song.exists() else tmp_path / song.name) for song in songs]
    assert main([*songs, "-o", str(tmp_path / "out"), *words]) == code
    told = capsys.readouterr()
    assert told.err.count("osu-timing: ") == len(
        [name for name in names if name in ("bad", "gone") or (name in STILL and not words)]
    )


def test_a_batch_says_of_which_songs_it_is_not_sure_and_what_to_do(clips, tmp_path, capsys):
    unlikely = ["--source", "none", "--bpm-range", "20", "31"]
    songs = [str(clips / "steady.wav"), str(clips / "waltz.wav")]
    assert main([*songs, "-o", str(tmp_path / "out"), *unlikely]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.endswith("; not sure") for line in lines[:2]] == [True, True]
    assert lines[-2].startswith("not sure: time such a song by itself with --click")
    assert lines[-1].startswith("osu! plays MP3 and Ogg Vorbis only: --format osz packs songs of")


def test_clicks_and_picture_show_the_beats(song, tmp_path):
    wav, ogg, png = (tmp_path / f"x.{kind}" for kind in ("wav", "ogg", "png"))
    assert main([str(song), "--click", str(wav), "--plot", str(png)]) == 0
    first = png.read_bytes()
    assert first[:4] == b"\x89PNG"
    assert main([str(song), "--click", str(ogg), "--plot", str(png), "--force"]) == 0
    assert png.read_bytes() == first
    plain, rate = soundfile.read(song, dtype="float32")
    clicked, _ = soundfile.read(wav, dtype="float32")
    added = np.abs(clicked - 0.6 * plain)
    loud = np.flatnonzero(added > 0.05)
    starts = loud[np.flatnonzero(np.diff(loud, prepend=-rate) > rate // 10)] / rate
    truth = steady_beats(BPM, OFFSET, 22.0)
    assert np.abs(starts[: len(truth)] - truth).max() < 0.004
    assert soundfile.info(ogg).duration == pytest.approx(len(plain) / rate, abs=0.01)


def truncated(path, clip):
    path.write_bytes(clip.read_bytes()[:100_000])


BAD = {
    "empty": lambda p, c: p.write_bytes(b""),
    "text": lambda p, c: p.write_text("hello " * 5000, encoding="utf-8"),
    "truncated": truncated,
    "half a second": lambda p, c: soundfile.write(p, np.ones(22050) / 9, 44100, format="WAV"),
    "not numbers": lambda p, c: soundfile.write(
        p, np.full(441000, np.nan, np.float32), 44100, subtype="FLOAT", format="WAV"
    ),
    "a folder without songs": lambda p, c: p.mkdir(),
    "nothing": lambda p, c: None,
}


@pytest.mark.parametrize("kind", list(BAD))
def test_what_is_no_song_is_refused_in_one_line_and_leaves_nothing(kind, clips, tmp_path, capsys):
    path = tmp_path / "song.wav"
    BAD[kind](path, clips / "steady.wav")
    assert main([str(path), "-o", str(tmp_path / "out" / "x.osu")]) == 2
    assert "song" in one_line(capsys.readouterr().err)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["--offset", "30"], "--offset needs --bpm"),
        (["--bpm", "nan"], "bpm must be 10 to 1000"),
        (["--bpm", "120", "--offset", "inf"], "the offset must be a number"),
        (["--metre", "9"], "a metre has 2 to 7"),
        (["--bpm", "120", "--octave", "half"], "--octave is about a tempo that is heard"),
        (["--bpm", "120", "--bpm-range", "90", "130"], "--bpm-range is about a tempo"),
        (["--bpm", "120", "--profile", "live"], "--profile live is about a tempo"),
        (["--bpm-range", "200", "100"], "a bpm range goes up"),
        (["--osu-lead", "nan"], "a lead is 0 to 1000 ms"),
        (["--jobs", "0"], "--jobs takes 1 to 61"),
        (["--source", "beatnet"], "scripts/fetch_beatnet.py"),
        (["--source", "beatthis"], "--checkpoint"),
        (["--source", "none", "--device", "cuda"], "device cuda: is for a net"),
        (["--source", "beatnet", "--checkpoint", "none.onnx"], "no such file of weights"),
        (["--checkpoint", "x.onnx"], "--checkpoint needs --source"),
        (["--click", "x.mp3"], "ends in .ogg, .wav, .flac"),
        (["--plot", "x.jpg"], "ends in .png"),
        (["-o", "x.sm", "--format", "osu"], "does not fit"),
        (["-o", "-", "--format", "osz"], "name a file"),
    ],
)
def test_words_that_do_not_fit_are_refused_in_one_line(words, complaint, song, tmp_path, capsys):
    assert main([str(song), *words]) == 2
    assert complaint in one_line(capsys.readouterr().err)
    assert left_behind(tmp_path) == ["steady.wav"]


def test_batches_need_a_folder_and_archives_are_told_apart(song, tmp_path, capsys):
    other = tmp_path / "other.wav"
    shutil.copy(song, other)
    for words, complaint in (
        ([str(song), str(other), "-o", "x.osu"], "several songs need a folder"),
        ([str(song), str(other), "--click", "x.wav"], "for one song"),
        (["set.osz"], "an archive, not a song"),
        ([str(song), str(other), "--source", "beatnet"], "scripts/fetch_beatnet.py"),
    ):
        assert main(words) == 2
        assert complaint in one_line(capsys.readouterr().err)


@pytest.mark.parametrize("name", ["", " "])
def test_an_empty_name_is_not_the_folder_one_is_in(name, clips, monkeypatch, capsys):
    monkeypatch.chdir(clips)
    with pytest.raises(SystemExit, match="2"):
        main([name])
    assert "argument AUDIO: the name is empty" in one_line(capsys.readouterr().err)


def test_a_place_that_cannot_be_written_is_told(song, tmp_path, capsys):
    assert main([str(song), "-o", str(song) + "/x.osu"]) == 2
    one_line(capsys.readouterr().err)
    assert left_behind(tmp_path) == ["steady.wav"]


def test_a_reader_that_leaves_early_is_no_error(song, tmp_path):
    assert unread("osumania.timing", str(song)) == (0, b"")
    assert (tmp_path / "steady.osu").exists()


def test_a_batch_is_timed_to_its_end_without_a_reader(clips, tmp_path):
    songs = tmp_path / "songs"
    songs.mkdir()
    for name in ("steady.wav", "waltz.wav"):
        shutil.copy(clips / name, songs / name)
    (songs / "bad.mp3").write_text("no music", encoding="utf-8")
    code, said = unread("osumania.timing", str(songs), "-o", f"{tmp_path}/timed/")
    assert (code, said.count(b"\n"), b"bad.mp3" in said) == (1, 1, True)
    assert left_behind(tmp_path / "timed") == ["steady.osu", "waltz.osu"]


def test_the_same_bytes_whatever_hash_seed_and_threads(song, tmp_path):
    files = []
    for seed, threads in (("0", "1"), ("7", "2")):
        out = tmp_path / f"{seed}.json"
        program = "import sys; from automapper.cli.osumania.timing import main; sys.exit(main())"
        names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
        subprocess.run(
            [sys.executable, "-c", program, str(song), "-o", str(out)],
            env={**os.environ, "PYTHONHASHSEED": seed, **dict.fromkeys(names, threads)},
            check=True,
            capture_output=True,
        )
        files.append(out.read_bytes())
    assert files[0] == files[1]
