"""WAV, FLAC and AIFF by libsndfile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from automapper.audio.declared import pcm_missing_bytes
from automapper.audio.source import DEFAULT_CHANNELS, AudioSource, NamelessFile
from automapper.audio.uninterrupted import uninterrupted

BLOCK = 65_536  # frames
_ENDLESS = 1 << 60  # libsndfile's count for a FLAC that does not state its length


def is_pcm(head: bytes) -> bool:
    """Whether the first 12 bytes belong to a format that libsndfile reads best."""
    return (
        (head[:4] in (b"RIFF", b"RF64", b"RIFX") and head[8:12] == b"WAVE")
        or (head[:4] == b"FORM" and head[8:12] in (b"AIFF", b"AIFC"))
        or head[:4] == b"fLaC"
    )


@contextmanager
def open_pcm(path: Path) -> Iterator[AudioSource]:
    """The file's blocks; what libsndfile does not know (MP3 in a WAV) goes to FFmpeg."""
    with NamelessFile(path) as raw:
        try:
            with uninterrupted():
                opened = soundfile.SoundFile(raw)
        except soundfile.LibsndfileError:
            opened = None
        if opened is not None and 0 < opened.frames < _ENDLESS:
            with opened:
                yield _source(path, opened)
            return
    from automapper.audio.read_compressed import open_compressed

    with open_compressed(path) as source:
        yield source


def _source(path: Path, opened: soundfile.SoundFile) -> AudioSource:
    frames = int(opened.frames)
    missing = pcm_missing_bytes(path)
    if missing:  # libsndfile counts only the frames that are there
        present = path.stat().st_size
        frames = round(frames * (1 + missing / present))
    channels = DEFAULT_CHANNELS.get(opened.channels, ("FC",) * opened.channels)
    return AudioSource(int(opened.samplerate), channels, frames, _blocks(opened))


def _blocks(opened: soundfile.SoundFile) -> Iterator[NDArray[np.float32]]:
    while True:
        try:
            with uninterrupted():
                block = opened.read(BLOCK, dtype="float32", always_2d=True)
        except soundfile.LibsndfileError:
            return  # the length check names the damage
        if not len(block):
            return
        yield np.asarray(block.T, dtype=np.float32)
