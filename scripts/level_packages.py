"""The levels of a data folder, for all that count or measure them."""

from __future__ import annotations

import tarfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from automapper.files import open_package

Files = dict[str, bytes]
Opener = Callable[[], Files]


def level_packages(folder: Path) -> Iterator[tuple[str, Opener]]:
    """Name of every level below a folder and how to open it, in order of name.

    Levels are zips, folders, and folders inside a ``*.tar.xz``. Opening a damaged one raises
    FormatError.
    """
    for path in sorted(folder.iterdir()):
        if path.suffixes[-2:] == [".tar", ".xz"]:
            yield from _archived(path)
        elif path.is_dir():
            yield path.name, partial(open_package, path)
        elif path.suffix == ".zip":
            yield path.stem, partial(open_package, path)


def _archived(path: Path) -> Iterator[tuple[str, Opener]]:
    levels: dict[str, Files] = {}
    with tarfile.open(path) as archive:
        for member in archive:
            stream = archive.extractfile(member) if member.isfile() else None
            if stream is not None:
                parts = Path(member.name).parts
                levels.setdefault(parts[-2], {})[parts[-1]] = stream.read()
    for name in sorted(levels):
        yield name, partial(dict, levels[name])
