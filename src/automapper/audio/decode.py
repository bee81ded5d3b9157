"""Audio file -> Waveform, by content and never by name."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from automapper.audio.waveform import Waveform
from automapper.errors import AudioError

MAX_SECONDS = 2 * 3600.0  # longer than any level; keeps a decoding bomb from filling memory


def decode(path: str | Path) -> Waveform:
    """Decode a file at its own rate; more than two channels are mixed down to stereo.

    Raises :class:`AudioError` for files that are missing, no audio, truncated, or too long.
    """
    file = Path(path)
    if not file.is_file():
        raise AudioError(f"{file}: no such audio file")
    if file.stat().st_size == 0:
        raise AudioError(f"{file}: the file is empty")
    return _decode_av(file)


def _decode_av(file: Path) -> Waveform:
    import av
    from av.error import FFmpegError

    blocks: list[NDArray[np.float32]] = []
    try:
        with av.open(str(file), mode="r", metadata_errors="replace") as container:
            if not container.streams.audio:
                raise AudioError(f"{file}: holds no audio")
            stream = container.streams.audio[0]
            rate = stream.codec_context.sample_rate
            layout = "mono" if stream.codec_context.channels == 1 else "stereo"
            resampler = av.AudioResampler(format="fltp", layout=layout, rate=rate)
            total = 0
            for frame in container.decode(stream):
                for piece in resampler.resample(frame):
                    block = np.asarray(piece.to_ndarray(), dtype=np.float32)
                    total += block.shape[1]
                    blocks.append(block)
                if total > MAX_SECONDS * rate:
                    raise AudioError(f"{file}: longer than {MAX_SECONDS / 3600:.0f} hours")
            tail = resampler.resample(None)
            blocks.extend(np.asarray(piece.to_ndarray(), dtype=np.float32) for piece in tail)
    except (FFmpegError, OSError, ValueError) as error:
        raise AudioError(f"{file}: cannot be decoded as audio ({error})") from error
    if not blocks:
        raise AudioError(f"{file}: holds no audio")
    return Waveform(np.concatenate(blocks, axis=1, dtype=np.float32), rate)
