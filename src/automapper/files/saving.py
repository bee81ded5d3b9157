"""Writing a package whole or not at all: a temporary name first, then one rename."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath, PureWindowsPath

from automapper.errors import OutputError

# Sound and pictures are packed already; packing them again costs time and wins nothing.
_PACKED = {".ogg", ".egg", ".mp3", ".opus", ".png", ".jpg", ".jpeg"}
# What packages hold besides, so that an older version of one may be replaced.
_USUAL = {".wav", ".flac", ".m4a", ".dat", ".json", ".osu", ".txt"}
ZIP_SUFFIXES = (".zip", ".osz")
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment a zip can name: same files, same bytes


def zip_bytes(files: Mapping[str, bytes]) -> bytes:
    """A zip of the files, flat and reproducible: sorted names, fixed times, stored sound."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in sorted(files):
            member = zipfile.ZipInfo(name, _EPOCH)
            member.external_attr = 0o644 << 16
            member.create_system = 3  # else the byte differs between Windows and the rest
            packed = Path(name).suffix.lower() in _PACKED
            member.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
            archive.writestr(member, files[name], compresslevel=None if packed else 9)
    return buffer.getvalue()


def vet_names(names: Iterable[str]) -> None:
    """Refuses names that would leave a package (OutputError)."""
    for name in names:
        posix, windows = PurePosixPath(name), PureWindowsPath(name)
        outside = posix.is_absolute() or windows.drive or windows.root
        if not name or outside or ".." in windows.parts or "\0" in name:
            raise OutputError(f"{name!r} is no file name inside a package")


def save_package(path: Path | str, files: Mapping[str, bytes], force: bool = False) -> None:
    """Writes a package: a zip when ``path`` ends in .zip or .osz, else a folder.

    Raises OutputError, leaving nothing behind, when the target exists without ``force`` or cannot
    be written.
    """
    path = Path(path)
    vet_names(files)
    if path.suffix.lower() in ZIP_SUFFIXES:
        write_file(path, zip_bytes(files), force)
    else:
        _write_folder(path, files, force)


def refuse_unwritable(path: Path | str, force: bool = False) -> None:
    """Tells before long work what :func:`write_file` would tell after it; leaves nothing behind."""
    path = Path(path)
    _refuse_target(path, force)
    try:
        folder = next(parent for parent in path.absolute().parents if parent.exists())
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise _refusal(path, error) from None


def _refuse_target(path: Path, force: bool) -> None:
    _refuse_existing(path, force)
    if path.is_dir():
        raise OutputError(f"{path}: is a folder; name a file")


def write_file(path: Path | str, data: bytes, force: bool = False) -> None:
    """Writes one file under a temporary name and renames it; OutputError as in save_package."""
    path = Path(path)
    _refuse_target(path, force)
    temporary: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", dir=path.parent)
        temporary = Path(name)
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        temporary.chmod(0o644)  # mkstemp keeps others out; a level may be read by all
        temporary.replace(path)
    except OSError as error:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
        raise _refusal(path, error) from None


def _write_folder(path: Path, files: Mapping[str, bytes], force: bool) -> None:
    _refuse_existing(path, force)
    if path.exists() and not path.is_dir():
        raise OutputError(f"{path}: is a file; name a folder or end the name in .zip")
    _refuse_foreign(path, files)
    temporary: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=f".{path.name[:40]}.", dir=path.parent))
        fresh = temporary / "new"
        fresh.mkdir()
        for name in sorted(files):
            target = fresh / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(files[name])
        if path.exists():  # a folder cannot be replaced in one step: the old one steps aside
            path.replace(temporary / "old")
            try:
                fresh.replace(path)
            except OSError:
                (temporary / "old").replace(path)
                raise
        else:
            fresh.replace(path)
    except OSError as error:
        raise _refusal(path, error) from None
    finally:
        if temporary is not None:
            shutil.rmtree(temporary, ignore_errors=True)


def _refuse_foreign(folder: Path, files: Mapping[str, bytes]) -> None:
    """Refuses to replace a folder that holds other kinds of files than a package like this one.

    A home folder named by mistake must not be lost, whatever was forced.
    """
    kinds = {Path(name).suffix.lower() for name in files} | _USUAL | _PACKED
    try:
        held = [item for item in sorted(folder.rglob("*")) if not item.is_dir()]
    except OSError as error:
        raise _refusal(folder, error) from None
    foreign = next((item for item in held if item.suffix.lower() not in kinds), None)
    if foreign is not None:
        name = foreign.relative_to(folder).as_posix()
        raise OutputError(f"{folder}: holds {name}, which is no part of it; choose another folder")


def _refuse_existing(path: Path, force: bool) -> None:
    try:
        exists = path.exists() or path.is_symlink()
    except OSError as error:
        raise _refusal(path, error) from None
    if exists and not force:
        raise OutputError(f"{path}: exists already; choose another name or pass --force")


def _refusal(path: Path, error: OSError) -> OutputError:
    return OutputError(f"{path}: cannot be written ({error.strerror or error})")
