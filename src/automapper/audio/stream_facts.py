"""What an audio file is, without decoding it: its codec, its length and its bit rate."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from automapper.audio.read_compressed import OPEN_OPTIONS


@dataclass(frozen=True, slots=True)
class StreamFacts:
    """The first audio stream of a file: ``codec`` as FFmpeg names it ("": unknown).

    ``seconds`` is its length; ``kbps`` the average over the sound alone (tags and pictures do not
    count), 0 if unknown.
    """

    codec: str
    seconds: float
    kbps: float = 0.0


def audio_seconds(data: bytes) -> float | None:
    """Length of an audio file, s, as its container states it; None when it cannot be read."""
    facts = stream_facts(data, rate=False)
    return None if facts is None else facts.seconds


def stream_facts(data: bytes, *, rate: bool = True) -> StreamFacts | None:
    """Facts of an audio file; None when it cannot be read or holds no sound.

    With ``rate`` every packet is walked over (some ms a minute of music), else only the header.
    """
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
            if seconds <= 0:
                return None
            kbps = _packet_bytes(opened, stream) * 8 / 1000 / seconds if rate else 0.0
            decoder = stream.codec_context  # none where the codec is not known
            codec = "" if decoder is None else decoder.name.removesuffix("float")
            return StreamFacts(codec, seconds, kbps)
    except (FFmpegError, OSError, ValueError, EOFError):
        return None


def _packet_bytes(opened: Any, stream: Any) -> int:
    return sum(packet.size for packet in opened.demux(stream))
