"""The sound of a song as osu! plays it."""

from __future__ import annotations

from pathlib import Path

from automapper.audio import decode, vorbis_bytes
from automapper.audio.ogg_pages import ogg_facts
from automapper.files import read_file
from automapper.osumania.sound import song_ogg


def packed_sound(path: Path) -> tuple[str, bytes]:
    """(name, bytes) for a package: MP3 and usual Vorbis as they are, all else as Vorbis.

    Raises FormatError where the file cannot be read, and AudioError for what is no sound.
    """
    data = read_file(path)  # first: what cannot be read is told here
    if vorbis_bytes(path) is not None:
        return "audio.ogg", data
    if _is_mp3(data[:3]):
        return "audio.mp3", data
    return "audio.ogg", song_ogg(decode(path, allow_silence=True))


def plays_in_osu(path: Path) -> bool:
    """Whether a file is MP3 or Ogg Vorbis, judged by content; errors as of packed_sound."""
    data, facts = read_file(path), ogg_facts(path)
    return _is_mp3(data[:3]) or (facts is not None and facts.codec == "vorbis")


def _is_mp3(head: bytes) -> bool:
    """A tag, or a frame of layer III; AAC, which begins alike, names no layer."""
    return head == b"ID3" or (len(head) > 1 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2)
