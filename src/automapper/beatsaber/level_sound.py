"""The sound of a level that exists, and what the Ear hears in it on the level's own beats."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from automapper.audio import Waveform, decode
from automapper.beatsaber.lighting_hits import note_phase
from automapper.beatsaber.model import Level, Note
from automapper.beatsaber.options import BPM_RANGE
from automapper.beatsaber.package import find_file
from automapper.ear import Pulse, listen
from automapper.errors import AudioError, FormatError
from automapper.timing import TempoMap

AUDIO_SUFFIXES = (".ogg", ".egg", ".opus", ".mp3", ".wav", ".flac", ".m4a")


def level_sound(level: Level, files: Mapping[str, bytes]) -> tuple[Waveform, list[str]]:
    """The level's audio, and a warning where another file than the named one had to be taken.

    Raises :class:`FormatError` without audio and :class:`AudioError` for audio that is none.
    """
    named = find_file(files, level.audio_file)
    if named is not None:
        return _decoded(named, files[named]), []
    others = sorted(name for name in files if Path(name).suffix.lower() in AUDIO_SUFFIXES)
    if len(others) != 1:
        raise FormatError(level.audio_file, "", "is missing, and the music decides what is made")
    warning = f"{level.audio_file} is missing; {others[0]} was listened to instead"
    return _decoded(others[0], files[others[0]]), [warning]


def _decoded(name: str, data: bytes) -> Waveform:
    """The sound in a file's bytes; errors speak of ``name``, not of where it lay meanwhile."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "song"
        path.write_bytes(data)
        try:
            return decode(path)
        except AudioError as error:
            raise AudioError(str(error).replace(str(path), name)) from error


def level_pulse(sound: Waveform, tempo_map: TempoMap, notes: tuple[Note, ...]) -> Pulse:
    """The pulse of a level's audio counted in the level's beats.

    Sections, bars and salience are heard; the tempo is the level's own. Where that is one tempo it
    is believed, at the phase on which ``notes`` stand.
    """
    bpm = float(tempo_map.points[0].bpm)
    if tempo_map.is_constant and BPM_RANGE[0] <= bpm <= BPM_RANGE[1]:
        phase = note_phase([float(note.beat) for note in notes])
        heard = listen(sound, bpm=bpm, offset=float(tempo_map.seconds(phase)))
    else:
        heard = listen(sound)
    return replace(heard, tempo_map=tempo_map)
