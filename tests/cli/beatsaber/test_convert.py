from __future__ import annotations

from pathlib import Path

import pytest

from automapper.beatsaber.read import read_level
from automapper.beatsaber.write import write_level
from automapper.cli.beatsaber.convert import main
from automapper.files import open_package, save_package
from beatsaber.sample import sample_level

SOUND = b"OggS sound that nobody decodes"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    beside = {"song.ogg": SOUND, "cover.png": b"picture", "notes/readme.txt": b"hello"}
    save_package(tmp_path / "in.zip", write_level(sample_level())[0] | beside)
    return tmp_path / "in.zip"


@pytest.mark.parametrize("version", ["v2", "v3", "v4"])
def test_a_level_comes_through_with_its_sound(source: Path, version: str) -> None:
    target = source.with_name("out")
    assert main([str(source), str(target), "--format", version]) == 0
    files = open_package(target)
    assert files["song.ogg"] == SOUND
    assert files["cover.png"] == b"picture"
    assert files["notes/readme.txt"] == b"hello"
    assert ("AudioData.dat" in files) == (version == "v4")
    level, warnings = read_level(files)
    assert warnings == []
    assert len(level.charts[0].notes) == 5


def test_there_and_back_again(source: Path) -> None:
    middle, target = source.with_name("middle.zip"), source.with_name("out.zip")
    assert main([str(source), str(middle), "--format", "v4"]) == 0
    assert main([str(middle), str(target)]) == 0
    assert "ExpertStandardLights.dat" not in open_package(target)
    got = read_level(open_package(target))[0].charts[0]
    want = sample_level().charts[0]
    assert (got.notes, got.arcs, got.chains) == (want.notes, want.arcs, want.chains)
    assert got.lights.events == want.lights.events


def test_losses_are_told(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(source), str(source.with_name("out")), "--format", "v2"]) == 0
    assert "warning: ExpertStandard.dat: chain dropped (1)" in capsys.readouterr().err


def test_refusals_are_one_line_and_leave_nothing(
    source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = source.read_bytes()
    assert main([str(source), str(source)]) == 2
    assert main([str(source.with_name("none.zip")), str(source.with_name("out"))]) == 2
    source.with_name("text.zip").write_text("text", encoding="utf-8")
    assert main([str(source.with_name("text.zip")), str(source.with_name("out"))]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 3
    assert all(line.startswith("bsa-convert: ") for line in lines)
    assert source.read_bytes() == before
    assert not source.with_name("out").exists()


def test_force_replaces(source: Path) -> None:
    assert main([str(source), str(source), "--format", "v4", "--force"]) == 0
    assert "AudioData.dat" in open_package(source)
