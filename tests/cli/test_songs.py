from pathlib import Path

import pytest

from automapper.cli.songs import find_songs, is_batch, own_path, plain_case, told_apart
from automapper.errors import AudioError, ConfigError


def test_folders_are_searched_for_audio_in_order(tmp_path):
    (tmp_path / "deep").mkdir()
    for name in ("b.mp3", "a.OGG", "deep/c.flac", "notes.txt"):
        (tmp_path / name).touch()
    assert [song.name for song in find_songs([tmp_path], "door")] == ["a.OGG", "b.mp3", "c.flac"]
    for name in ("._a.OGG", ".trash/d.mp3"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    twice = [tmp_path, tmp_path / "deep" / ".." / "b.mp3", tmp_path / "deep"]
    assert [song.name for song in find_songs(twice, "door")] == ["a.OGG", "b.mp3", "c.flac"]
    assert find_songs([tmp_path / "notes.txt"], "door") == [tmp_path / "notes.txt"]
    with pytest.raises(AudioError, match="no audio files"):
        find_songs([_empty(tmp_path)], "door")
    with pytest.raises(ConfigError, match=r"at least one SONG .door --help"):
        find_songs([], "door")


def _empty(folder):
    (folder / "empty").mkdir()
    return folder / "empty"


@pytest.mark.parametrize("name", ["level.zip", "set.OSZ"])
def test_an_archive_is_told_from_a_song(name):
    with pytest.raises(ConfigError, match=f"{name} is an archive, not a song; unpack it"):
        find_songs([Path(name)], "door", "; unpack it")


def test_a_folder_may_be_called_like_an_archive(tmp_path):
    (tmp_path / "album.zip").mkdir()
    (tmp_path / "album.zip" / "a.mp3").touch()
    assert find_songs([tmp_path / "album.zip"], "door") == [tmp_path / "album.zip" / "a.mp3"]


def test_a_folder_is_a_batch_even_with_one_song(tmp_path):
    (tmp_path / "a.mp3").touch()
    assert is_batch([tmp_path], [tmp_path / "a.mp3"])
    assert is_batch([Path("a"), Path("b")], [Path("a"), Path("b")])
    assert not is_batch([tmp_path / "a.mp3"], [tmp_path / "a.mp3"])


@pytest.mark.parametrize(
    ("name", "second"), [("x.zip", "x (2).zip"), ("Vol. 2", "Vol. 2 (2)"), ("x.osu", "x.osu (2)")]
)
def test_a_path_that_is_taken_gets_a_number(name, second):
    taken = {plain_case(Path("out") / name.upper())}
    assert own_path(Path("out", name), ".zip", taken) == Path("out", second)
    taken.add(plain_case(Path("out", second)))
    assert "(3)" in own_path(Path("out", name), ".zip", taken).name
    assert own_path(Path("other", name), ".zip", taken) == Path("other", name)


def test_songs_of_one_name_are_told_apart_by_their_folders():
    songs = [
        Path("x/a/song.ogg"),
        Path("y/a/song.ogg"),
        Path("y/b/song.ogg"),
        Path("y/b/other.ogg"),
    ]
    assert told_apart(songs) == [
        str(Path("x/a/song.ogg")), str(Path("y/a/song.ogg")), str(Path("b/song.ogg")), "other.ogg",
    ]  # fmt: skip
    assert told_apart([Path("song.ogg"), Path("a/song.ogg")]) == [
        "song.ogg", str(Path("a/song.ogg")),
    ]  # fmt: skip
    assert told_apart([Path("a/song.ogg")] * 2) == [str(Path("a/song.ogg"))] * 2
