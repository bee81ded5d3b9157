"""Charts as users name them."""

from __future__ import annotations

from pathlib import Path

import pytest

from automapper.bms.render.open_chart import open_chart, open_other
from automapper.errors import ConfigError, FormatError
from automapper.files import save_package
from bms.render.little_song import FILES, chart_file, package


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    save_package(tmp_path / "song", package())
    return tmp_path / "song"


def test_a_chart_file_has_the_samples_beside_it(folder: Path) -> None:
    opened = open_chart(folder / "drums.bms")
    assert opened.name == "drums.bms" and set(opened.files) >= set(FILES)
    assert len(opened.chart.notes) == 128


@pytest.mark.parametrize("kind", ["song", "song.zip"])
def test_a_package_has_its_charts_by_name(tmp_path: Path, folder: Path, kind: str) -> None:
    if kind.endswith(".zip"):
        save_package(tmp_path / kind, package())
    opened = open_chart(tmp_path / kind, "LEAD.bms")
    assert opened.name == "lead.bms" and len(opened.chart.notes) == 32
    with pytest.raises(ConfigError, match=r"has 2 charts; choose one .*: drums.bms, lead.bms"):
        open_chart(tmp_path / kind)
    with pytest.raises(ConfigError, match=r"has no chart 'hard\.bms'; it has drums\.bms"):
        open_chart(tmp_path / kind, "hard.bms")
    with pytest.raises(ConfigError, match=r"has no chart 'kick\.wav'"):
        open_chart(tmp_path / kind, "kick.wav")


def test_a_chart_in_a_folder_of_a_package_has_the_samples_of_that_folder(tmp_path: Path) -> None:
    files = {f"inside/{name}": data for name, data in package().items()}
    save_package(tmp_path / "song.zip", {**files, "readme.txt": b"hello"})
    opened = open_chart(tmp_path / "song.zip", "inside/drums.bms")
    assert "kick.wav" in opened.files and "readme.txt" not in opened.files


def test_the_only_chart_needs_no_name(tmp_path: Path) -> None:
    save_package(tmp_path / "one", {"a.bme": chart_file("drums"), **FILES})
    assert open_chart(tmp_path / "one").name == "a.bme"


def test_what_is_no_chart_is_refused(tmp_path: Path) -> None:
    save_package(tmp_path / "none", FILES)
    with pytest.raises(FormatError, match="holds no BMS chart"):
        open_chart(tmp_path / "none")
    with pytest.raises(FormatError, match=r"missing\.bms: cannot be read \("):
        open_chart(tmp_path / "missing.bms")
    with pytest.raises(FormatError, match=r"n\.bms: cannot be read \("):
        open_chart(tmp_path / ("n" * 300 + ".bms"))
    with pytest.raises(FormatError, match="does not exist"):
        open_chart(tmp_path / "missing.zip")


def test_another_chart_uses_its_own_samples_or_those_of_the_first(
    tmp_path: Path, folder: Path
) -> None:
    first = open_chart(folder, "drums.bms")
    lone = tmp_path / "alone" / "generated.bms"
    lone.parent.mkdir()
    lone.write_bytes(chart_file("lead"))
    assert open_other(lone, first).files is first.files
    (lone.parent / "kick.ogg").write_bytes(FILES["kick.wav"])
    assert set(open_other(lone, first).files) == {"generated.bms", "kick.ogg"}
    assert open_other(lone.parent, first).name == "generated.bms"
    with pytest.raises(FormatError, match="cannot be read"):
        open_other(tmp_path / "nothing.bms", first)
