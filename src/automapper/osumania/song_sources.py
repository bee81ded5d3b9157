"""Where charted songs lie: packages, folders with charts, chart files; found and read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from automapper.audio import SOUND_SUFFIXES
from automapper.errors import ConfigError, FormatError
from automapper.files import find_file, is_folder, open_package
from automapper.files.package import MAX_FILE_BYTES

CHART_SUFFIXES = (".osu", ".qua", ".sm", ".ssc")
PACKAGE_SUFFIXES = (".osz", ".zip")
# Beside the song packages hold hit sounds of some hundred kilobytes.
_FAR_LARGER = 4


@dataclass(frozen=True, slots=True)
class SongSource:
    """One song: a package, a folder of charts, or a chart file beside its audio.

    ``path``: absolute; ``name``: its path from the folder that was named, with forward slashes,
    which songs of two folders may share.
    """

    path: Path
    name: str


def charted_songs(paths: Sequence[Path]) -> tuple[SongSource, ...]:
    """Every song under the paths once, in the order of the paths and of their names.

    ConfigError for a path that is missing or no source, and where there is no song at all.
    """
    found: dict[Path, SongSource] = {}
    for named in paths:
        path = _absolute(named)
        if is_folder(path):
            for song in songs_under(path):
                name = path.name if song == path else song.relative_to(path).as_posix()
                whole = _absolute(song)
                found.setdefault(whole, SongSource(whole, name))
        elif not path.exists():
            raise ConfigError(f"{named}: does not exist")
        elif path.suffix.lower() in (*CHART_SUFFIXES, *PACKAGE_SUFFIXES):
            found.setdefault(path, SongSource(path, path.name))
        else:
            kinds = ", ".join((*PACKAGE_SUFFIXES, *CHART_SUFFIXES))
            raise ConfigError(f"{named}: is neither a folder nor one of {kinds}")
    if not found:
        raise ConfigError("no charted songs there")
    return tuple(found.values())


def _absolute(path: Path) -> Path:
    """One spelling for one place; a link is not followed, as a chart's audio lies beside it."""
    whole = path if path.name not in ("", "..") else path.resolve()
    return whole.parent.resolve() / whole.name


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


def read_files(path: Path) -> dict[str, bytes]:
    """The charts and sounds of the song at a path by name; FormatError for what is unreadable."""
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


def song_file(files: Mapping[str, bytes], named: str) -> str | None:
    """The audio of a chart: the file it names, else the only one, else one far larger than others.

    Charts whose audio was encoded anew name a file that is gone.
    """
    wanted = named.replace("\\", "/").rpartition("/")[2]
    sounds = [name for name in files if _suffix(name) in SOUND_SUFFIXES]
    beside = {name.rpartition("/")[2]: name for name in sounds}
    if wanted and (found := find_file(dict.fromkeys(beside, b""), wanted)) is not None:
        return beside[found]
    sounds.sort(key=lambda name: (-len(files[name]), name))
    if len(sounds) > 1 and len(files[sounds[0]]) < _FAR_LARGER * len(files[sounds[1]]):
        return None
    return sounds[0] if sounds else None
