"""The sound of a level that exists."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

from automapper.audio import SOUND_SUFFIXES, Waveform, decode
from automapper.beatsaber.formats.audio_data import Sound
from automapper.beatsaber.model import Level
from automapper.errors import AudioError, FormatError
from automapper.files import find_file


def level_sound(level: Level, files: Mapping[str, bytes]) -> tuple[Waveform, list[str]]:
    """The level's audio, and a warning where another file than the named one had to be taken.

    Raises :class:`FormatError` without audio and :class:`AudioError` for audio that is none.
    """
    named = find_file(files, level.audio_file)
    if named is not None:
        return _decoded(named, files[named]), []
    others = sorted(name for name in files if Path(name).suffix.lower() in SOUND_SUFFIXES)
    if len(others) != 1:
        raise FormatError(level.audio_file, "", "is missing, and the music decides what is made")
    warning = f"{level.audio_file} is missing; {others[0]} was listened to instead"
    return _decoded(others[0], files[others[0]]), [warning]


def sound_facts(waveform: Waveform) -> Sound:
    """What version 4 files say of a level's audio."""
    return Sound(waveform.sample_rate, waveform.samples.shape[1])


def _decoded(name: str, data: bytes) -> Waveform:
    """The sound in a file's bytes; errors speak of ``name``, not of where it lay meanwhile."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "song"
        path.write_bytes(data)
        try:
            return decode(path)
        except AudioError as error:
            raise AudioError(str(error).replace(str(path), name)) from error
