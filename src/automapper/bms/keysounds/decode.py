"""A sample's bytes -> Waveform: by content, whatever the file is called."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from automapper.audio import Waveform
from automapper.audio.mixdown import mix_down
from automapper.audio.source import DEFAULT_CHANNELS
from automapper.audio.uninterrupted import uninterrupted
from automapper.errors import AudioError

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.container import InputContainer
    from soundfile import SoundFile

# A whole song as one sample lasts minutes; what is longer is no keysound, and would fill memory.
MAX_SAMPLE_SECONDS = 600.0
MIN_RATE, MAX_RATE = 2000, 384_000  # Hz; old 8-bit samples to studio formats
MAX_CHANNELS = 8
MAX_PEAK = 64.0  # 36 dB over full scale: float files this loud hold integers or garbage
# Frames read at once: all of them, so that no piece is copied, up to what a header may lie about.
_BLOCK = 1 << 25


def decode_sample(data: bytes) -> Waveform:
    """The sound of a file's bytes at its own rate, mono or stereo (more channels mixed down).

    WAV (8-32 bit, float, ADPCM), Ogg Vorbis, Opus, FLAC and MP3 by libsndfile, everything else by
    FFmpeg. A file that is cut off gives what is there, as players do. Raises :class:`AudioError`
    (a reason without the file's name) where nothing can be heard of it: empty, no audio, longer
    than ``MAX_SAMPLE_SECONDS``, samples that are not sound.
    """
    if not data:
        raise AudioError("is empty")
    samples, rate = _by_libsndfile(data) or _by_ffmpeg(data)
    if samples.shape[1] == 0:
        raise AudioError("holds no sound")
    waveform = Waveform(samples, rate)
    if max(float(samples.max()), -float(samples.min())) > MAX_PEAK:
        raise AudioError("its samples are far out of range")
    return waveform


def _by_libsndfile(data: bytes) -> tuple[NDArray[np.float32], int] | None:
    """None for what libsndfile does not know, or knows by name and cannot read a frame of."""
    import soundfile

    try:
        with uninterrupted(), soundfile.SoundFile(io.BytesIO(data)) as opened:
            rate = int(opened.samplerate)
            blocks = _sndfile_blocks(opened)
            samples = _gathered(blocks, rate, DEFAULT_CHANNELS.get(opened.channels, ()))
    except (soundfile.SoundFileError, RuntimeError, ValueError, OSError):
        return None
    return (samples, rate) if samples.shape[1] else None


def _sndfile_blocks(opened: SoundFile) -> Iterator[NDArray[np.float32]]:
    import soundfile

    size = min(max(int(opened.frames), 1), _BLOCK)
    while True:
        try:
            block = opened.read(size, dtype="float32", always_2d=True)
        except soundfile.LibsndfileError:
            return
        if not len(block):
            return
        yield np.asarray(block.T, dtype=np.float32)


def _by_ffmpeg(data: bytes) -> tuple[NDArray[np.float32], int]:
    import av
    from av.error import FFmpegError

    from automapper.audio.read_compressed import OPEN_OPTIONS

    try:
        with av.open(
            io.BytesIO(data), mode="r", metadata_errors="replace", container_options=OPEN_OPTIONS
        ) as opened:
            if not opened.streams.audio or opened.streams.audio[0].codec_context is None:
                raise AudioError("holds no audio that can be decoded")
            stream = opened.streams.audio[0]
            rate = int(stream.codec_context.sample_rate or 0)
            names = DEFAULT_CHANNELS.get(len(stream.codec_context.layout.channels), ())
            return _gathered(_ffmpeg_blocks(opened, stream), rate, names), rate
    except (FFmpegError, OSError, ValueError, EOFError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).splitlines()[0]
        raise AudioError(f"cannot be decoded ({reason})") from error


def _ffmpeg_blocks(opened: InputContainer, stream: AudioStream) -> Iterator[NDArray[np.float32]]:
    """Damaged packets are passed over, as players do."""
    from av import AudioResampler
    from av.error import InvalidDataError

    to_planar = AudioResampler(format="fltp")
    for packet in opened.demux(stream):
        try:
            frames = packet.decode()
        except InvalidDataError:
            continue
        for frame in frames:
            for piece in to_planar.resample(frame):
                yield np.asarray(piece.to_ndarray(), dtype=np.float32)


def _gathered(
    blocks: Iterator[NDArray[np.float32]], rate: int, names: tuple[str, ...]
) -> NDArray[np.float32]:
    """One array, shape (1 or 2, frames); AudioError for what is no sample."""
    if not MIN_RATE <= rate <= MAX_RATE:
        raise AudioError(f"has a sample rate of {rate} Hz")
    if not 1 <= len(names) <= MAX_CHANNELS:
        raise AudioError(f"has more than {MAX_CHANNELS} channels, or none")
    pieces, frames = [], 0
    for block in blocks:
        pieces.append(mix_down(block, names))
        frames += block.shape[1]
        if frames > MAX_SAMPLE_SECONDS * rate:
            raise AudioError(f"is longer than {MAX_SAMPLE_SECONDS / 60:.0f} minutes")
    if not pieces:
        return np.empty((1, 0), dtype=np.float32)
    return pieces[0] if len(pieces) == 1 else np.concatenate(pieces, axis=1)
