"""What the files beside the charts are: how long the audio is, how large the cover."""

from __future__ import annotations

from collections.abc import Mapping

from automapper.audio.stream_facts import audio_seconds
from automapper.beatsaber.checks.subject import AudioFacts
from automapper.beatsaber.model import Level
from automapper.files import find_file
from automapper.files.picture import picture_size


def file_facts(level: Level, files: Mapping[str, bytes]) -> AudioFacts:
    """Facts of the audio and cover that a level names, from a package's ``files`` by name.

    Only headers are read. Never raises: what is missing or damaged is a fact too.
    """
    audio = find_file(files, level.audio_file) if level.audio_file else None
    cover = find_file(files, level.cover_file) if level.cover_file else None
    seconds = None if audio is None else audio_seconds(files[audio])
    return AudioFacts(seconds, (0, 0) if cover is None else picture_size(files[cover]))
