"""The pages of an Ogg file: what it holds and whether it is whole (RFC 3533)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from automapper.errors import AudioError

_CONTINUED, _BEGINS, _ENDS = 1, 2, 4  # header type flags
_HEADER = struct.Struct("<4sBBqIII")  # magic, version, flags, granule, serial, sequence, checksum
_NO_GRANULE = -1
OPUS_RATE = 48000  # Opus counts at this rate whatever it was made from (RFC 7845)
LATE_START_SECONDS = 10.0  # a cut out of a broadcast starts counting far from zero


@dataclass(frozen=True, slots=True)
class OggFacts:
    """``codec`` of the first audio stream: "vorbis", "opus", "flac" or "" for others.

    ``frames`` is the length its last page states (None where it cannot be told), ``whole`` whether
    every byte of the last page is there and says that it is the last, ``streams`` how many streams
    the file holds, side by side or chained.
    """

    codec: str
    sample_rate: int
    channels: int
    frames: int | None
    whole: bool
    streams: int


@dataclass(frozen=True, slots=True)
class _Page:
    flags: int
    granule: int
    serial: int
    body: bytes  # the first bytes only
    whole: bool


def ogg_facts(path: Path) -> OggFacts | None:
    """What the pages say; None when the file does not start with an Ogg page.

    Raises AudioError where the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            if file.read(4) != b"OggS":
                return None
            file.seek(0)
            return _facts(_pages(file, path.stat().st_size))
    except OSError as error:
        raise AudioError(f"{path}: cannot be read ({error.strerror or error})") from None


def _facts(pages: Iterator[_Page]) -> OggFacts:
    codec, rate, channels, skipped, serial = "", 0, 0, 0, -1
    first = last = None
    streams, ended, whole = 0, False, True
    for page in pages:
        whole = page.whole
        if page.flags & _BEGINS:
            streams += 1
            if not codec and (head := _identify(page.body)):
                codec, rate, channels, skipped = head
                serial = page.serial
        if serial in (page.serial, -1):
            ended = ended or bool(page.flags & _ENDS)
        if page.serial == serial and page.granule not in (0, _NO_GRANULE):
            first = page.granule if first is None else first
            last = page.granule
    frames = None
    if rate and last is not None and first is not None and streams == 1:
        begins = first if first > LATE_START_SECONDS * rate else 0
        frames = max(last - begins - (0 if begins else skipped), 0)
    return OggFacts(codec, rate, channels, frames, whole and ended, streams)


def _pages(file: BinaryIO, size: int) -> Iterator[_Page]:
    position = 0
    while position + _HEADER.size + 1 <= size:
        file.seek(position)
        header = file.read(_HEADER.size + 1)
        if header[:4] != b"OggS":
            position = _next_page(file, position)
            if position < 0:
                return
            continue
        _, _, flags, granule, serial, _, _ = _HEADER.unpack(header[: _HEADER.size])
        table = file.read(header[_HEADER.size])
        length = sum(table)
        end = position + len(header) + header[_HEADER.size] + length
        yield _Page(flags, granule, serial, file.read(min(length, 64)), end <= size)
        position = end
    if 0 < size - position <= _HEADER.size:
        file.seek(position)
        if b"OggS".startswith(file.read(4)):  # a page of which not even the header is left
            yield _Page(0, _NO_GRANULE, -1, b"", whole=False)


def _next_page(file: BinaryIO, position: int) -> int:
    """Where the next page starts after damage or tags glued to the end; -1 for nowhere."""
    file.seek(position)
    while chunk := file.read(1 << 20):
        at = chunk.find(b"OggS")
        if at >= 0:
            return position + at
        if len(chunk) < 4:
            break
        position += len(chunk) - 3
        file.seek(position)
        if len(chunk) < 1 << 20:
            break
    return -1


def _identify(body: bytes) -> tuple[str, int, int, int] | None:
    """(codec, rate, channels, frames to skip) of a stream's first packet, None if not known."""
    if body.startswith(b"\x01vorbis") and len(body) >= 16:
        return "vorbis", int.from_bytes(body[12:16], "little"), body[11], 0
    if body.startswith(b"OpusHead") and len(body) >= 12:
        return "opus", OPUS_RATE, body[9], int.from_bytes(body[10:12], "little")
    if body.startswith(b"\x7fFLAC") and len(body) >= 30:  # its STREAMINFO starts at byte 17
        return "flac", int.from_bytes(body[27:30], "big") >> 4, (body[29] >> 1 & 7) + 1, 0
    return None
