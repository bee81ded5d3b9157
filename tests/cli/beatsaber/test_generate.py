import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest
import soundfile

from automapper.beatsaber import read_level
from automapper.cli.beatsaber.generate import main
from automapper.files import open_package
from beatsaber.first_light import SONG, first_light
from render import band, steady_beats

EASY = ["--difficulty", "Easy", "--lights", "none"]


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    """Twenty seconds of our own band as a wav."""
    path = tmp_path_factory.mktemp("songs") / "clip.wav"
    sound = band(steady_beats(120.0, 0.2, 20.0)).waveform
    soundfile.write(path, sound.samples.T, sound.sample_rate)
    return path


def one_line(text):
    assert text.count("\n") == 1 and text.startswith("bsa-generate: "), text
    return text


def left_behind(folder):
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_a_song_becomes_a_level_with_picture_ticks_and_report(clip, tmp_path, capsys):
    outputs = {word: tmp_path / f"x.{word}" for word in ("png", "ogg", "json")}
    level = tmp_path / "deep" / "x.zip"
    words = ["--picture", outputs["png"], "--click", outputs["ogg"], "--json", outputs["json"]]
    assert main([str(clip), *EASY, "--output", str(level), *map(str, words)]) == 0
    told = capsys.readouterr().out
    assert "120 BPM" in told and "Easy" in told and str(level) in told
    assert "confidence 99%" in told and "try: " not in told  # nothing is in doubt
    read_level(open_package(level))
    assert json.loads(outputs["json"].read_text(encoding="utf-8"))["bpm"] == 120
    assert outputs["png"].read_bytes()[:4] == b"\x89PNG"
    assert soundfile.info(outputs["ogg"]).duration > 20


def test_nothing_is_overwritten_without_force(clip, tmp_path, capsys):
    level = tmp_path / "x.zip"
    level.write_text("mine", encoding="utf-8")
    assert main([str(clip), *EASY, "--output", str(level)]) == 2
    assert "--force overwrites it" in one_line(capsys.readouterr().err)
    assert level.read_text(encoding="utf-8") == "mine"
    assert main([str(clip), *EASY, "--output", str(level), "--force"]) == 0
    read_level(open_package(level))


def test_the_default_place_is_outputs_by_title(clip, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main([str(clip), *EASY, "--title", "A/B: 君の名は"]) == 0
    assert left_behind(tmp_path) == ["A B 君の名は.zip"]


def test_install_writes_a_folder_into_the_game(clip, tmp_path):
    game = tmp_path / "Beat Saber"
    (game / "Beat Saber_Data").mkdir(parents=True)
    assert main([str(clip), *EASY, "--title", "Clip", "--install", str(game)]) == 0
    folder = game / "Beat Saber_Data" / "CustomLevels" / "Clip"
    read_level(open_package(folder))


def test_install_and_output_write_both(clip, tmp_path):
    game = tmp_path / "Beat Saber"
    (game / "Beat Saber_Data").mkdir(parents=True)
    level = tmp_path / "x.zip"
    words = ["--title", "Clip", "--install", str(game), "--output", str(level)]
    assert main([str(clip), *EASY, *words]) == 0
    read_level(open_package(level))
    read_level(open_package(game / "Beat Saber_Data" / "CustomLevels" / "Clip"))


def test_a_level_given_as_a_song_is_told_apart(tmp_path, capsys):
    assert main([str(tmp_path / "level.zip")]) == 2
    assert "an archive, not a song" in one_line(capsys.readouterr().err)


def test_a_batch_goes_on_after_a_bad_file_and_equals_single_runs(clip, tmp_path, capsys):
    songs = tmp_path / "songs"
    songs.mkdir()
    shutil.copy(clip, songs / "good.wav")
    (songs / "bad.mp3").write_text("no music", encoding="utf-8")
    out = tmp_path / "levels"
    assert main([str(songs), *EASY, "--output", str(out)]) == 1
    captured = capsys.readouterr()
    assert "1 of 2 songs became levels" in captured.out
    assert "good.zip: tempo 120 BPM" in captured.out
    assert "bad.mp3" in captured.err
    alone = tmp_path / "good.zip"
    assert main([str(songs / "good.wav"), *EASY, "--output", str(alone)]) == 0
    assert alone.read_bytes() == (out / "good.zip").read_bytes()


def test_songs_of_one_title_do_not_overwrite_each_other(clip, tmp_path):
    songs = tmp_path / "songs"
    songs.mkdir()
    for name in ("a.wav", "b.wav"):
        shutil.copy(clip, songs / name)
    out = tmp_path / "levels"
    assert main([str(songs), *EASY, "--title", "Same", "--output", str(out)]) == 0
    assert left_behind(out) == ["Same (2).zip", "Same.zip"]


def test_a_stretch_can_be_drawn_again(tmp_path, capsys):
    level = tmp_path / "level.zip"
    first_light().save(level)
    words = ["--reroll", "0:30-0:36", "--from", str(level), "--seed", "4"]
    assert main(words) == 2
    assert "--force" in one_line(capsys.readouterr().err)
    before = level.read_bytes()
    assert main([*words, "--output", str(tmp_path / "new.zip")]) == 0
    assert level.read_bytes() == before != (tmp_path / "new.zip").read_bytes()


def test_reroll_words_that_do_not_fit_are_refused(tmp_path, capsys):
    for words, complaint in (
        (["--reroll", "0:30-0:36"], "needs both"),
        (["--from", "x.zip"], "needs both"),
        (["song.ogg", "--reroll", "0:30-0:36", "--from", "x.zip"], "name no SONG"),
        (["--reroll", "0:30-0:36", "--from", str(tmp_path / "none.zip")], "does not exist"),
        (["--reroll", "9-3", "--from", "x.zip"], "takes a stretch"),
        ([], "name at least one SONG"),
    ):
        assert main(words) == 2
        assert complaint in one_line(capsys.readouterr().err)


def noise(seconds):
    return (0.1 * np.random.default_rng(0).normal(size=int(44100 * seconds))).astype(np.float32)


def wav(path, samples, subtype="FLOAT"):
    soundfile.write(path, samples, 44100, subtype=subtype, format="WAV")


def truncated(path):
    path.write_bytes(SONG.read_bytes()[:400_000])


BAD = {
    "empty": lambda p: p.write_bytes(b""),
    "text": lambda p: p.write_text("hello " * 5000, encoding="utf-8"),
    "truncated": truncated,
    "silence": lambda p: wav(p, np.zeros(44100 * 30, np.float32)),
    "half a second": lambda p: wav(p, noise(0.5)),
    "not numbers": lambda p: wav(p, np.full(44100 * 30, np.nan, np.float32)),
    "a folder without songs": lambda p: p.mkdir(),
    "nothing": lambda p: None,
}


@pytest.mark.parametrize("kind", list(BAD))
@pytest.mark.parametrize("suffix", [".mp3", ".wav"])
def test_what_is_no_song_is_refused_in_one_line_and_leaves_nothing(kind, suffix, tmp_path, capsys):
    song = tmp_path / f"song{suffix}"
    BAD[kind](song)
    out = tmp_path / "out"
    assert main([str(song), "--output", str(out / "level.zip")]) == 2
    assert "song" in one_line(capsys.readouterr().err)
    assert not out.exists() or not left_behind(out)


@pytest.mark.skipif(
    not Path("/dev/full").exists() or not hasattr(os, "geteuid"), reason="needs a full device"
)
def test_a_full_disk_is_told_and_leaves_nothing(clip, tmp_path, capsys, monkeypatch):
    """The level is written through a file whose device is full."""
    real = os.fdopen

    def full(handle, *arguments, **words):
        os.close(handle)
        return Path("/dev/full").open("wb", buffering=0)

    monkeypatch.setattr(os, "fdopen", full)
    code = main([str(clip), *EASY, "--output", str(tmp_path / "level.zip")])
    monkeypatch.setattr(os, "fdopen", real)
    assert code == 2
    assert "level.zip" in one_line(capsys.readouterr().err)
    assert left_behind(tmp_path) == []


def test_a_place_that_cannot_be_written_is_told(clip, tmp_path, capsys):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert main([str(clip), *EASY, "--output", str(tmp_path / "file" / "level.zip")]) == 2
    one_line(capsys.readouterr().err)
    assert left_behind(tmp_path) == ["file"]


@pytest.mark.parametrize("name", ["../evil.dat", "/evil.dat", "a/../../evil.dat", "C:\\evil.dat"])
def test_a_level_with_escaping_names_is_refused(name, tmp_path, capsys):
    level = tmp_path / "level.zip"
    with zipfile.ZipFile(level, "w") as archive:
        archive.writestr("Info.dat", "{}")
        archive.writestr(name, "x")
    out = tmp_path / "out.zip"
    words = ["--reroll", "0:30-0:36", "--from", str(level), "--output", str(out)]
    assert main(words) == 2
    one_line(capsys.readouterr().err)
    assert left_behind(tmp_path) == ["level.zip"]


def test_a_zip_bomb_is_refused(tmp_path, capsys):
    level = tmp_path / "level.zip"
    with zipfile.ZipFile(level, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Info.dat", b"0" * 200_000_000)
    assert main(["--reroll", "0:30-0:36", "--from", str(level), "--force"]) == 2
    one_line(capsys.readouterr().err)


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["--difficulty", "Insane"], "no difficulty"),
        (["--environment", "Moon"], "no environment"),
        (["--nps", "4"], "needs one --difficulty"),
        (["--bpm", "nan"], "--bpm must lie within"),
        (["--offset", "3"], "needs --bpm"),
        (["--cover", "none.png"], "no such picture"),
        (["--click", "c.mp3"], "ends in .ogg"),
        (["--picture", "p.jpg"], "ends in .png"),
        (["--preview", "9999"], "beyond the song's end"),
    ],
)
def test_options_that_do_not_exist_are_refused_in_one_line(
    words, complaint, clip, tmp_path, capsys
):
    out = tmp_path / "level.zip"
    assert main([str(clip), *words, "--output", str(out)]) == 2
    assert complaint in one_line(capsys.readouterr().err)
    assert not out.exists()


def test_unknown_words_end_with_code_2(capsys):
    for words in (["--engine", "neural"], ["--fast"], ["--lights", "disco"]):
        with pytest.raises(SystemExit) as ending:
            main(["song.ogg", *words])
        assert ending.value.code == 2
    assert "disco" in capsys.readouterr().err


def test_the_same_bytes_whatever_hash_seed_and_threads(clip, tmp_path):
    levels = []
    for seed, threads in (("0", "1"), ("1", "2"), ("77", "2")):
        level = tmp_path / f"{seed}.zip"
        program = "import sys; from automapper.cli.beatsaber.generate import main; sys.exit(main())"
        names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
        subprocess.run(
            [sys.executable, "-c", program, str(clip), "--output", str(level)],
            env={**os.environ, "PYTHONHASHSEED": seed, **dict.fromkeys(names, threads)},
            check=True,
            capture_output=True,
        )
        levels.append(level.read_bytes())
    assert levels[0] == levels[1] == levels[2]
