"""The listening test as its maker and its listeners see it."""

from __future__ import annotations

from pathlib import Path

import pytest

from automapper.bms.render.listening.key import read_key
from automapper.cli.bms.abtest import main
from automapper.files import open_package, save_package
from bms.render.little_song import package


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a test of two pairs."""
    folder = tmp_path_factory.mktemp("listening")
    save_package(folder / "song.zip", package())
    words = [str(folder / "song.zip"), "drums.bms", "lead.bms", "-o", str(folder / "test")]
    assert main([*words, "--segments", "2", "--seconds", "3"]) == 0
    return folder / "test"


def test_a_test_is_a_folder_of_sounds_and_sheets(made: Path) -> None:
    names = sorted(path.name for path in made.iterdir())
    assert names == [
        "answers.txt",
        "key.json",
        *[f"pair-{number}-{side}.ogg" for number in ("01", "02") for side in "xy"],
        "sheet.html",
    ]


def test_the_same_test_as_a_zip_and_nothing_is_overwritten(
    made: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [str(made.parent / "song.zip"), "drums.bms", "lead.bms", "--segments", "2"]
    words += ["--seconds", "3", "-o", str(made.parent / "test.zip")]
    assert main(words) == 0
    assert open_package(made.parent / "test.zip") == open_package(made)
    assert "2 pairs of drums.bms and lead.bms" in capsys.readouterr().out
    assert main(words) == 2
    assert "exists already; --force" in capsys.readouterr().err
    assert main([*words, "--force"]) == 0


def test_answers_are_counted(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key = read_key((made / "key.json").read_bytes(), "key.json")
    sheet = (made / "answers.txt").read_text(encoding="utf-8")
    for number, x, _ in key.pairs:
        sheet = sheet.replace(
            f"pair {number:02d}  stable: ?", f"pair {number:02d}  stable: {'xy'[x]}"
        )
    (tmp_path / "anna.txt").write_text(sheet, encoding="utf-8")
    words = ["--score", str(tmp_path / "anna.txt"), str(made / "key.json")]
    assert main(words) == 0
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert rows[1] == ["stable", "drums.bms", "2", "lead.bms", "0", "0", "0.500"]
    assert rows[2] == ["human", "drums.bms", "0", "lead.bms", "0", "0", "1.000"]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ([], "name a package"),
        (["song.zip", "a.bms", "b.bms"], "name a package"),
        (["{song}", "drums.bms", "-o", "out"], "at least two charts"),
        (["{song}", "drums.bms", "no.bms", "-o", "out"], "has no chart 'no.bms'"),
        (["{song}", "drums.bms", "lead.bms", "-o", "out", "--seconds", "0"], "lasts 2-120 s"),
        (["{song}", "drums.bms", "lead.bms", "-o", "out", "--segments", "90"], "only 1"),
        (["--score", "a.txt"], "and then their key"),
        (["--score", "a.txt", "nowhere.json"], "nowhere.json: cannot be read"),
        (["--score", "{song}", "{song}"], "is no key"),
    ],
)
def test_mistakes_are_one_line(
    made: Path, capsys: pytest.CaptureFixture[str], words: list[str], reason: str
) -> None:
    assert main([word.format(song=made.parent / "song.zip") for word in words]) == 2
    said = [line for line in capsys.readouterr().err.splitlines() if "bms-abtest:" in line]
    assert len(said) == 1 and reason in said[0]
    assert not Path("out").exists()


def test_a_folder_of_other_things_stays(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    words = [str(made.parent / "song.zip"), "drums.bms", "lead.bms", "-o", str(tmp_path)]
    assert main([*words, "--force"]) == 2
    assert "other things than a listening test" in capsys.readouterr().err
    assert (tmp_path / "mine.txt").exists()


def test_an_unanswered_sheet_is_told(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--score", str(made / "answers.txt"), str(made / "key.json")]) == 0
    assert "answers.txt: nothing is answered in it" in capsys.readouterr().err
