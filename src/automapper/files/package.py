"""A level's files as one mapping: a folder or a zip, read with distrust and written whole."""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath, PureWindowsPath

from automapper.errors import FormatError

# A ranked level has a dozen files and some ten megabytes, a BMS package with a film of pictures
# some thousand; all stay far below these.
MAX_FILES = 20_000
MAX_FILE_BYTES = 512 * 2**20
MAX_TOTAL_BYTES = 1024 * 2**20
# JSON shrinks 10-40 fold; a bomb of zeros a thousandfold. Small files may shrink as they like.
MAX_RATIO, RATIO_FREE_BYTES = 200, 4 * 2**20
_CHUNK = 2**18
_NOISE = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


def find_file(files: Mapping[str, bytes], name: str) -> str | None:
    """The key of a file whose name differs at most in letter case; None when there is none."""
    if name in files:
        return name
    wanted = name.casefold()
    return next((key for key in files if key.casefold() == wanted), None)


def is_other_file(path: Path, suffixes: tuple[str, ...] = (".zip",)) -> bool:
    """Whether a file neither is a zip nor is called one: no package, whatever else it may be."""
    try:
        named = path.suffix.lower() in suffixes
        return path.is_file() and not named and not zipfile.is_zipfile(path)
    except OSError:
        return False  # who opens it tells why it cannot be read


def is_folder(path: Path) -> bool:
    """Whether a path is a folder; a name that the system does not take is none."""
    try:
        return path.is_dir()
    except OSError:
        return False


def open_package(path: Path | str) -> dict[str, bytes]:
    """The files of a level by name: of a folder, or of a zip under any suffix.

    Raises FormatError for what is neither, for unsafe names, links, encrypted or damaged members,
    and for archives that would inflate beyond the limits.
    """
    return open_package_with_warnings(path)[0]


def open_package_with_warnings(path: Path | str) -> tuple[dict[str, bytes], list[str]]:
    """:func:`open_package`, and what was odd about the package without being wrong."""
    path = Path(path)
    try:
        if path.is_dir():
            return _read_folder(path), []
        if not path.exists():
            raise FormatError(path, "", "does not exist")
        return _flat(path, _read_zip(path))
    except zipfile.BadZipFile:
        raise FormatError(path, "", "is neither a folder nor an intact zip") from None
    except OSError as error:
        raise FormatError(path, "", f"cannot be read ({error.strerror or error})") from None


def _read_folder(folder: Path) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    total = 0
    for item in sorted(folder.rglob("*")):
        name = item.relative_to(folder).as_posix()
        if item.is_dir() or _is_noise(name):
            continue
        if not item.resolve().is_relative_to(folder.resolve()) or not item.is_file():
            raise FormatError(folder, name, "is a link out of the folder, or no plain file")
        size = item.stat().st_size
        total += size
        _within_limits(folder, name, len(files) + 1, size, total)
        files[name] = item.read_bytes()
    return files


def _within_limits(path: Path, name: str, count: int, size: int, total: int) -> None:
    if count > MAX_FILES:
        raise FormatError(path, "", f"holds more than {MAX_FILES} files")
    if size > MAX_FILE_BYTES:
        raise FormatError(path, name, f"is larger than {MAX_FILE_BYTES >> 20} MB")
    if total > MAX_TOTAL_BYTES:
        raise FormatError(path, "", f"holds more than {MAX_TOTAL_BYTES >> 20} MB")


def _is_noise(name: str) -> bool:
    return name.startswith(_NOISE[0]) or name.rsplit("/", 1)[-1] in _NOISE[1:]


def _read_zip(path: Path) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    seen: set[str] = set()
    total = 0
    with zipfile.ZipFile(path) as archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        for member in members:
            name = _safe_name(path, member)
            if _is_noise(name):
                continue
            if name.casefold() in seen:
                raise FormatError(path, name, "stands in the zip twice")
            seen.add(name.casefold())
            _within_limits(path, name, len(members), member.file_size, total + member.file_size)
            files[name] = _inflate(path, archive, member, name)
            total += len(files[name])
    return files


def _safe_name(path: Path, member: zipfile.ZipInfo) -> str:
    name = member.filename.replace("\\", "/")
    posix, windows = PurePosixPath(name), PureWindowsPath(name)
    if posix.is_absolute() or windows.drive or windows.root or ".." in posix.parts:
        raise FormatError(path, repr(name), "is a name that leads out of the package")
    if "\0" in member.orig_filename or not posix.parts:
        raise FormatError(path, repr(name), "is no file name")
    mode = member.external_attr >> 16
    if mode and stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        raise FormatError(path, name, "is a link or a device")
    if member.flag_bits & 0x1:
        raise FormatError(path, name, "is encrypted")
    return posix.as_posix()


def _inflate(path: Path, archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> bytes:
    """One member, counted while it inflates: its header may lie about the size."""
    allowed = min(MAX_FILE_BYTES, max(RATIO_FREE_BYTES, member.compress_size * MAX_RATIO))
    parts: list[bytes] = []
    size = 0
    try:
        with archive.open(member) as stream:
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
                if size > allowed:
                    raise FormatError(path, name, "inflates too far; this looks like a zip bomb")
                parts.append(chunk)
    # What zipfile raises for bytes that are none of its own: of an odd method NotImplementedError.
    except (zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise FormatError(path, name, f"is damaged ({error})") from None
    except zipfile.BadZipFile:
        raise FormatError(path, name, "is damaged (checksum)") from None
    return b"".join(parts)


def _flat(path: Path, files: dict[str, bytes]) -> tuple[dict[str, bytes], list[str]]:
    """Takes off one folder around everything, which many tools and people zip along."""
    tops = {name.split("/", 1)[0] if "/" in name else "" for name in files}
    if len(tops) != 1 or "" in tops:
        return files, []
    top = tops.pop()
    warning = f"{path}: everything lies in the folder {top!r}; the game wants files at the top"
    return {name[len(top) + 1 :]: data for name, data in files.items()}, [warning]
