"""The door: what it prints, and its exit codes."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import soundfile
from PIL import Image

from automapper.chart import Severity, Song
from automapper.cli.osumania.check import main
from automapper.errors import FormatError
from automapper.osumania.checks.report import check_path
from automapper.osumania.model import Chart, Mapset, Note, Redline, Words
from automapper.osumania.write import save_mapset, write_mapset
from unread_door import unread

NOTES = tuple(Note(Fraction(1000 + 400 * beat), (0, 2, 1, 3)[beat % 4]) for beat in range(100))
GOOD = Chart(
    notes=NOTES,
    points=(Redline(Fraction(1000), Fraction(400)),),
    words=Words(Song("[Good] song", "", "A band", "A mapper"), version="Normal"),
    audio="audio.mp3",
    preview=10_000,
    hp=Fraction(7),
    od=Fraction(7),
    background="bg.png",
)
BAD = replace(GOOD, notes=(*NOTES, replace(NOTES[-1], column=NOTES[-1].column)))


def hard(chart: Chart, name: str = "4K Hard") -> Chart:
    return replace(chart, words=replace(chart.words, version=name))


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    """A sound of 42 s at 160 kbps, and a picture."""
    silence = np.zeros(42 * 32_000, dtype=np.float32)
    sound, picture = io.BytesIO(), io.BytesIO()
    how = {"format": "MP3", "bitrate_mode": "CONSTANT", "compression_level": 0.5}
    soundfile.write(sound, silence, 32_000, **how)
    Image.new("RGB", (640, 480)).save(picture, "PNG")
    return {"audio.mp3": sound.getvalue(), "bg.png": picture.getvalue()}


def save(path: Path, files: dict[str, bytes], *charts: Chart) -> Path:
    named = tuple((f"{index}.osu", chart) for index, chart in enumerate(charts))
    save_mapset(path, Mapset(named, tuple(sorted(files.items()))))
    return path


@pytest.mark.parametrize("preset", ["ranking", "default", "play"])
def test_a_good_mapset_has_no_issues(tmp_path: Path, capsys, files, preset: str) -> None:
    path = save(tmp_path / "good.osz", files, GOOD, hard(GOOD))
    assert main([str(path), "--preset", preset]) == 0
    out = capsys.readouterr().out
    assert f"0 errors, 0 warnings ({preset})" in out
    assert "A band - [Good] song" in out and "4K Hard" in out


@pytest.mark.parametrize(
    ("data", "what"),
    [(b"", "is empty"), (b"osu file format v14\r\n", "holds nothing but its first line")],
)
def test_a_file_without_anything_is_one_line(tmp_path: Path, capsys, data, what: str) -> None:
    path = tmp_path / "a.osu"
    path.write_bytes(data)
    assert main([str(path)]) == 2
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", f"osu-check: a.osu: {what}\n")


def test_a_bad_chart_is_told_with_place_what_and_why(tmp_path: Path, capsys, files) -> None:
    assert main([str(save(tmp_path / "bad.osz", files, BAD))]) == 1
    out = capsys.readouterr().out
    assert "E column-busy (1): one key cannot be pressed twice at once" in out
    assert "00:40:600 (40600|3)  pressed again before it is released" in out


def test_a_column_without_a_time_is_named(tmp_path: Path, capsys, files) -> None:
    three = replace(GOOD, notes=tuple(note for note in NOTES if note.column != 2))
    assert main([str(save(tmp_path / "bad.osz", files, three))]) == 1
    assert "column 2  no note in it" in capsys.readouterr().out


def test_folders_and_single_charts_are_maps_too(tmp_path: Path, capsys, files) -> None:
    assert main([str(save(tmp_path / "folder", files, GOOD))]) == 0
    chart = tmp_path / "alone.osu"
    chart.write_bytes(write_mapset(Mapset((("alone.osu", GOOD),)))["alone.osu"])
    assert main([str(chart), "--preset", "ranking"]) == 0
    assert capsys.readouterr().err == ""


def test_json_is_complete_and_stable(tmp_path: Path, capsys, files) -> None:
    path = save(tmp_path / "bad.osz", files, BAD, hard(GOOD))
    assert main([str(path), "--json"]) == 1
    first = capsys.readouterr().out
    whole = json.loads(first)
    assert list(whole) == ["version", "maps"] and whole["version"] == 1
    (record,) = whole["maps"]
    assert list(record) == [
        "path",
        "title",
        "preset",
        "errors",
        "warnings",
        "reading",
        "charts",
        "issues",
    ]
    assert [one["part"] for one in record["charts"]] == ["Normal", "4K Hard"]
    assert list(record["charts"][0]) == [
        *("part", "difficulty", "errors", "warnings", "keys", "notes", "holds", "nps"),
        *("stars", "seconds", "bpm", "hp", "od"),
    ]
    (issue,) = [one for one in record["issues"] if one["severity"] == "error"]
    assert issue == {
        "severity": "error",
        "check": "column-busy",
        "part": "Normal",
        "seconds": 40.6,
        "what": "pressed again before it is released",
        "why": "one key cannot be pressed twice at once",
        "columns": [3],
        "editor": "00:40:600 (40600|3)",
    }
    main([str(path), "--json"])
    assert capsys.readouterr().out == first


def test_several_maps_are_told_one_after_the_other(tmp_path: Path, capsys, files) -> None:
    good, bad = save(tmp_path / "a.osz", files, GOOD), save(tmp_path / "b.osz", files, BAD)
    assert main([str(good), str(bad)]) == 1
    assert capsys.readouterr().out.count("A band - [Good] song") == 2
    assert main([str(good), str(good), "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["maps"]) == 2


def test_one_map_that_cannot_be_read_does_not_hide_the_others(
    tmp_path: Path, capsys, files
) -> None:
    good = save(tmp_path / "a.osz", files, GOOD)
    assert main([str(tmp_path / "gone.osz"), str(good)]) == 2
    caught = capsys.readouterr()
    assert caught.err.startswith("osu-check: ") and caught.err.count("\n") == 1
    assert "0 errors" in caught.out


def test_a_folder_of_songs_is_a_mapset_for_each(tmp_path: Path, capsys, files) -> None:
    songs = tmp_path / "songs"
    save(songs / "b.osz", files, BAD)
    for name in ("a", "c/deep"):
        save(songs / name, files, GOOD)
    assert main([str(songs)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if line.startswith(str(songs))] == [
        str(songs / name) for name in ("a", "b.osz", "c/deep")
    ]
    assert lines.count("0 errors, 0 warnings (default)") == 2
    assert lines[-1] == "1 of 3 have errors"
    assert main([str(songs), "--json"]) == 1
    assert [one["errors"] for one in json.loads(capsys.readouterr().out)["maps"]] == [0, 1, 0]


def test_charts_below_a_mapset_are_other_songs(tmp_path: Path, capsys, files) -> None:
    folder = save(tmp_path / "song", files, GOOD)
    save(folder / "other", files, BAD)
    assert check_path(folder).count(Severity.ERROR) == 0
    assert check_path(folder).reading == (
        f"{folder}: charts in folders inside are other songs: left out",
    )
    with pytest.raises(FormatError, match="holds 2 songs; name the folder of one"):
        save(tmp_path / "both" / "x", files, GOOD)
        save(tmp_path / "both" / "y", files, GOOD)
        check_path(tmp_path / "both")


def test_charts_can_be_chosen_by_name(tmp_path: Path, capsys, files) -> None:
    path = save(tmp_path / "bad.osz", files, BAD, hard(GOOD))
    assert main([str(path), "--difficulty", "hard"]) == 0
    out = capsys.readouterr().out
    assert "4K Hard" in out and "Normal" not in out.split("errors")[0].split("hp od")[-1]


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (["missing.osz"], "missing.osz"),
        (["song.opus"], "a package (.osz, .zip), a chart (.osu, .qua, .sm, .ssc) or a folder"),
        (["pack.zip"], "pack.zip: holds 2 songs; unpack it and name the folder of one"),
        (["text.osz"], "text.osz"),
        (["text.osu"], "text.osu"),
        (["good.osz", "--difficulty", "Insane"], "the mapset has Normal"),
    ],
)
def test_what_cannot_be_read_is_told_in_one_line(
    tmp_path: Path, capsys, monkeypatch, files, arguments: list[str], text: str
) -> None:
    monkeypatch.chdir(tmp_path)
    save(tmp_path / "good.osz", files, GOOD)
    (tmp_path / "text.osz").write_text("no map", encoding="utf-8")
    (tmp_path / "song.opus").write_bytes(b"OggS")
    with zipfile.ZipFile(tmp_path / "pack.zip", "w") as pack:
        pack.writestr("one/a.osu", "")
        pack.writestr("two/b.osu", "")
    (tmp_path / "text.osu").write_text("no map", encoding="utf-8")
    assert main(arguments) == 2
    caught = capsys.readouterr()
    assert caught.out == ""
    assert caught.err.startswith("osu-check: ") and caught.err.count("\n") == 1
    assert text in caught.err


def test_a_console_of_few_characters_is_enough(tmp_path: Path, files) -> None:
    song = replace(GOOD.words, song=replace(GOOD.words.song, title="夜に駆ける"))
    path = save(tmp_path / "map.osz", files, replace(GOOD, words=song))
    command = [sys.executable, "-m", "automapper.cli.osumania.check", str(path)]
    environment = {**os.environ, "PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}
    done = subprocess.run(command, capture_output=True, env=environment, timeout=60)
    assert done.returncode == 0
    assert b"?????" in done.stdout and done.stderr == b""


@pytest.mark.parametrize("words", [(), ("--json",)])
def test_a_reader_may_leave_early(tmp_path: Path, files, words: tuple[str, ...]) -> None:
    path = save(tmp_path / "bad.osz", files, BAD)
    assert unread("osumania.check", str(path), *words) == (1, b"")


def test_the_table_fits_a_narrow_console(tmp_path: Path, capsys, monkeypatch, files) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    long = hard(GOOD, "Somebody's very long and rather descriptive Expert")
    main([str(save(tmp_path / "map.osz", files, GOOD, long))])
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].startswith("chart") and lines[1].endswith("time bpm hp od")
    table = lines[1 : next(i for i, line in enumerate(lines) if "(default)" in line)]
    assert len(table) > 3 and all(len(line) <= 80 for line in table)
