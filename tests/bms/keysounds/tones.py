"""Keysounds of our own: tones, noise and strokes, as files of every kind."""

from __future__ import annotations

import io
from fractions import Fraction

import av
import numpy as np
import soundfile
from numpy.typing import NDArray

from automapper.audio import Waveform

Samples = NDArray[np.float32]


def tone(hz: float, seconds: float = 0.5, rate: int = 44_100, peak: float = 0.5) -> Samples:
    """A sine, shape (1, frames)."""
    time = np.arange(round(seconds * rate)) / rate
    return (peak * np.sin(2 * np.pi * hz * time)).astype(np.float32)[None]


def noise(seconds: float = 0.5, rate: int = 44_100, peak: float = 0.5, seed: int = 0) -> Samples:
    """White noise, shape (1, frames)."""
    drawn = np.random.default_rng(seed).uniform(-peak, peak, round(seconds * rate))
    return drawn.astype(np.float32)[None]


def stroke(hz: float, seconds: float = 0.4, rate: int = 44_100) -> Samples:
    """A tone that begins at once and dies away, shape (1, frames)."""
    sound = tone(hz, seconds, rate, 0.8)
    decay = np.exp(-np.arange(sound.shape[1]) / (0.06 * rate))
    return (sound * decay).astype(np.float32)


def sound_file(
    samples: Samples, rate: int = 44_100, kind: str = "WAV", subtype: str | None = None
) -> bytes:
    """The bytes of a file as libsndfile writes it."""
    buffer = io.BytesIO()
    soundfile.write(buffer, samples.T, rate, subtype, format=kind)
    return buffer.getvalue()


def ffmpeg_file(samples: Samples, rate: int, codec: str, container: str) -> bytes:
    """The bytes of a mono file as FFmpeg writes it."""
    buffer = io.BytesIO()
    with av.open(buffer, mode="w", format=container) as target:
        stream = target.add_stream(codec, rate=rate, layout="mono")
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples), "fltp", "mono")
        frame.sample_rate, frame.pts, frame.time_base = rate, 0, Fraction(1, rate)
        fitting = av.AudioResampler(
            stream.codec_context.format.name, "mono", rate, stream.codec_context.frame_size or 4096
        )
        for piece in [*fitting.resample(frame), *fitting.resample(None)]:
            target.mux(stream.encode(piece))
        target.mux(stream.encode(None))
    return buffer.getvalue()


def waveform(samples: Samples, rate: int = 44_100) -> Waveform:
    """The samples as a value (a copy: a waveform locks its memory)."""
    return Waveform(samples.copy(), rate)
