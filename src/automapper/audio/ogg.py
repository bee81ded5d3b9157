"""Waveform -> Ogg Vorbis, the same bytes every run, and untouched copies where none is needed."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from automapper.audio.ogg_pages import ogg_facts
from automapper.audio.uninterrupted import uninterrupted
from automapper.audio.waveform import Waveform
from automapper.errors import AudioError, OutputError
from automapper.files import read_file

# libsndfile's Vorbis encoder overflows the stack when one write holds about a minute.
BLOCK_FRAMES = 32_768
QUALITY = 0.5  # Vorbis -q5, about 160 kbit/s in stereo: nobody has been shown to hear it
LEVEL_RATES = (44_100, 48_000)  # Hz; the rates that every game's player is known to take


def encode_ogg(
    waveform: Waveform,
    *,
    quality: float = QUALITY,
    silence_before: float = 0.0,
    silence_after: float = 0.0,
    tags: Mapping[str, str] | None = None,
) -> bytes:
    """Ogg Vorbis of the sound with silence (s, rounded to a sample) put around it.

    ``quality`` 0-1. Rates that games do not take are resampled to 44.1 kHz (48 kHz for its
    relatives). ``tags`` are Vorbis comments ("title": ...). Same input, same bytes: libsndfile
    draws a random stream serial, so the pages are written anew by FFmpeg's muxer.
    """
    if not 0.0 <= quality <= 1.0:
        raise ValueError("quality is 0-1")
    rate = level_rate(waveform.sample_rate)
    blocks = _surrounded(waveform, rate, round(silence_before * rate), round(silence_after * rate))
    return _remux(_vorbis(blocks, waveform.channels, rate, quality), tags or {})


def write_ogg(
    path: str | Path,
    waveform: Waveform,
    *,
    quality: float = QUALITY,
    tags: Mapping[str, str] | None = None,
) -> None:
    """Write Ogg Vorbis; the file appears whole or not at all. Raises :class:`OutputError`."""
    file = Path(path)
    data = encode_ogg(waveform, quality=quality, tags=tags)
    half = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        half.write_bytes(data)
        half.replace(file)
    except OSError as error:
        half.unlink(missing_ok=True)
        raise OutputError(f"{file}: cannot be written ({error.strerror})") from error


def level_ogg(path: str | Path, waveform: Waveform, silence_before: float = 0.0) -> bytes:
    """The audio file of a level: ``waveform`` (decoded from ``path``) after ``silence_before`` s.

    A Vorbis file that needs no silence passes through byte for byte, everything else is encoded.
    """
    untouched = vorbis_bytes(path) if silence_before == 0.0 else None
    return encode_ogg(waveform, silence_before=silence_before) if untouched is None else untouched


def vorbis_bytes(path: str | Path) -> bytes | None:
    """The file's bytes if games can play it as it is, else None.

    That is: one whole Vorbis stream in Ogg, mono or stereo, at a rate of ``LEVEL_RATES``,
    judged by content. Raises AudioError or FormatError where it cannot be read.
    """
    facts = ogg_facts(Path(path))
    if facts is None or facts.codec != "vorbis" or not facts.whole or facts.streams != 1:
        return None
    if facts.channels not in (1, 2) or facts.sample_rate not in LEVEL_RATES:
        return None
    return read_file(Path(path))


def level_rate(sample_rate: int) -> int:
    """The rate, Hz, at which a level stores sound of ``sample_rate``."""
    if sample_rate in LEVEL_RATES:
        return sample_rate
    return 48_000 if 48_000 % sample_rate == 0 or sample_rate % 48_000 == 0 else 44_100


def _surrounded(
    waveform: Waveform, rate: int, before: int, after: int
) -> Iterator[NDArray[np.float32]]:
    """Blocks of shape (frames, channels) at ``rate``, never the whole song at once."""
    yield from _silence(before, waveform.channels)
    yield from _resampled(waveform, rate)
    yield from _silence(after, waveform.channels)


def _silence(frames: int, channels: int) -> Iterator[NDArray[np.float32]]:
    if frames < 0:
        raise ValueError("silence is added, never cut away")
    for at in range(0, frames, BLOCK_FRAMES):
        yield np.zeros((min(BLOCK_FRAMES, frames - at), channels), dtype=np.float32)


def _resampled(waveform: Waveform, rate: int) -> Iterator[NDArray[np.float32]]:
    import soxr

    stream = None
    if rate != waveform.sample_rate:
        stream = soxr.ResampleStream(
            waveform.sample_rate, rate, waveform.channels, dtype="float32", quality="HQ"
        )
    total = waveform.samples.shape[1]
    for at in range(0, total, BLOCK_FRAMES):
        block = np.ascontiguousarray(waveform.samples[:, at : at + BLOCK_FRAMES].T)
        if stream is None:
            yield block
        else:
            yield stream.resample_chunk(block, last=at + BLOCK_FRAMES >= total)


def _vorbis(
    blocks: Iterator[NDArray[np.float32]], channels: int, rate: int, quality: float
) -> bytes:
    import soundfile

    buffer = io.BytesIO()
    try:
        with (
            uninterrupted(),
            soundfile.SoundFile(
                buffer,
                "w",
                rate,
                channels,
                format="OGG",
                subtype="VORBIS",
                compression_level=1.0 - quality,
            ) as file,
        ):
            for block in blocks:
                for at in range(0, len(block), BLOCK_FRAMES):
                    file.write(block[at : at + BLOCK_FRAMES])
    except soundfile.LibsndfileError as error:
        raise AudioError(f"cannot be encoded as Ogg Vorbis ({error})") from error
    return buffer.getvalue()


def _remux(data: bytes, tags: Mapping[str, str]) -> bytes:
    import av

    buffer = io.BytesIO()
    options = {"fflags": "+bitexact"}
    with (
        av.open(io.BytesIO(data), mode="r") as source,
        av.open(buffer, mode="w", format="ogg", container_options=options) as target,
    ):
        stream = source.streams.audio[0]
        copy = target.add_stream_from_template(stream)
        copy.metadata.update(tags)
        for packet in source.demux(stream):
            if packet.dts is not None:  # the last, empty one only flushes
                packet.stream = copy
                target.mux(packet)
    return buffer.getvalue()
