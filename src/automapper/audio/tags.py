"""What a music file says about its song: title, artist, album, cover."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from automapper.audio.source import NamelessFile

MAX_TEXT = 200  # characters; longer tags hold lyrics or advertising
MAX_COVER = 16 * 2**20  # bytes

# Names of one word in ID3 (MP3, WAV, AIFF), MP4, ASF, and Vorbis comments/APE, in this order.
_TITLE = ("TIT2", "\xa9nam", "Title", "title")
_ARTIST = ("TPE1", "\xa9ART", "Author", "artist", "TPE2", "aART", "WM/AlbumArtist", "albumartist")
_ALBUM = ("TALB", "\xa9alb", "WM/AlbumTitle", "album")
_WORDS = (_TITLE, _ARTIST, _ALBUM)
_FRONT = 3  # picture type of a front cover, in ID3, FLAC and Vorbis alike


@dataclass(frozen=True, slots=True)
class Tags:
    """Words are trimmed, on one line, at most ``MAX_TEXT`` long and "" where unknown.

    ``cover`` holds the picture file's bytes as found, None without one. ``warnings`` say what
    could not be read.
    """

    title: str = ""
    artist: str = ""
    album: str = ""
    cover: bytes | None = None
    warnings: tuple[str, ...] = ()


def read_tags(path: str | Path) -> Tags:
    """Tags by content, whatever the file's name; never raises, an unreadable file has none."""
    import mutagen

    try:
        with NamelessFile(Path(path)) as file:
            found = mutagen.File(file)
            if found is None:
                return Tags()
            tags = found.tags if found.tags is not None else {}
            pictures = list(getattr(found, "pictures", ()))
            title, artist, album = (_first_text(tags, names) for names in _WORDS)
            return Tags(title, artist, album, _cover(tags, pictures))
    except Exception as error:  # a tag reader meets every kind of broken file: none may stop a run
        reason = str(error).splitlines()[0][:MAX_TEXT] if str(error) else type(error).__name__
        return Tags(warnings=(f"{path}: the tags cannot be read ({reason})",))


def tags_from_name(path: str | Path) -> Tags:
    """Title (and artist, from "artist - title") as the file's name gives them.

    A leading track number is left out: "03. Name" is Name.
    """
    name = re.sub(r"^\d{1,3}(\s*[-.)_]\s*|\s+)(?=\D)", "", Path(path).stem.replace("_", " "))
    artist, dash, title = name.partition(" - ")
    return Tags(_clean(title), _clean(artist)) if dash else Tags(_clean(name))


def _first_text(tags: Any, names: Iterable[str]) -> str:
    for name in names:
        text = _text(_get(tags, name))
        if text:
            return text
    return ""


def _get(tags: Any, name: str) -> Any:
    """A tag's value or None: kinds of tags disagree on which keys they let one ask for."""
    try:
        return tags[name]
    except (KeyError, ValueError, TypeError):
        return None


def _text(value: Any) -> str:
    """One line of whatever a tag library calls text: a frame, a list, a string."""
    value = getattr(value, "text", value)
    if isinstance(value, (list, tuple)):
        value = next((item for item in value if str(item).strip()), "")
    return "" if value is None or isinstance(value, bytes) else _clean(str(value))


def _clean(text: str) -> str:
    printable = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(printable.split())[:MAX_TEXT].strip()


def _cover(tags: Any, pictures: list[Any]) -> bytes | None:
    """The front cover, else the first picture, of at most ``MAX_COVER`` bytes."""
    found = [(int(p.type), bytes(p.data)) for p in pictures]
    if hasattr(tags, "getall"):  # ID3
        found += [(int(frame.type), bytes(frame.data)) for frame in tags.getall("APIC")]
    found += [(_FRONT, bytes(item)) for item in _get(tags, "covr") or ()]
    found += _vorbis_pictures(_get(tags, "metadata_block_picture") or ())
    ape = getattr(_get(tags, "Cover Art (Front)"), "value", None)
    if isinstance(ape, bytes):  # a file name, a zero byte, the picture
        found.append((_FRONT, ape.partition(b"\0")[2]))
    found += [
        (_FRONT, data) for item in _get(tags, "WM/Picture") or () if (data := _asf_picture(item))
    ]
    usable = [(kind != _FRONT, data) for kind, data in found if 0 < len(data) <= MAX_COVER]
    return min(usable, key=lambda item: item[0])[1] if usable else None


def _vorbis_pictures(values: Iterable[str]) -> list[tuple[int, bytes]]:
    from mutagen.flac import Picture, error

    found = []
    for value in values:
        try:
            picture = Picture(base64.b64decode(value))  # type: ignore[no-untyped-call]
        except (error, binascii.Error, ValueError):
            continue
        found.append((int(picture.type), bytes(picture.data)))
    return found


def _asf_picture(item: Any) -> bytes:
    """WM/Picture: type (1 byte), size (4), MIME and description (UTF-16, each ended by 0), data."""
    raw = bytes(getattr(item, "value", b""))
    size = int.from_bytes(raw[1:5], "little")
    return raw[len(raw) - size :] if 0 < size < len(raw) else b""
