"""The door: what it prints, and its exit codes."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import wave
import zipfile
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from PIL import Image

from automapper.beatsaber.model import (
    Bomb,
    Chain,
    Chart,
    Cut,
    Hand,
    Level,
    LightEvent,
    Lightshow,
    Note,
)
from automapper.beatsaber.write import write_level
from automapper.chart import Difficulty, Song
from automapper.cli.beatsaber.check import main
from unread_door import unread

LIGHTS = Lightshow(tuple(LightEvent(Fraction(beat), 1, 5) for beat in range(121)))


def chart(difficulty: Difficulty, step: str) -> Chart:
    """Hands in turn, each down and up in its own lane, a note every ``step`` beats."""
    beats = [4 + index * Fraction(step) for index in range(int(112 / Fraction(step)) + 1)]
    notes = tuple(
        Note(beat, 1 + i % 2, i // 2 % 2 * 2, Hand(i % 2), (Cut.DOWN, Cut.UP)[i // 2 % 2])
        for i, beat in enumerate(beats)
    )
    return Chart(difficulty, njs=14.0, jump_offset=-0.4, notes=notes, lights=LIGHTS)


HARD, EXPERT = chart(Difficulty.HARD, "4/3"), chart(Difficulty.EXPERT, "1")
GOOD = Level(Song("[Good] song"), 120.0, (HARD, EXPERT), "song.wav", "cover.png", (12.0, 10.0))
BAD = replace(GOOD, charts=(HARD, replace(EXPERT, label="x" * 31, njs=30.0)))


def sound(seconds: int) -> bytes:
    data = io.BytesIO()
    with wave.open(data, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8000)
        file.writeframes(bytes([128]) * 8000 * seconds)
    return data.getvalue()


def picture(side: int) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (side, side)).save(data, "PNG")
    return data.getvalue()


def save(path: Path, level: Level, **files: bytes | None) -> Path:
    """A zip of the level; ``song`` and ``cover`` replace those files (None: left out)."""
    written, _ = write_level(level, 3)
    beside = {"song": sound(62), "cover": picture(256), **files}
    for name, data in (("song.wav", beside["song"]), ("cover.png", beside["cover"])):
        if data is not None:
            written[name] = data
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in written.items():
            archive.writestr(name, data)
    return path


@pytest.mark.parametrize("preset", ["scoresaber", "beatleader", "default"])
def test_a_good_level_has_no_issues(tmp_path: Path, capsys, preset: str) -> None:
    assert main([str(save(tmp_path / "good.zip", GOOD)), "--preset", preset]) == 0
    out = capsys.readouterr().out
    assert f"0 errors, 0 warnings ({preset})" in out
    assert "[Good] song" in out and "Expert" in out


def test_a_bad_level_is_told_with_time_what_and_why(tmp_path: Path, capsys) -> None:
    bad = (*EXPERT.notes, Note(Fraction(11, 2), 3, 0, Hand.RIGHT, Cut.DOWN))
    level = replace(GOOD, charts=(HARD, replace(EXPERT, notes=bad)))
    assert main([str(save(tmp_path / "bad.zip", level))]) == 1
    out = capsys.readouterr().out
    assert "00:02.750" in out and "5.500" in out and "E double-directional" in out
    assert "swing back through the air" in out


def test_json_is_complete_and_stable(tmp_path: Path, capsys) -> None:
    path = save(tmp_path / "bad.zip", BAD)
    assert main([str(path), "--json", "--preset", "scoresaber"]) == 1
    first = capsys.readouterr().out
    record = json.loads(first)
    keys = ["title", "preset", "errors", "warnings", "reading", "charts", "issues"]
    assert list(record) == ["path", "version", *keys] and record["path"] == str(path)
    assert (record["version"], record["title"], record["errors"]) == (1, "[Good] song", 1)
    assert [one["part"] for one in record["charts"]] == ["Hard", "Expert"]
    label = next(one for one in record["issues"] if one["check"] == "label")
    assert label["severity"] == "error" and label["part"] == "Expert"
    assert label["seconds"] is None and label["beat"] is None
    assert {"jump-speed", "reaction-time"} <= {one["check"] for one in record["issues"]}
    main([str(path), "--json", "--preset", "scoresaber"])
    assert capsys.readouterr().out == first


def test_difficulties_can_be_chosen(tmp_path: Path, capsys) -> None:
    path = save(tmp_path / "bad.zip", BAD)
    assert main([str(path), "--json", "--preset", "scoresaber", "--difficulty", "Hard"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert [one["part"] for one in record["charts"]] == ["Hard"]
    assert record["issues"] == []


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("expert", ["Expert"]),
        ("all", ["Hard", "Expert", "ExpertPlus"]),
        ("Expert+, hard", ["Hard", "ExpertPlus"]),
    ],
)
def test_difficulties_are_named_as_for_bsa_generate(
    tmp_path: Path, capsys, words: str, parts: list[str]
) -> None:
    charts = (HARD, EXPERT, replace(EXPERT, difficulty=Difficulty.EXPERT_PLUS))
    path = save(tmp_path / "level.zip", replace(GOOD, charts=charts))
    main([str(path), "--json", "--difficulty", words])
    record = json.loads(capsys.readouterr().out)
    assert [one["part"] for one in record["charts"]] == parts


@pytest.mark.parametrize(
    ("files", "check"),
    [
        ({"song": None}, "audio"),
        ({"song": b"no sound at all"}, "audio"),
        ({"song": b""}, "audio"),
        ({"song": sound(59)}, "cold-end"),
        ({"cover": None}, "cover"),
        ({"cover": b"\x89PNG\r\n\x1a\nbroken"}, "cover"),
        ({"cover": picture(255)}, "cover"),
    ],
)
def test_files_beside_the_charts_are_looked_at(tmp_path: Path, capsys, files, check) -> None:
    main([str(save(tmp_path / "level.zip", GOOD, **files)), "--json"])
    record = json.loads(capsys.readouterr().out)
    assert check in {one["check"] for one in record["issues"]}


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (["missing.zip"], "missing.zip"),
        (["song.ogg"], "song.ogg: is no level: name the folder or zip that holds its Info.dat"),
        (["folder"], "folder: Info.dat: is missing"),
        (["text.zip"], "text.zip"),
        (["good.zip", "--difficulty", "Easy"], "the level has Hard, Expert"),
        (["good.zip", "--difficulty", "Hardest"], "choose from Easy, Normal"),
    ],
)
def test_what_cannot_be_read_is_told_in_one_line(
    tmp_path: Path, capsys, monkeypatch, arguments: list[str], text: str
) -> None:
    monkeypatch.chdir(tmp_path)
    save(tmp_path / "good.zip", GOOD)
    (tmp_path / "text.zip").write_text("no level", encoding="utf-8")
    (tmp_path / "song.ogg").write_bytes(b"OggS")
    (tmp_path / "folder").mkdir()
    assert main(arguments) == 2
    caught = capsys.readouterr()
    assert caught.out == ""
    assert caught.err.startswith("bsa-check: ") and caught.err.count("\n") == 1
    assert text in caught.err


def test_several_levels_are_told_one_after_the_other(tmp_path: Path, capsys) -> None:
    good, bad = save(tmp_path / "good.zip", GOOD), save(tmp_path / "bad.zip", BAD)
    words = ["--preset", "scoresaber"]
    assert main([str(good), str(tmp_path / "gone.zip"), str(bad), *words]) == 2
    caught = capsys.readouterr()
    lines = caught.out.splitlines()
    assert lines[0] == str(good) and lines.index(str(bad)) > lines.index("[Good] song")
    assert lines[-1] == "1 of 3 have errors, 1 could not be read"
    assert "gone.zip: does not exist" in caught.err
    assert main([str(good), str(bad), *words, "--json"]) == 1
    record = json.loads(capsys.readouterr().out)
    assert list(record) == ["version", "levels"]
    assert [level["errors"] for level in record["levels"]] == [0, 1]
    main([str(good), *words, "--json"])
    assert json.loads(capsys.readouterr().out) == record["levels"][0]


def test_a_folder_of_levels_is_a_level_for_each(tmp_path: Path, capsys) -> None:
    levels = tmp_path / "levels"
    (levels / "b").mkdir(parents=True)
    good = save(levels / "a.zip", GOOD)
    with zipfile.ZipFile(good) as archive:
        archive.extractall(levels / "b")
    assert main([str(levels)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if line in (str(good), str(levels / "b"))] == [
        str(good), str(levels / "b"),
    ]  # fmt: skip
    assert lines[-1] == "0 of 2 have errors"
    assert main([str(levels / "b")]) == 0
    assert "have errors" not in capsys.readouterr().out


def test_a_console_of_few_characters_is_enough(tmp_path: Path) -> None:
    level = replace(GOOD, song=Song("夜に駆ける"))
    path = save(tmp_path / "level.zip", level)
    command = [sys.executable, "-m", "automapper.cli.beatsaber.check", str(path)]
    environment = {**os.environ, "PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}
    done = subprocess.run(command, capture_output=True, env=environment, timeout=60)
    assert done.returncode == 0
    assert b"?????" in done.stdout and done.stderr == b""


@pytest.mark.parametrize("words", [(), ("--json",)])
def test_a_reader_may_leave_early(tmp_path: Path, words: tuple[str, ...]) -> None:
    good, bad = save(tmp_path / "good.zip", GOOD), save(tmp_path / "bad.zip", BAD)
    assert unread("beatsaber.check", str(good), *words) == (0, b"")
    assert unread("beatsaber.check", str(bad), *words, "--preset", "scoresaber") == (1, b"")


CHAIN = Chain(Fraction(4), 1, 2, Hand.LEFT, Cut.DOWN, Fraction(17, 4), 1, 0, 3, 1.0)
ONE_WAY = replace(
    EXPERT,
    difficulty=Difficulty.EXPERT_PLUS,
    notes=tuple(replace(n, hand=Hand.RIGHT, cut=Cut.DOWN) for n in EXPERT.notes),
)


def printed(capsys, *words: str) -> list[str]:
    main(list(words))
    return capsys.readouterr().out.splitlines()


def test_numbers_come_first_and_fit_a_narrow_console(tmp_path: Path, capsys, monkeypatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    busy = replace(
        ONE_WAY,
        bombs=tuple(Bomb(note.beat, 3, 2) for note in EXPERT.notes),
        characteristic="360Degree",
        lights=Lightshow(LIGHTS.events * 100),
        jump_offset=2.5,
    )
    level = replace(GOOD, charts=(HARD, ONE_WAY, busy))
    lines = printed(capsys, str(save(tmp_path / "level.zip", level)))
    assert lines[0] == "[Good] song"
    assert lines[1].split()[-3:] == ["njs", "jump", "react"]
    assert [line.split()[0] for line in lines[2:6]] == [
        "Hard",
        "ExpertPlus",
        "360Degree",
        "ExpertPlus",
    ]
    assert all(len(line) <= 80 for line in lines[1:6])
    assert " 12100 " in lines[4] and lines[4].endswith("ms")
    assert lines[6].endswith("(default)")


def test_places_of_a_rule_stand_together_and_are_cut_at_five(tmp_path: Path, capsys) -> None:
    path = str(save(tmp_path / "level.zip", replace(GOOD, charts=(HARD, ONE_WAY))))
    lines = printed(capsys, path)
    start = next(i for i, line in enumerate(lines) if line.startswith("  E double-directional ("))
    count = int(lines[start].split("(")[1].split(")")[0])
    places = lines[start + 1 : start + 6]
    assert lines[lines.index("ExpertPlus") - 1] == "" and lines.index("ExpertPlus") < start
    assert all(line.startswith("      00:") and "  beat " in line for line in places)
    assert lines[start + 6] == f"      and {count - 5} more"
    everything = printed(capsys, path, "--all")
    assert everything[: start + 6] == lines[: start + 6]
    assert sum("the same direction again" in line for line in everything) == count
    assert not any("more" in line for line in everything)


def test_errors_come_before_warnings_and_one_is_no_plural(tmp_path: Path, capsys) -> None:
    path = save(tmp_path / "level.zip", BAD)
    lines = printed(capsys, str(path), "--preset", "scoresaber")
    assert "1 error, 2 warnings (scoresaber)" in lines
    marks = [line.split()[0] for line in lines if line.startswith(("  E ", "  W "))]
    assert marks == ["E", "W", "W"]
    assert "1 error, " not in "".join(printed(capsys, str(save(tmp_path / "good.zip", GOOD))))


def test_a_way_without_chains_is_told_once(tmp_path: Path, capsys) -> None:
    charts = (replace(HARD, chains=(CHAIN,)), replace(EXPERT, chains=(CHAIN,)))
    path = str(save(tmp_path / "level.zip", replace(GOOD, charts=charts)))
    lines = printed(capsys, path, "--preset", "scoresaber")
    told = [line for line in lines if "--no-chains" in line]
    assert told == ["2 chains; bsa-generate --no-chains makes a level without"]
    assert not any("--no-chains" in line for line in printed(capsys, path))
