"""A package in another version: the level's files anew, everything beside them untouched."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from automapper.beatsaber.formats.audio_data import AUDIO_DATA_FILE, BPM_INFO_FILE, Sound
from automapper.beatsaber.formats.wire import claimed_version, decode
from automapper.beatsaber.model import Level
from automapper.beatsaber.read import INFO_NAMES, read_level
from automapper.beatsaber.rework.level_sound import level_sound, sound_facts
from automapper.beatsaber.write import write_level
from automapper.errors import AudioError, FormatError
from automapper.files import find_file, open_package_with_warnings


def convert_package(source: Path | str, version: int) -> tuple[dict[str, bytes], list[str]]:
    """The files of a level as ``version``, and all warnings.

    Audio, cover and other files that no info names are carried along; files that the level was read
    from are replaced. Raises FormatError as reading does.
    """
    files, warnings = open_package_with_warnings(source)
    level, read = read_level(files)
    written, dropped = write_level(level, version, _sound(level, files) if version == 4 else None)
    return beside(files, written), [*warnings, *read, *dropped]


def _sound(level: Level, files: Mapping[str, bytes]) -> Sound | None:
    """Length and rate of the audio; None where it cannot be read, which converting survives."""
    try:
        return sound_facts(level_sound(level, files)[0])
    except (AudioError, FormatError):
        return None


def beside(files: Mapping[str, bytes], written: Mapping[str, bytes]) -> dict[str, bytes]:
    """``files`` with its level files exchanged for ``written`` ones."""
    old = {name.casefold() for name in level_files(files)}
    new = {name.casefold() for name in written}
    kept = {
        name: data
        for name, data in files.items()
        if name.casefold() not in old and name.casefold() not in new
    }
    return {**written, **kept}


def level_files(files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Names of the files that reading a level takes: info, difficulties, lights, tempo."""
    info = next((found for want in INFO_NAMES if (found := find_file(files, want))), None)
    if info is None:
        return ()
    tree = decode(info, files[info])
    named = [info, BPM_INFO_FILE, AUDIO_DATA_FILE, *_file_names(tree)]
    return tuple(dict.fromkeys(found for name in named if (found := find_file(files, name))))


def _file_names(tree: object) -> list[str]:
    """Every .dat or .json that a tree names, wherever the version has put it."""
    if isinstance(tree, str):
        return [tree] if tree.casefold().endswith((".dat", ".json")) else []
    if isinstance(tree, dict):
        return [name for value in tree.values() for name in _file_names(value)]
    if isinstance(tree, list):
        return [name for value in tree for name in _file_names(value)]
    return []


def package_version(files: Mapping[str, bytes]) -> int:
    """The format version, 2-4, that holds every file a level was read from."""
    versions = [2]
    for name in level_files(files):
        try:
            tree = decode(name, files[name])
        except FormatError:
            continue  # reading has warned of it
        versions.append(claimed_version(tree))
    return max(versions)
