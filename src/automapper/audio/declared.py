"""How long a file says it is, read from its own headers: decoders are silent about a cut file."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO, Literal

_SOUND_CHUNK: dict[bytes, tuple[bytes, Literal["little", "big"]]] = {
    b"RIFF": (b"data", "little"),
    b"RIFX": (b"data", "big"),
    b"FORM": (b"SSND", "big"),
}
_STREAMING = (0, 0xFFFFFFFF)  # data sizes that writers leave when they cannot seek back
_MP3_FRAMES_SEARCHED = 1 << 16  # bytes after the ID3 tag in which the first frame must begin
_MP3_SAMPLES = {3: 1152, 2: 576, 0: 576}  # samples per layer III frame by version bits


def pcm_missing_bytes(path: Path) -> int:
    """Bytes of sound that a WAV or AIFF promises beyond the end of the file; 0 if it is whole.

    RF64 files and sizes that stand for "unknown" promise nothing.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        kind = file.read(4)
        if kind not in _SOUND_CHUNK:
            return 0
        wanted, order = _SOUND_CHUNK[kind]
        position = 12
        while position + 8 <= size:
            file.seek(position)
            name, length = file.read(4), int.from_bytes(file.read(4), order)
            if name == wanted:
                return 0 if length in _STREAMING else max(position + 8 + length - size, 0)
            position += 8 + length + length % 2
    return 0


def mp3_frames(path: Path) -> int | None:
    """Samples promised by an MP3's Xing/Info header (before delay and padding are cut), or None."""
    with path.open("rb") as file:
        start = _after_id3(file)
        file.seek(start)
        head = file.read(_MP3_FRAMES_SEARCHED)
    for tag in (b"Xing", b"Info"):
        at = head.find(tag)
        if at < 0 or at + 12 > len(head) or not head[at + 7] & 1:
            continue
        # Layer III's side information stands between the frame header and the tag.
        for side in (36, 21, 13):
            frame = at - side
            if frame >= 0 and head[frame] == 0xFF and head[frame + 1] & 0xE0 == 0xE0:
                samples = _MP3_SAMPLES.get(head[frame + 1] >> 3 & 3)
                if samples:
                    return samples * int.from_bytes(head[at + 8 : at + 12], "big")
    return None


def _after_id3(file: BinaryIO) -> int:
    head = file.read(10)
    if len(head) < 10 or head[:3] != b"ID3":
        return 0
    length = 0
    for byte in head[6:10]:  # four times seven bits
        length = length << 7 | byte & 0x7F
    return 10 + length
