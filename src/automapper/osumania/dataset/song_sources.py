"""Where charted songs lie: packages, folders with charts, chart files; found, named and read."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from automapper.audio import SOUND_SUFFIXES
from automapper.errors import ConfigError, FormatError
from automapper.files import find_file, is_device_name, is_folder, open_package
from automapper.files.package import MAX_FILE_BYTES

CHART_SUFFIXES = (".osu", ".qua", ".sm", ".ssc")
PACKAGE_SUFFIXES = (".osz", ".zip")
# Beside the song packages hold hit sounds of some hundred kilobytes.
_FAR_LARGER = 4
_ID_LENGTH = 80  # characters: leaves room for a folder below Windows' 260


@dataclass(frozen=True, slots=True)
class SongSource:
    """One song: a package, a folder of charts, or a chart file beside its audio.

    ``name``: its path from the folder that was named, with forward slashes; ``id``: a name for
    its folder in a store, unlike any other of the run.
    """

    path: Path
    name: str
    id: str


def find_songs(paths: Sequence[Path]) -> tuple[SongSource, ...]:
    """Every song under the paths, in the order of the paths and of their names.

    ConfigError for a path that is missing or no source, and where there is no song at all.
    """
    found: dict[Path, str] = {}
    for path in paths:
        if is_folder(path):
            for song in songs_under(path):
                found.setdefault(song, song.relative_to(path).as_posix())
        elif not path.exists():
            raise ConfigError(f"{path}: does not exist")
        elif path.suffix.lower() in (*CHART_SUFFIXES, *PACKAGE_SUFFIXES):
            found.setdefault(path, path.name)
        else:
            kinds = ", ".join((*PACKAGE_SUFFIXES, *CHART_SUFFIXES))
            raise ConfigError(f"{path}: is neither a folder nor one of {kinds}")
    if not found:
        raise ConfigError("no charted songs there")
    ids: set[str] = set()
    sources = []
    for path, name in found.items():
        label = path.name if name == "." else name
        sources.append(SongSource(path, label, _id(label, ids)))
    return tuple(sources)


def songs_under(folder: Path) -> Iterator[Path]:
    """Packages, and folders in which charts lie; a name that begins with a dot hides both."""
    charted: set[Path] = set()
    for item in sorted(folder.rglob("*")):
        if any(part.startswith(".") for part in item.relative_to(folder).parts):
            continue
        suffix = item.suffix.lower()
        if suffix in PACKAGE_SUFFIXES and item.is_file():
            yield item
        elif suffix in CHART_SUFFIXES and item.parent not in charted and item.is_file():
            charted.add(item.parent)
            yield item.parent


def _id(name: str, taken: set[str]) -> str:
    stem = re.sub(r"\.(osz|zip|osu|qua|sm|ssc)$", "", name.rsplit("/", 1)[-1], flags=re.IGNORECASE)
    plain = re.sub(r"[^A-Za-z0-9_.-]+", "-", stem)[:_ID_LENGTH].strip("-.") or "song"
    if plain.casefold() in taken or plain == "song" or is_device_name(plain):
        # By its path, so that the name does not depend on what else is there to find.
        plain += "-" + hashlib.blake2b(name.encode("utf-8"), digest_size=4).hexdigest()
    taken.add(plain.casefold())
    return plain


def read_files(source: SongSource) -> dict[str, bytes]:
    """The charts and sounds of a song by name. FormatError where they cannot be read."""
    path = source.path
    if path.suffix.lower() in PACKAGE_SUFFIXES and path.is_file():
        files = open_package(path)
        folders = {_folder(name) for name in files if _is_chart(name)}
        if len(folders) > 1:
            raise FormatError(path, "", "holds several songs; unpack it and name the folder")
        inside = folders.pop() if folders else ""
        return {n: data for n, data in files.items() if _folder(n) == inside and _is_wanted(n)}
    folder = path if is_folder(path) else path.parent
    files = {}
    try:
        for item in sorted(folder.iterdir()):
            other = not is_folder(path) and item != path and _is_chart(item.name)
            if other or not _is_wanted(item.name) or not item.is_file():
                continue
            if item.stat().st_size > MAX_FILE_BYTES:
                raise FormatError(item, "", f"is larger than {MAX_FILE_BYTES >> 20} MB")
            files[item.name] = item.read_bytes()
    except OSError as error:
        raise FormatError(path, "", f"cannot be read ({error.strerror or error})") from None
    return files


def _folder(name: str) -> str:
    return name.rpartition("/")[0]


def _suffix(name: str) -> str:
    return f".{name.rpartition('.')[2].lower()}"


def _is_chart(name: str) -> bool:
    return _suffix(name) in CHART_SUFFIXES


def _is_wanted(name: str) -> bool:
    return _is_chart(name) or _suffix(name) in SOUND_SUFFIXES


def digest(files: Mapping[str, bytes], *words: str) -> str:
    """A fingerprint of files and of what is done with them, 32 hexadecimal digits."""
    whole = hashlib.blake2b(digest_size=16)
    for word in words:
        whole.update(f"{word}\0".encode())
    for name in sorted(files):
        whole.update(hashlib.blake2b(name.encode("utf-8")).digest())
        whole.update(hashlib.blake2b(files[name]).digest())
    return whole.hexdigest()


def song_file(files: Mapping[str, bytes], named: str) -> str | None:
    """The audio of a chart: the file it names, else the only one, else one far larger than others.

    Charts whose audio was encoded anew name a file that is gone.
    """
    wanted = named.replace("\\", "/").rpartition("/")[2]
    beside = {name.rpartition("/")[2]: name for name in files if not _is_chart(name)}
    if wanted and (found := find_file(dict.fromkeys(beside, b""), wanted)) is not None:
        return beside[found]
    sounds = sorted((n for n in files if not _is_chart(n)), key=lambda n: (-len(files[n]), n))
    if len(sounds) > 1 and len(files[sounds[0]]) < _FAR_LARGER * len(files[sounds[1]]):
        return None
    return sounds[0] if sounds else None
