"""Which songs a door was given: files, and the audio files of folders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path

from automapper.audio import AUDIO_SUFFIXES
from automapper.errors import AudioError, ConfigError
from automapper.files import is_folder
from automapper.files.saving import ZIP_SUFFIXES


def find_songs(names: Sequence[Path], door: str, archive_hint: str = "") -> list[Path]:
    """The songs named, with the audio files of each folder named, in order.

    ``door`` is the command whose help shows examples; ``archive_hint`` says what else can be done
    with an archive. Raises :class:`ConfigError` and, for a folder without songs,
    :class:`AudioError`.
    """
    if not names:
        raise ConfigError(f"name at least one SONG ({door} --help shows examples)")
    songs: list[Path] = []
    for name in names:
        if is_folder(name):
            songs.extend(_songs_in(name))
        elif name.suffix.lower() in ZIP_SUFFIXES:
            raise ConfigError(f"{name} is an archive, not a song{archive_hint}")
        else:
            songs.append(name)
    if not songs:
        raise AudioError(f"{names[0]}: no audio files in this folder")
    # A song that is named beside its folder is meant once.
    return list({song.resolve(): song for song in reversed(songs)}.values())[::-1]


def _songs_in(folder: Path) -> list[Path]:
    """The audio files below a folder, without those that systems hide."""
    return sorted(
        file
        for file in folder.rglob("*")
        if file.suffix.lower() in AUDIO_SUFFIXES
        and not any(part.startswith(".") for part in file.relative_to(folder).parts)
        and file.is_file()
    )


def is_batch(names: Sequence[Path], songs: Sequence[Path]) -> bool:
    """Whether many songs were meant, even where a folder holds only one."""
    return len(songs) > 1 or any(is_folder(name) for name in names)


def told_apart(songs: Sequence[Path]) -> list[str]:
    """A name for each song, with as many of its folders as tell it from the others."""
    count = Counter(tail for song in songs for tail in _tails(song))
    return [
        next((str(tail) for tail in _tails(song) if count[tail] == 1), str(song)) for song in songs
    ]


def _tails(song: Path) -> list[Path]:
    """The file's name, the same with its folder, and so on."""
    return [Path(*song.parts[-length:]) for length in range(1, len(song.parts) + 1)]


def own_path(path: Path, suffix: str, taken: AbstractSet[str]) -> Path:
    """The path, or with a number before its suffix where another song of the run has it.

    ``taken`` are paths without their letter case: :func:`plain_case`.
    """
    stem = path.name.removesuffix(suffix)
    free, count = path, 1
    while plain_case(free) in taken:
        count += 1
        free = path.with_name(f"{stem} ({count}){path.name[len(stem) :]}")
    return free


def plain_case(path: Path) -> str:
    """A path as systems that know no letter case compare it."""
    return str(path).casefold()
