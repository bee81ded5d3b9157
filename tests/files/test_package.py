from __future__ import annotations

import stat
import struct
import zipfile
from pathlib import Path

import pytest

from automapper.errors import FormatError, OutputError
from automapper.files import (
    is_other_file,
    open_package,
    open_package_with_warnings,
    package,
    refuse_unwritable,
    save_package,
    write_file,
)

FILES = {"Info.dat": b"{}", "song.ogg": bytes(range(256)) * 40, "cover.png": b"\x89PNG"}


def zip_with(path: Path, name: str, data: bytes = b"x", mode: int = 0) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        member = zipfile.ZipInfo(name)
        member.compress_type = zipfile.ZIP_DEFLATED
        member.external_attr = mode << 16
        archive.writestr(member, data)
    return path


@pytest.mark.parametrize("name", ["level.zip", "level"])
def test_what_is_saved_is_opened(tmp_path: Path, name: str) -> None:
    save_package(tmp_path / "deep" / name, FILES)
    assert open_package(tmp_path / "deep" / name) == FILES
    assert [item.name for item in (tmp_path / "deep").iterdir()] == [name]


def test_a_zip_under_another_suffix_is_opened(tmp_path: Path) -> None:
    save_package(tmp_path / "a.zip", FILES)
    (tmp_path / "a.zip").rename(tmp_path / "a.bsl")
    assert open_package(tmp_path / "a.bsl") == FILES


def test_the_same_files_give_the_same_zip(tmp_path: Path) -> None:
    save_package(tmp_path / "a.zip", FILES)
    save_package(tmp_path / "b.zip", dict(reversed(FILES.items())))
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        kinds = {item.filename: item.compress_type for item in archive.infolist()}
    assert kinds["song.ogg"] == zipfile.ZIP_STORED
    assert kinds["Info.dat"] == zipfile.ZIP_DEFLATED


@pytest.mark.parametrize("name", ["level.zip", "level"])
def test_nothing_is_overwritten_without_force(tmp_path: Path, name: str) -> None:
    save_package(tmp_path / name, FILES)
    with pytest.raises(OutputError, match="exists already"):
        save_package(tmp_path / name, {"Info.dat": b"new"})
    assert open_package(tmp_path / name) == FILES
    save_package(tmp_path / name, {"Info.dat": b"new"}, force=True)
    assert open_package(tmp_path / name) == {"Info.dat": b"new"}
    assert [item.name for item in tmp_path.iterdir()] == [name]


def test_a_folder_of_other_things_is_not_replaced_even_by_force(tmp_path: Path) -> None:
    (tmp_path / "home" / "deep").mkdir(parents=True)
    (tmp_path / "home" / "deep" / "thesis.odt").write_bytes(b"years")
    with pytest.raises(OutputError, match=r"holds deep/thesis.odt, which is no part of it"):
        save_package(tmp_path / "home", FILES, force=True)
    assert (tmp_path / "home" / "deep" / "thesis.odt").read_bytes() == b"years"
    assert [item.name for item in tmp_path.iterdir()] == ["home"]


@pytest.mark.parametrize("name", ["level.zip", "level"])
def test_what_cannot_be_written_leaves_nothing(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputError, match="cannot be written"):
        save_package(tmp_path / "file" / name, FILES)
    assert [item.name for item in tmp_path.iterdir()] == ["file"]


def test_a_failure_half_way_leaves_nothing(tmp_path: Path) -> None:
    clash = {"a": b"1", "a/b": b"2"}  # a file cannot be a folder too: the disk refuses
    with pytest.raises(OutputError, match="cannot be written"):
        save_package(tmp_path / "level", clash)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["../x", "/x", "C:\\x", "a/../../x", "", "..\\x"])
def test_names_that_leave_the_package_are_not_saved(tmp_path: Path, name: str) -> None:
    with pytest.raises(OutputError, match="no file name inside a package"):
        save_package(tmp_path / "level", {name: b""})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["../x", "/etc/x", "C:\\x", "C:x", "a/../../x", "..\\x"])
def test_names_that_leave_the_package_are_not_opened(tmp_path: Path, name: str) -> None:
    with pytest.raises(FormatError, match="leads out of the package"):
        open_package(zip_with(tmp_path / "a.zip", name))


def test_a_link_is_refused(tmp_path: Path) -> None:
    path = zip_with(tmp_path / "a.zip", "Info.dat", b"/etc/passwd", stat.S_IFLNK | 0o777)
    with pytest.raises(FormatError, match="link or a device"):
        open_package(path)


def test_a_bomb_is_stopped_while_it_inflates(tmp_path: Path) -> None:
    path = zip_with(tmp_path / "a.zip", "Info.dat", b"0" * (8 * 2**20))
    with pytest.raises(FormatError, match="zip bomb"):
        open_package(path)


def test_a_bomb_that_lies_about_its_size_is_stopped(tmp_path: Path) -> None:
    path = zip_with(tmp_path / "a.zip", "Info.dat", b"0" * (8 * 2**20))
    data = path.read_bytes()
    path.write_bytes(data.replace(struct.pack("<I", 8 * 2**20), struct.pack("<I", 10)))
    with pytest.raises(FormatError, match=r"Info\.dat: "):
        open_package(path)


@pytest.mark.parametrize(
    ("limit", "value", "reason"),
    [
        ("MAX_FILES", 2, "more than 2 files"),
        ("MAX_FILE_BYTES", 1000, "larger than"),
        ("MAX_TOTAL_BYTES", 1000, "holds more than"),
    ],
)
@pytest.mark.parametrize("name", ["level.zip", "level"])
def test_limits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, limit: str, value: int, reason: str
) -> None:
    save_package(tmp_path / name, FILES)
    monkeypatch.setattr(package, limit, value)
    with pytest.raises(FormatError, match=reason):
        open_package(tmp_path / name)


def test_an_encrypted_member_is_refused(tmp_path: Path) -> None:
    path = zip_with(tmp_path / "a.zip", "Info.dat")
    data = bytearray(path.read_bytes())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + place] |= 1
    path.write_bytes(data)
    with pytest.raises(FormatError, match="encrypted"):
        open_package(path)


def test_a_damaged_member_is_refused(tmp_path: Path) -> None:
    save_package(tmp_path / "a.zip", FILES)
    data = (tmp_path / "a.zip").read_bytes()
    start = data.index(FILES["song.ogg"])
    (tmp_path / "a.zip").write_bytes(data[: start + 5] + b"??" + data[start + 7 :])
    with pytest.raises(FormatError, match=r"song\.ogg: is damaged"):
        open_package(tmp_path / "a.zip")


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"no zip at all"])
def test_what_is_no_zip_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.zip").write_bytes(data)
    with pytest.raises(FormatError, match="neither a folder nor an intact zip"):
        open_package(tmp_path / "a.zip")


def test_a_file_of_another_kind_is_told_from_a_damaged_package(tmp_path: Path) -> None:
    for name in ("song.ogg", "broken.zip", "broken.osz"):
        (tmp_path / name).write_bytes(b"OggS")
    save_package(tmp_path / "level.zip", {"a": b"a"})
    (tmp_path / "level.zip").rename(tmp_path / "level.bak")
    names = ("song.ogg", "broken.zip", "broken.osz", "level.bak", "gone", "x" * 300, "")
    found = [name for name in names if is_other_file(tmp_path / name)]
    assert found == ["song.ogg", "broken.osz"]
    assert not is_other_file(tmp_path / "broken.osz", (".zip", ".osz"))


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="does not exist"):
        open_package(tmp_path / "nothing")


def test_two_names_that_differ_in_case_are_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("Info.dat", "{}")
        archive.writestr("info.dat", "{}")
    with pytest.raises(FormatError, match="twice"):
        open_package(tmp_path / "a.zip")


def test_one_folder_around_everything_is_taken_off_with_a_warning(tmp_path: Path) -> None:
    save_package(tmp_path / "a.zip", {f"My Level/{name}": data for name, data in FILES.items()})
    files, warnings = open_package_with_warnings(tmp_path / "a.zip")
    assert files == FILES
    assert "wants files at the top" in warnings[0]


def test_what_could_not_be_written_is_told_before_long_work(tmp_path: Path) -> None:
    (tmp_path / "old").write_bytes(b"kept")
    for path, why in (
        (tmp_path / "old" / "x.json", "cannot be written"),
        (tmp_path, "is a folder; name a file|exists already"),
        (tmp_path / "old", "exists already"),
    ):
        with pytest.raises(OutputError, match=why):
            refuse_unwritable(path)
        with pytest.raises(OutputError, match=why):
            write_file(path, b"")
    refuse_unwritable(tmp_path / "old", force=True)
    refuse_unwritable(tmp_path / "new" / "deep" / "x.json")
    assert [path.name for path in tmp_path.iterdir()] == ["old"]
    assert (tmp_path / "old").read_bytes() == b"kept"
