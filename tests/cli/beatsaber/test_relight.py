"""The door of relighting: a level in, the same notes under new lights out."""

from pathlib import Path

import pytest

from automapper.beatsaber.read import read_level
from automapper.cli.beatsaber.relight import main
from automapper.files import open_package
from lit_level import level_files, write_zip


@pytest.fixture(scope="module")
def level(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_zip(tmp_path_factory.mktemp("level") / "song.zip", level_files(3))


def test_it_writes_beside_the_level_and_never_over_it(
    level: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(level), "--seed", "3"]) == 0
    target = level.with_name("song-relit.zip")
    assert "lit anew (basic)" in capsys.readouterr().out
    before, _ = read_level(open_package(level))
    after, _ = read_level(open_package(target))
    assert [chart.notes for chart in after.charts] == [chart.notes for chart in before.charts]
    assert len(after.charts[0].lights.events) > 100
    assert main([str(level)]) == 2
    assert "bsa-relight: " in capsys.readouterr().err
    assert main([str(level), "--force", "--lights", "chroma", "--environment", "Nice"]) == 0
    again, _ = read_level(open_package(target))
    assert again.environment == "NiceEnvironment"
    assert again.charts[0].suggestions == ("Chroma",)


def test_lights_can_be_taken_away(
    level: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lit, dark = tmp_path / "lit.zip", tmp_path / "dark.zip"
    assert main([str(level), "--output", str(lit)]) == 0
    assert main([str(lit), "--lights", "none", "--output", str(dark)]) == 0
    assert "dark.zip: lights taken away" in capsys.readouterr().out
    before, _ = read_level(open_package(lit))
    after, _ = read_level(open_package(dark))
    assert before.charts[0].lights.events
    assert not after.charts[0].lights.events and not after.charts[0].lights.boosts
    assert after.charts[0].notes == before.charts[0].notes


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["nowhere.zip"], "does not exist"),
        (["LEVEL", "--environment", "Moon", "--output", "OUT"], "no environment 'Moon'"),
    ],
)
def test_what_cannot_be_lit_is_refused_in_one_line(
    arguments: list[str],
    reason: str,
    level: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    out = tmp_path / "out.zip"
    places = {"LEVEL": str(level), "OUT": str(out)}
    assert main([places.get(word, word) for word in arguments]) == 2
    error = capsys.readouterr().err
    assert reason in error and error.count("\n") == 1
    assert not out.exists()
