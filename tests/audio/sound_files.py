"""Sound files of our own, written for one test: every codec that PyAV can encode, and noise."""

from __future__ import annotations

import io
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]
CLICK_AT = 1.0  # s


def music(seconds: float = 6.0, rate: int = 44_100, channels: int = 2) -> Samples:
    """Soft noise over a tone with one loud click at ``CLICK_AT``; shape (channels, frames)."""
    rng = np.random.default_rng(1)
    frames = round(seconds * rate)
    time = np.arange(frames) / rate
    tone = 0.1 * np.sin(2 * np.pi * 220 * time) + 0.002 * rng.standard_normal(frames)
    click = round(CLICK_AT * rate)
    if click < frames:
        length = min(rate // 200, frames - click)
        decay = np.exp(-np.arange(length) / (rate / 1000))
        tone[click : click + length] += 0.8 * rng.choice([-1, 1], length) * decay
    return np.tile(tone.astype(np.float32), (channels, 1))


def encoded(samples: Samples, rate: int, codec: str, container: str) -> bytes:
    """The sound as FFmpeg's ``codec`` in ``container`` writes it."""
    buffer = io.BytesIO()
    layout = {1: "mono", 2: "stereo", 6: "5.1"}[len(samples)]
    with av.open(buffer, mode="w", format=container) as target:
        stream = target.add_stream(codec, rate=rate, layout=layout)
        stream.bit_rate = 128_000
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples), "fltp", layout)
        frame.sample_rate, frame.pts, frame.time_base = rate, 0, Fraction(1, rate)
        fitting = av.AudioResampler(
            stream.codec_context.format.name, layout, rate, stream.codec_context.frame_size or 4096
        )
        for piece in [*fitting.resample(frame), *fitting.resample(None)]:
            target.mux(stream.encode(piece))
        target.mux(stream.encode(None))
    return buffer.getvalue()


def video_only() -> bytes:
    """A short film without sound."""
    buffer = io.BytesIO()
    with av.open(buffer, mode="w", format="matroska") as target:
        stream = target.add_stream("mpeg4", rate=10)
        stream.width = stream.height = 64
        stream.pix_fmt = "yuv420p"
        for _ in range(60):
            picture = np.zeros((64, 64, 3), dtype=np.uint8)
            target.mux(stream.encode(av.VideoFrame.from_ndarray(picture, "rgb24")))
        target.mux(stream.encode(None))
    return buffer.getvalue()


def saved(path: Path, data: bytes) -> Path:
    """``path`` after writing ``data`` there."""
    path.write_bytes(data)
    return path


def click_time(samples: Samples, rate: int) -> float:
    """Where the click is, s: the first sample above half the loudest."""
    loud = np.abs(samples).max(axis=0)
    return int(np.argmax(loud > 0.5 * loud.max())) / rate
