from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from automapper.errors import ConfigError, FormatError
from automapper.osumania.dataset.song_sources import digest, find_songs, read_files, song_file


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
    found = find_songs([tmp_path / "songs", single])
    assert [(song.name, song.id) for song in found] == [
        ("b.osz", "b"),
        ("pack/My Song!", "My-Song"),
        ("alone.qua", "alone"),
    ]


def test_songs_of_one_name_get_ids_of_their_own(tmp_path: Path) -> None:
    for name in ("a/song.zip", "b/Song.osz", "c/歌.zip"):
        pack(tmp_path / name, "x.sm")
    first = [song.id for song in find_songs([tmp_path])]
    assert len({id.casefold() for id in first}) == 3
    assert all(id.isascii() for id in first)
    pack(tmp_path / "d/other.zip", "x.sm")
    assert [song.id for song in find_songs([tmp_path])][:3] == first


def test_no_id_is_a_device_of_windows(tmp_path: Path) -> None:
    for name in ("Aux.osz", "com1.x.zip", "auxiliary.zip"):
        pack(tmp_path / name, "x.sm")
    ids = [song.id for song in find_songs([tmp_path])]
    assert [id.startswith(("Aux-", "com1.x-", "auxiliary")) for id in ids] == [True] * 3


def test_a_folder_that_is_a_song_has_its_name(tmp_path: Path) -> None:
    put(tmp_path / "my song" / "a.sm")
    (song,) = find_songs([tmp_path / "my song"])
    assert (song.name, song.id) == ("my song", "my-song")


@pytest.mark.parametrize(
    ("name", "reason"),
    [("gone.osz", "does not exist"), ("a.txt", "is neither"), ("", "no charted")],
)
def test_what_is_no_source_is_refused(tmp_path: Path, name: str, reason: str) -> None:
    put(tmp_path / "a.txt")
    with pytest.raises(ConfigError, match=reason):
        find_songs([tmp_path / name])


def test_charts_and_sounds_are_read(tmp_path: Path) -> None:
    package = pack(tmp_path / "a.zip", "in/x.sm", "in/song.ogg", "in/bg.png", "in/sub/hit.wav")
    (song,) = find_songs([package])
    assert sorted(read_files(song)) == ["song.ogg", "x.sm"]
    folder = tmp_path / "songs"
    for name in ("x.sm", "y.sm", "song.ogg", "bg.png"):
        put(folder / name)
    (song,) = find_songs([folder])
    assert sorted(read_files(song)) == ["song.ogg", "x.sm", "y.sm"]
    (song,) = find_songs([folder / "x.sm"])
    assert sorted(read_files(song)) == ["song.ogg", "x.sm"]


def test_a_package_of_several_songs_is_refused(tmp_path: Path) -> None:
    (song,) = find_songs([pack(tmp_path / "a.zip", "one/x.sm", "two/y.sm")])
    with pytest.raises(FormatError, match="several songs; unpack it"):
        read_files(song)


def test_a_damaged_package_is_an_error_of_its_own(tmp_path: Path) -> None:
    (song,) = find_songs([put(tmp_path / "a.osz", b"no zip")])
    with pytest.raises(FormatError, match="intact zip"):
        read_files(song)


@pytest.mark.parametrize(
    ("named", "files", "found"),
    [
        ("Song.OGG", {"song.ogg": 1, "hit.wav": 1}, "song.ogg"),
        ("sub\\a.mp3", {"a.mp3": 1, "hit.wav": 9}, "a.mp3"),
        ("gone.mp3", {"song.opus": 1}, "song.opus"),
        ("", {"song.opus": 9, "hit.wav": 2}, "song.opus"),
        ("gone.mp3", {"one.ogg": 3, "two.ogg": 2}, None),
        ("gone.mp3", {}, None),
    ],
)
def test_the_audio_of_a_chart(named: str, files: dict[str, int], found: str | None) -> None:
    there = {name: bytes(size) for name, size in files.items()}
    assert song_file({**there, "a.sm": bytes(100)}, named) == found


def test_a_digest_covers_names_contents_and_words() -> None:
    marks = {
        digest({"a": b"b"}, "1"),
        digest({"a": b"c"}, "1"),
        digest({"b": b"b"}, "1"),
        digest({"a": b"b"}, "2"),
        digest({"a": b"b", "c": b""}, "1"),
    }
    assert len(marks) == 5
    assert digest({"a": b"b", "c": b"d"}) == digest({"c": b"d", "a": b"b"})
