"""Sound -> the bytes of a file."""

from __future__ import annotations

import io

from automapper.audio.ogg import encode_ogg
from automapper.audio.uninterrupted import uninterrupted
from automapper.audio.waveform import Waveform
from automapper.errors import ConfigError

SOUND_FORMATS = (".ogg", ".wav", ".flac")


def sound_bytes(waveform: Waveform, suffix: str) -> bytes:
    """Ogg Vorbis, or WAV or FLAC of 16 bit, by the suffix of a file name; always the same bytes."""
    kind = suffix.lower()
    if kind not in SOUND_FORMATS:
        raise ConfigError(f"sound is written as {', '.join(SOUND_FORMATS)}, not {suffix!r}")
    if kind == ".ogg":
        return encode_ogg(waveform)
    import soundfile

    buffer = io.BytesIO()
    with uninterrupted():
        soundfile.write(
            buffer, waveform.samples.T, waveform.sample_rate, "PCM_16", format=kind[1:].upper()
        )
    return buffer.getvalue()
