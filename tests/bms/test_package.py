from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from automapper.bms.package import chart_names, find_sample, open_bms_package, sample_index
from automapper.errors import FormatError

CHART = b"#BPM 120\n#WAV01 kick.wav\n#00011:01\n"


def test_a_folder_and_a_zip_of_it_are_the_same(tmp_path: Path) -> None:
    files = {"a.bms": CHART, "sub/b.BME": CHART, "kick.ogg": b"", "notes.txt": b"#00011:01"}
    with zipfile.ZipFile(tmp_path / "song.zip", "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
            path = tmp_path / "song" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    for path in (tmp_path / "song", tmp_path / "song.zip"):
        package = open_bms_package(path)
        assert dict(package.files) == files
        assert [name for name, _ in package.charts] == ["a.bms", "sub/b.BME"]
        assert package.broken == ()


def test_names_of_charts_are_sorted() -> None:
    assert chart_names({"b.BMS": b"", "a.pms": b"", "x.wav": b""}) == ("a.pms", "b.BMS")
    assert chart_names([]) == ()


def test_a_chart_that_does_not_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.bms").write_bytes(CHART)
    (tmp_path / "b.bms").write_bytes("#BPM 1".encode("utf-16"))
    package = open_bms_package(tmp_path)
    assert [name for name, _ in package.charts] == ["a.bms"]
    assert package.broken[0][0] == "b.bms"
    assert "UTF-16" in package.broken[0][1]


def test_a_package_without_a_chart_is_refused(tmp_path: Path) -> None:
    (tmp_path / "kick.wav").write_bytes(b"")
    with pytest.raises(FormatError, match=r"no chart that can be read .*\.pms"):
        open_bms_package(tmp_path)
    (tmp_path / "b.bms").write_bytes("#BPM 1".encode("utf-16"))
    with pytest.raises(FormatError, match=r"no chart that can be read .*UTF-16"):
        open_bms_package(tmp_path)


@pytest.mark.parametrize(
    ("names", "written", "found"),
    (
        (["kick.wav"], "kick.wav", "kick.wav"),
        (["Kick.WAV"], "kick.wav", "Kick.WAV"),
        (["snd/kick.ogg"], "SND\\kick.wav", "snd/kick.ogg"),
        (["kick.mp3", "kick.flac", "kick.ogg"], "kick.wav", "kick.ogg"),
        (["kick.mp3", "kick.flac"], "kick.wav", "kick.flac"),
        (["kick.mp3", "kick.wav"], "kick.ogg", "kick.wav"),
        (["kick.mp3"], "kick", "kick.mp3"),
        (["a.b.ogg"], "a.b.wav", "a.b.ogg"),
        (["kick.wav"], ' "kick.wav" ', "kick.wav"),
        (["kick.wav"], ".\\kick.wav", "kick.wav"),
        (["kick.wav"], "sub/../kick.wav", "kick.wav"),
        (["KICK.wav", "kick.wav"], "Kick.wav", "KICK.wav"),
        (["café.wav"], "cafe\u0301.wav", "café.wav"),
        (["kick.wav"], "snare.wav", None),
        (["kick.wav"], "", None),
        (["kick.wav"], ".wav", None),
        (["kick.wav"], "../kick.wav", None),
        ([".ogg", ".wav"], ".", None),
    ),
)
def test_samples_are_found_as_players_find_them(
    names: list[str], written: str, found: str | None
) -> None:
    files = dict.fromkeys(names, b"")
    assert find_sample(files, written) == found


def test_samples_lie_beside_their_chart() -> None:
    files = dict.fromkeys(["kick.wav", "sub/kick.wav"], b"")
    assert find_sample(files, "kick.wav") == "kick.wav"
    assert find_sample(files, "kick.wav", "sub") == "sub/kick.wav"
    assert find_sample(files, "..\\kick.wav", "sub") == "kick.wav"


@pytest.mark.parametrize(("written", "codec"), (("声.wav", "cp932"), ("한글.wav", "cp949")))
def test_names_from_zips_of_other_languages_are_found(written: str, codec: str) -> None:
    garbled = written.encode(codec).decode("cp437")
    assert sample_index([garbled]).find(written) == garbled
    assert sample_index([garbled, written]).find(written) == written
