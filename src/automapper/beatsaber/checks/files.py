"""What the files beside the charts are: how long the audio is, how large the cover."""

from __future__ import annotations

import io
from collections.abc import Mapping

from automapper.audio.read_compressed import OPEN_OPTIONS
from automapper.beatsaber.checks.subject import AudioFacts
from automapper.beatsaber.model import Level
from automapper.files import find_file

_MOST_PIXELS = 2**28


def file_facts(level: Level, files: Mapping[str, bytes]) -> AudioFacts:
    """Facts of the audio and cover that a level names, from a package's ``files`` by name.

    Only headers are read. Never raises: what is missing or damaged is a fact too.
    """
    audio = find_file(files, level.audio_file) if level.audio_file else None
    cover = find_file(files, level.cover_file) if level.cover_file else None
    seconds = None if audio is None else audio_seconds(files[audio])
    return AudioFacts(seconds, (0, 0) if cover is None else picture_size(files[cover]))


def audio_seconds(data: bytes) -> float | None:
    """Length of an audio file, s, as its container states it; None when it cannot be read."""
    import av
    from av.error import FFmpegError

    try:
        with av.open(io.BytesIO(data), mode="r", container_options=OPEN_OPTIONS) as opened:
            if not opened.streams.audio:
                return None
            stream = opened.streams.audio[0]
            if stream.duration is not None and stream.time_base is not None:
                seconds = float(stream.duration * stream.time_base)
            else:
                seconds = (opened.duration or 0) / 1_000_000
    except (FFmpegError, OSError, ValueError, EOFError):
        return None
    return seconds if seconds > 0 else None


def picture_size(data: bytes) -> tuple[int, int]:
    """Width and height of a picture, pixels; (0, 0) when it cannot be read."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as opened:
            width, height = opened.size
    except Exception:  # picture readers raise every kind of error on damaged files
        return (0, 0)
    return (width, height) if width * height <= _MOST_PIXELS else (0, 0)
