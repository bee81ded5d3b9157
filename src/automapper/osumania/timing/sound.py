"""The sound of a song as osu! plays it."""

from __future__ import annotations

from pathlib import Path

from automapper.audio import decode, encode_ogg, vorbis_bytes
from automapper.files import read_file


def packed_sound(path: Path) -> tuple[str, bytes]:
    """(name, bytes) for a package: MP3 and Vorbis as they are, everything else as Vorbis.

    Raises FormatError where the file cannot be read, and AudioError for what is no sound.
    """
    data = read_file(path)  # first: what cannot be read is told here
    kind = _kind(path, data)
    if kind is not None:
        return f"audio.{kind}", data
    return "audio.ogg", encode_ogg(decode(path, allow_silence=True))


def plays_in_osu(path: Path) -> bool:
    """Whether a file is MP3 or Ogg Vorbis, judged by content; errors as of packed_sound."""
    return _kind(path, read_file(path)) is not None


def _kind(path: Path, data: bytes) -> str | None:
    """The suffix of what the game plays as it is, else None."""
    if vorbis_bytes(path) is not None:
        return "ogg"
    return "mp3" if _is_mp3(data[:3]) else None


def _is_mp3(head: bytes) -> bool:
    """A tag, or a frame of layer III; AAC, which begins alike, names no layer."""
    return head == b"ID3" or (len(head) > 1 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2)
