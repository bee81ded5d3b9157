"""Everything compressed (MP3, Ogg, AAC, WMA, ...) by FFmpeg through PyAV."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from automapper.audio.declared import mp3_frames
from automapper.audio.mixdown import KNOWN_CHANNELS
from automapper.audio.ogg_pages import ogg_facts
from automapper.audio.source import DEFAULT_CHANNELS, AudioSource, NamelessFile
from automapper.errors import AudioError

if TYPE_CHECKING:
    from av import Packet
    from av.audio.stream import AudioStream
    from av.container import InputContainer

# Files of sound, with or without pictures. Left out on purpose: playlists and scripts (hls,
# concat, ...), with which a file could make FFmpeg open other files or the network.
_CONTAINERS = (
    "aac,ac3,aiff,amr,ape,asf,au,avi,caf,dts,eac3,flac,flv,matroska,webm,mov,mp4,m4a,3gp,3g2,mj2,"
    "mp3,mpc,mpc8,mpeg,mpegts,ogg,oma,rm,shn,tak,tta,voc,w64,wav,wv,xwma"
)
OPEN_OPTIONS = {"format_whitelist": _CONTAINERS, "protocol_whitelist": ""}
# Containers whose headers state an exact length; for others FFmpeg guesses from the bit rate.
_EXACT = ("mov", "matroska", "asf", "flac", "wav", "aiff", "caf", "wv", "tta", "ape", "tak")
# Of the packets, how many may be damaged (replaced by silence) before the file is refused.
MAX_DAMAGED = 0.02
# Packets say when they begin. Less than this is rounding; more than that no player waits for.
_GAP_S, _LONGEST_GAP_S = 0.05, 60.0


@contextmanager
def open_compressed(path: Path) -> Iterator[AudioSource]:
    """The first audio stream's blocks; :class:`AudioError` where there is none."""
    import av

    with ExitStack() as files:
        with _told(path):
            raw = files.enter_context(NamelessFile(path))
            opened = files.enter_context(
                av.open(raw, mode="r", metadata_errors="replace", container_options=OPEN_OPTIONS)
            )
            if not opened.streams.audio:
                what = "only video, no sound" if opened.streams.video else "no audio"
                raise AudioError(f"{path}: holds {what}")
            stream = opened.streams.audio[0]
            if stream.codec_context is None:
                raise AudioError(f"{path}: holds audio in a codec that is not known")
            rate = int(stream.codec_context.sample_rate or 0)
            names = _channel_names(stream)
            declared = _declared(path, opened, stream)
        yield AudioSource(rate, names, declared, _blocks(path, opened, stream))


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """What FFmpeg finds wrong, in our words; errors of who uses the sound stay what they are."""
    from av.error import FFmpegError

    try:
        yield
    except (FFmpegError, OSError, ValueError, EOFError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).splitlines()[0]
        raise AudioError(f"{path}: cannot be decoded as audio ({reason})") from error


def _channel_names(stream: AudioStream) -> tuple[str, ...]:
    """Loudspeakers in order; where the file leaves them open, the usual ones for the count."""
    names = tuple(channel.name for channel in stream.codec_context.layout.channels)
    return names if set(names) <= KNOWN_CHANNELS else DEFAULT_CHANNELS.get(len(names), names)


def _declared(path: Path, opened: InputContainer, stream: AudioStream) -> int | None:
    names = opened.format.name.split(",")
    rate = stream.codec_context.sample_rate
    if "ogg" in names:
        facts = ogg_facts(path)
        if facts is None or facts.frames is None or not facts.sample_rate:
            return None
        return round(facts.frames * rate / facts.sample_rate)
    if "mp3" in names:
        return mp3_frames(path)
    if not any(name in names for name in _EXACT):
        return None
    if stream.duration is not None and stream.time_base is not None:
        return round(stream.duration * stream.time_base * rate)
    return round(opened.duration * rate / 1_000_000) if opened.duration else None


def _left_out(due: int | None, packet: Packet[AudioStream]) -> float:
    """The time in s between when a packet is due and when it says that it begins."""
    if due is None or packet.pts is None or packet.time_base is None:
        return 0.0
    return float((packet.pts - due) * packet.time_base)


def _blocks(
    path: Path, opened: InputContainer, stream: AudioStream
) -> Iterator[NDArray[np.float32]]:
    """Packet by packet: one damaged or left out becomes silence of its length: nothing shifts."""
    from av import AudioResampler
    from av.error import InvalidDataError

    to_planar = AudioResampler(format="fltp")
    channels = len(stream.codec_context.layout.channels)
    packets = damaged = 0
    heard = False
    due: int | None = None  # when the next packet begins, in the stream's units
    with _told(path):
        for packet in opened.demux(stream):
            packets += 1
            lost = _left_out(due, packet)
            due = packet.pts + packet.duration if packet.pts and packet.duration else None
            if heard and lost > _GAP_S:
                damaged += 1
                if lost > _LONGEST_GAP_S:
                    raise AudioError(f"{path}: damaged: {lost:.0f} s are missing in one place")
                silence = round(lost * stream.codec_context.sample_rate)
                yield np.zeros((channels, silence), dtype=np.float32)
            try:
                frames = packet.decode()
            except InvalidDataError:
                damaged += 1
                seconds = (packet.duration or 0) * (packet.time_base or 0)
                silence = int(seconds * stream.codec_context.sample_rate)
                if heard and silence:
                    yield np.zeros((channels, silence), dtype=np.float32)
                continue
            for frame in frames:
                for piece in to_planar.resample(frame):
                    heard = True
                    yield np.asarray(piece.to_ndarray(), dtype=np.float32)
    if damaged > 1 and damaged > MAX_DAMAGED * packets:
        raise AudioError(f"{path}: damaged in {damaged} of {packets} places")
