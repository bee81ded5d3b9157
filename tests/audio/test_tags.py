from __future__ import annotations

import base64
import io
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mutagen.apev2 import APEv2, APEValue
from mutagen.asf import ASF, ASFByteArrayAttribute
from mutagen.flac import FLAC, Picture
from mutagen.id3 import APIC, ID3, TALB, TIT2, TPE1
from mutagen.mp4 import MP4, MP4Cover
from mutagen.oggvorbis import OggVorbis
from PIL import Image
from sound_files import encoded, music, saved

from automapper.audio import Tags, read_tags, tags_from_name
from automapper.audio.tags import MAX_COVER, MAX_TEXT

RATE = 44_100


def png(colour: tuple[int, int, int] = (200, 10, 10)) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8), colour).save(buffer, "PNG")
    return buffer.getvalue()


def front(data: bytes, kind: int = 3) -> Picture:
    picture = Picture()
    picture.type, picture.mime, picture.data = kind, "image/png", data
    return picture


def mp3(path: Path) -> Path:
    return saved(path, encoded(music(2.0), RATE, "libmp3lame", "mp3"))


def vorbis(path: Path) -> Path:
    buffer = io.BytesIO()
    soundfile.write(buffer, music(2.0).T, RATE, format="OGG", subtype="VORBIS")
    return saved(path, buffer.getvalue())


def tag_mp3(path: Path) -> Path:
    tags = ID3()
    tags.add(TIT2(encoding=3, text="夜明け"))
    tags.add(TPE1(encoding=3, text="Someone"))
    tags.add(TALB(encoding=3, text="Album"))
    tags.add(APIC(encoding=3, mime="image/png", type=4, desc="back", data=png((0, 0, 9))))
    tags.add(APIC(encoding=3, mime="image/png", type=3, desc="front", data=png()))
    tags.save(mp3(path))
    return path


def tag_flac(path: Path) -> Path:
    soundfile.write(path, music(2.0).T, RATE, format="FLAC")
    file = FLAC(path)
    file["title"], file["artist"], file["album"] = "夜明け", "Someone", "Album"
    file.add_picture(front(png((0, 0, 9)), kind=4))
    file.add_picture(front(png()))
    file.save()
    return path


def tag_ogg(path: Path) -> Path:
    file = OggVorbis(vorbis(path))
    file["title"], file["artist"], file["album"] = "夜明け", "Someone", "Album"
    pictures = [front(png((0, 0, 9)), kind=4), front(png())]
    file["metadata_block_picture"] = [base64.b64encode(p.write()).decode() for p in pictures]
    file.save()
    return path


def tag_mp4(path: Path) -> Path:
    file = MP4(saved(path, encoded(music(2.0), RATE, "aac", "mp4")))
    file["\xa9nam"], file["\xa9ART"], file["\xa9alb"] = "夜明け", "Someone", "Album"
    file["covr"] = [MP4Cover(png(), MP4Cover.FORMAT_PNG)]
    file.save()
    return path


def tag_asf(path: Path) -> Path:
    file = ASF(saved(path, encoded(music(2.0), RATE, "wmav2", "asf")))
    file["Title"], file["Author"], file["WM/AlbumTitle"] = "夜明け", "Someone", "Album"
    data = png()
    words = "image/png\0\0".encode("utf-16-le")
    picture = b"\x03" + len(data).to_bytes(4, "little") + words + data
    file["WM/Picture"] = [ASFByteArrayAttribute(picture)]
    file.save()
    return path


def tag_ape(path: Path) -> Path:
    tags = APEv2()
    tags["Title"], tags["Artist"], tags["Album"] = "夜明け", "Someone", "Album"
    tags["Cover Art (Front)"] = APEValue(b"cover.png\0" + png(), 1)
    wv = encoded(music(2.0), RATE, "wavpack", "wv")
    tags.save(saved(path, wv))
    return path


@pytest.mark.parametrize("write", [tag_mp3, tag_flac, tag_ogg, tag_mp4, tag_asf, tag_ape])
def test_every_kind_of_tag(tmp_path: Path, write) -> None:  # type: ignore[no-untyped-def]
    tags = read_tags(write(tmp_path / "song.bin"))
    assert (tags.title, tags.artist, tags.album) == ("夜明け", "Someone", "Album")
    assert tags.cover == png()
    assert tags.warnings == ()


def test_no_tags(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", music(1.0).T, RATE)
    assert read_tags(tmp_path / "a.wav") == Tags()
    assert read_tags(mp3(tmp_path / "a.mp3")) == Tags()


@pytest.mark.parametrize("data", [b"", b"text", b"ID3\x04\0\0\x7f\x7f\x7f\x7f" + b"\xff" * 99])
def test_what_is_no_music_has_no_tags(tmp_path: Path, data: bytes) -> None:
    tags = read_tags(saved(tmp_path / "a.mp3", data))
    assert (tags.title, tags.artist, tags.cover) == ("", "", None)


def test_a_missing_file_is_a_warning(tmp_path: Path) -> None:
    tags = read_tags(tmp_path / "nothing.mp3")
    assert len(tags.warnings) == 1 and "cannot be read" in tags.warnings[0]


def test_words_are_one_short_line(tmp_path: Path) -> None:
    file = FLAC(tag_flac(tmp_path / "a.flac"))
    file["title"], file["artist"] = "  a\r\n\tb\0 c\x07 ", "x" * 100_000
    file.save()
    tags = read_tags(tmp_path / "a.flac")
    assert (tags.title, tags.artist) == ("a b c", "x" * MAX_TEXT)


def test_the_first_word_that_is_not_empty_counts(tmp_path: Path) -> None:
    file = FLAC(tag_flac(tmp_path / "a.flac"))
    file["artist"] = ["", " "]
    file["albumartist"] = ["", "The Band"]
    file.save()
    assert read_tags(tmp_path / "a.flac").artist == "The Band"


def test_a_huge_cover_is_left_out(tmp_path: Path) -> None:
    tags = ID3()
    tags.add(APIC(encoding=3, mime="image/png", type=3, data=b"x" * (MAX_COVER + 1)))
    tags.add(TIT2(encoding=3, text="kept"))
    tags.save(mp3(tmp_path / "a.mp3"))
    found = read_tags(tmp_path / "a.mp3")
    assert (found.title, found.cover) == ("kept", None)


WRITERS = [tag_mp3, tag_flac, tag_ogg, tag_mp4, tag_asf]


@pytest.fixture(scope="module")
def tagged(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    folder = tmp_path_factory.mktemp("tagged")
    return [write(folder / write.__name__).read_bytes() for write in WRITERS]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(which=st.integers(0, len(WRITERS) - 1), seed=st.integers(0, 2**32 - 1))
def test_damaged_tags_never_raise(
    tmp_path: Path, tagged: list[bytes], which: int, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    data = bytearray(tagged[which])
    for at in rng.integers(0, min(len(data), 3000), size=20):
        data[at] = rng.integers(256)
    tags = read_tags(saved(tmp_path / "a.bin", bytes(data[: rng.integers(1, len(data))])))
    assert len(tags.title) <= MAX_TEXT


@pytest.mark.parametrize(
    ("name", "title", "artist"),
    [
        ("First Light.mp3", "First Light", ""),
        ("automapper - First Light.ogg", "First Light", "automapper"),
        ("03. Someone - Song.flac", "Song", "Someone"),
        ("07 Song.flac", "Song", ""),
        ("99 Luftballons.mp3", "Luftballons", ""),  # numbers and names cannot be told apart
        ("1999.mp3", "1999", ""),
        ("夜明け.opus", "夜明け", ""),
        ("snake_case_name.wav", "snake case name", ""),
        ("A - B - C.wav", "B - C", "A"),
    ],
)
def test_words_from_a_name(name: str, title: str, artist: str) -> None:
    assert tags_from_name(f"folder/{name}") == Tags(title=title, artist=artist)
