from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from automapper.errors import ConfigError, FormatError
from automapper.osumania.song_sources import charted_songs, read_files, song_file, songs_under


def put(path: Path, data: bytes = b"x") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def pack(path: Path, *names: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, name)
    return path


def test_packages_folders_and_chart_files_are_songs(tmp_path: Path) -> None:
    pack(tmp_path / "songs" / "b.osz", "b.osu")
    put(tmp_path / "songs" / "pack" / "My Song!" / "a.sm")
    put(tmp_path / "songs" / "pack" / "My Song!" / "a.ssc")
    put(tmp_path / "songs" / ".hidden" / "a.sm")
    put(tmp_path / "songs" / "notes.txt")
    single = put(tmp_path / "alone.qua")
    found = charted_songs([tmp_path / "songs", single])
    assert [song.name for song in found] == ["b.osz", "pack/My Song!", "alone.qua"]
    below = [tmp_path / "songs" / name for name in ("b.osz", "pack/My Song!")]
    assert list(songs_under(tmp_path / "songs")) == below


def test_a_song_named_twice_is_found_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = pack(tmp_path / "songs" / "a.zip", "x.sm")
    monkeypatch.chdir(tmp_path / "songs")
    ways = [tmp_path / "songs", package, Path("a.zip"), Path("../songs/a.zip"), Path()]
    (song,) = charted_songs(ways)
    assert (song.path, song.name) == (package.resolve(), "a.zip")


def test_songs_of_two_folders_may_share_a_name(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        put(tmp_path / folder / "Song" / "x.sm")
    found = charted_songs([tmp_path / "a", tmp_path / "b"])
    assert [song.name for song in found] == ["Song", "Song"]
    assert len({song.path for song in found}) == 2


def test_a_folder_that_is_a_song_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path / "my song" / "a.sm")
    (song,) = charted_songs([tmp_path / "my song"])
    assert song.name == "my song"
    monkeypatch.chdir(tmp_path / "my song")
    assert charted_songs([Path()]) == (song,)


@pytest.mark.parametrize(
    ("name", "reason"),
    [("gone.osz", "does not exist"), ("a.txt", "is neither"), ("", "no charted")],
)
def test_what_is_no_source_is_refused(tmp_path: Path, name: str, reason: str) -> None:
    put(tmp_path / "a.txt")
    with pytest.raises(ConfigError, match=reason):
        charted_songs([tmp_path / name])


def test_charts_and_sounds_are_read(tmp_path: Path) -> None:
    package = pack(tmp_path / "a.zip", "in/x.sm", "in/song.ogg", "in/bg.png", "in/sub/hit.wav")
    (song,) = charted_songs([package])
    assert sorted(read_files(song.path)) == ["song.ogg", "x.sm"]
    folder = tmp_path / "songs"
    for name in ("x.sm", "y.sm", "song.ogg", "bg.png"):
        put(folder / name)
    (song,) = charted_songs([folder])
    assert sorted(read_files(song.path)) == ["song.ogg", "x.sm", "y.sm"]
    (song,) = charted_songs([folder / "x.sm"])
    assert sorted(read_files(song.path)) == ["song.ogg", "x.sm"]


def test_a_package_of_several_songs_is_refused(tmp_path: Path) -> None:
    (song,) = charted_songs([pack(tmp_path / "a.zip", "one/x.sm", "two/y.sm")])
    with pytest.raises(FormatError, match="several songs; unpack it"):
        read_files(song.path)


def test_a_damaged_package_is_an_error_of_its_own(tmp_path: Path) -> None:
    (song,) = charted_songs([put(tmp_path / "a.osz", b"no zip")])
    with pytest.raises(FormatError, match="intact zip"):
        read_files(song.path)


@pytest.mark.parametrize(
    ("named", "files", "found"),
    [
        ("Song.OGG", {"song.ogg": 1, "hit.wav": 1}, "song.ogg"),
        ("sub\\a.mp3", {"a.mp3": 1, "hit.wav": 9}, "a.mp3"),
        ("gone.mp3", {"song.opus": 1}, "song.opus"),
        ("", {"song.opus": 9, "hit.wav": 2}, "song.opus"),
        ("gone.mp3", {"one.ogg": 3, "two.ogg": 2}, None),
        ("gone.mp3", {"film.avi": 90, "song.ogg": 2}, "song.ogg"),
        ("gone.mp3", {}, None),
    ],
)
def test_the_audio_of_a_chart(named: str, files: dict[str, int], found: str | None) -> None:
    there = {name: bytes(size) for name, size in files.items()}
    assert song_file({**there, "a.sm": bytes(100)}, named) == found
