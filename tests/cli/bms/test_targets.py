"""The doors never write into what they read."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

import pytest

from automapper.cli.bms.targets import (
    package_name,
    packages_of,
    refuse_inside,
    vet_targets,
    vet_test,
)
from automapper.errors import ConfigError, OutputError


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder and, beside it, a zip of the same name."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "song"
    (folder / "sounds").mkdir(parents=True)
    (folder / "song.bms").write_bytes(b"#TITLE song")
    (tmp_path / "song.zip").write_bytes(b"PK")
    return folder


def words(**given: object) -> Namespace:
    return Namespace(**{"output": None, "base": None, "picture": None, "force": False, **given})


@pytest.mark.parametrize(
    "target", ["song", "song/new", "song/a/b", "song/new.zip", "other/../song/x", "song/sounds"]
)
def test_nothing_goes_into_a_folder_that_is_read(package: Path, target: str) -> None:
    with pytest.raises(OutputError, match="never written to"):
        refuse_inside(Path(target), package)
    with pytest.raises(OutputError, match="never written to"):
        refuse_inside(package.parent / target, Path("song"))


def test_a_zip_does_not_replace_itself(package: Path) -> None:
    with pytest.raises(OutputError, match="never written to"):
        refuse_inside(Path("song.zip"), package.with_suffix(".zip"))


@pytest.mark.parametrize("target", ["song2", "songs/song", "outputs/song", "song.zip", "."])
def test_everything_beside_is_free(package: Path, target: str) -> None:
    refuse_inside(Path(target), package)


def test_links_are_seen_through(package: Path) -> None:
    link = package.parent / "link"
    try:
        link.symlink_to(package, target_is_directory=True)
    except OSError:
        pytest.skip("no links on this system")
    with pytest.raises(OutputError, match="never written to"):
        refuse_inside(link / "new", package)


def test_every_place_that_is_written_is_asked(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vet_targets(words(folder=[package]))
    vet_targets(words(folder=[package], base=Path("outputs/song/a.result.json")))
    for inside in (
        words(folder=[package], output=package),
        words(folder=[package], base=package / "a.result.json"),
        words(folder=[package], picture=package / "a.png"),
        words(folder=[package, Path("song.zip")], output=Path()),
    ):
        with pytest.raises(OutputError, match="never written to"):
            vet_targets(inside)
    monkeypatch.chdir(package)
    with pytest.raises(OutputError, match="choose another --output"):
        vet_targets(words(folder=[Path()]))


def test_a_picture_is_asked_for_before_the_work(package: Path, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"ends in \.png, not seen\.jpg"):
        vet_targets(words(folder=[package], picture=Path("seen.jpg")))
    seen = tmp_path / "seen.png"
    seen.write_bytes(b"")
    with pytest.raises(OutputError, match="exists already"):
        vet_targets(words(folder=[package], picture=seen))
    vet_targets(words(folder=[package], picture=seen, force=True))


def test_a_listening_test_replaces_nothing_else(package: Path, tmp_path: Path) -> None:
    other = tmp_path / "pictures"
    other.mkdir()
    vet_test(other, package)
    vet_test(tmp_path / "new", package)
    (other / "key.json").write_text("{}", encoding="utf-8")
    with pytest.raises(OutputError, match="other things than a listening test"):
        vet_test(other, package)
    for name in ("answers.txt", "sheet.html"):
        (other / name).write_text("", encoding="utf-8")
    vet_test(other, package)


def test_a_package_has_a_name(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert package_name(package) == package_name(package.with_suffix(".zip")) == "song"
    monkeypatch.chdir(package)
    assert package_name(Path()) == "song"


def test_a_folder_of_packages_is_all_of_them(package: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    assert packages_of([package]) == [package]
    assert packages_of([tmp_path]) == [package, tmp_path / "song.zip"]
    assert packages_of([empty, tmp_path / "nowhere"]) == [empty, tmp_path / "nowhere"]
    (tmp_path / "song.zip").unlink()
    assert packages_of([tmp_path]) == [tmp_path]  # one package, a folder deeper
    package.rename(empty / "song.BMS")
    assert packages_of([tmp_path]) == [tmp_path]
