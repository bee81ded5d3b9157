"""Audio file -> Waveform, by content and never by name."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from automapper.audio.mixdown import mix_down
from automapper.audio.ogg_pages import ogg_facts
from automapper.audio.source import AudioSource
from automapper.audio.waveform import CANCELLED, Waveform
from automapper.errors import AudioError, SilentAudioError
from automapper.files import is_folder

# What files of sound are called, and films that hold some; decoding itself asks no name.
SOUND_SUFFIXES = frozenset(
    {".ogg", ".egg", ".oga", ".opus", ".mp3", ".wav", ".flac", ".m4a", ".aac", ".wma", ".aif",
     ".aiff", ".mka"}
)  # fmt: skip
AUDIO_SUFFIXES = SOUND_SUFFIXES | {".mp4", ".webm"}
MAX_SECONDS = 2 * 3600.0  # longer than any level; keeps a decoding bomb from filling memory
# What a level needs at least: 1.5 s before the first note and 2 s after the last (ranking
# criteria), and half a second to play in.
MIN_SECONDS = 4.0
MIN_RATE, MAX_RATE = 4000, 384_000  # Hz; telephone recordings to the highest studio formats
MAX_CHANNELS = 8  # 7.1
SILENCE_PEAK = 1e-3  # -60 dB: dither and codec noise stay below, the quietest music far above
MAX_PEAK = 64.0  # 36 dB over full scale: float files this loud hold integers or garbage
MISSING_SECONDS = 0.25  # a file that lacks more than this of what it promises is called cut off
_FIRST_ROOM = 60 * 60  # s; a header that promises more gets memory only as the sound arrives


def decode(path: str | Path, *, mono: bool = False, allow_silence: bool = False) -> Waveform:
    """Decode a file at its own rate; more than two channels are mixed down to stereo.

    ``mono``: the mean of the two is kept instead, in half the memory; the louder one where they
    cancel each other. ``allow_silence``: what is silent is decoded like everything else.
    Takes ``MIN_SECONDS`` to ``MAX_SECONDS`` of sound. An MP3's encoder delay is left out where the
    file states it. Memory: one copy of the result, and briefly one and a half where the length
    was not known. Raises :class:`AudioError` in one line for files that are missing, no audio,
    cut off, damaged, silent, too short or too long, or whose samples are not sound.
    """
    file = Path(path)
    _look_at(file)
    with _opened(file) as source:
        _accept_format(file, source)
        mixed = np.zeros(3)
        samples = _gather(file, source, mono, mixed)
    if mixed[0] < CANCELLED * mixed[1:].max():
        both = decode(file, allow_silence=allow_silence)
        return Waveform(both.mono()[None], source.sample_rate)
    _accept_length(file, source, samples.shape[1])
    try:
        waveform = Waveform(samples, source.sample_rate)
    except AudioError as error:
        raise AudioError(f"{file}: {error}") from error
    peak = max(float(samples.max()), -float(samples.min()))
    if peak < SILENCE_PEAK and not allow_silence:
        raise SilentAudioError(f"{file}: the audio is silent", waveform.seconds)
    if peak > MAX_PEAK:
        raise AudioError(f"{file}: the samples are far out of range (peak {peak:.3g}, not 1)")
    return waveform


def _look_at(file: Path) -> None:
    """Refuse what no decoder needs to see."""
    try:
        if is_folder(file):
            raise AudioError(f"{file}: is a folder, not an audio file")
        if not file.is_file():
            raise AudioError(f"{file}: no such audio file")
        if file.stat().st_size == 0:
            raise AudioError(f"{file}: the file is empty")
        with file.open("rb") as stream:
            stream.read(1)
    except (OSError, ValueError) as error:  # ValueError: a name with a null character
        raise AudioError(f"{file}: cannot be read ({_reason(error)})") from error


def _opened(file: Path) -> AbstractContextManager[AudioSource]:
    """The reader for the file's content, judged by its first bytes."""
    from automapper.audio.read_compressed import open_compressed
    from automapper.audio.read_pcm import is_pcm, open_pcm

    with file.open("rb") as stream:
        head = stream.read(12)
    reader: Callable[[Path], AbstractContextManager[AudioSource]]
    reader = open_pcm if is_pcm(head) else open_compressed
    facts = ogg_facts(file)
    if facts is not None and not facts.whole:
        raise AudioError(f"{file}: the file is cut off (its last Ogg page is missing)")
    return reader(file)


def _accept_format(file: Path, source: AudioSource) -> None:
    rate, channels = source.sample_rate, len(source.channels)
    if not MIN_RATE <= rate <= MAX_RATE:
        raise AudioError(f"{file}: a sample rate of {rate} Hz is not {MIN_RATE}-{MAX_RATE} Hz")
    if not 1 <= channels <= MAX_CHANNELS:
        raise AudioError(f"{file}: {channels} channels are not 1-{MAX_CHANNELS}")
    if source.declared is not None and source.declared > MAX_SECONDS * rate:
        raise AudioError(f"{file}: longer than {MAX_SECONDS / 3600:.0f} hours")


def _gather(
    file: Path, source: AudioSource, mono: bool, energy: NDArray[np.float64]
) -> NDArray[np.float32]:
    """All blocks mixed down, shape (1 or 2, frames), in one growing piece of memory.

    ``energy`` is raised by that of the mix of two channels and of each, where one is made of two.
    """
    rate = source.sample_rate
    room = int(min(source.declared or 300 * rate, _FIRST_ROOM * rate)) + rate
    channels = 1 if mono else min(len(source.channels), 2)
    samples = np.empty((channels, room), dtype=np.float32)
    used = 0
    for block in source.blocks:
        mixed = mix_down(block, source.channels)
        if len(mixed) > channels:
            both, mixed = mixed, mixed.mean(axis=0, keepdims=True)
            energy += [float(np.vdot(one, one)) for one in (*mixed, *both)]
        end = used + mixed.shape[1]
        if end > MAX_SECONDS * rate:
            raise AudioError(f"{file}: longer than {MAX_SECONDS / 3600:.0f} hours")
        if end > samples.shape[1]:
            grown = np.empty((samples.shape[0], end + end // 2), dtype=np.float32)
            grown[:, :used] = samples[:, :used]
            samples = grown
        samples[:, used:end] = mixed
        used = end
    return samples[:, :used]


def _accept_length(file: Path, source: AudioSource, frames: int) -> None:
    rate = source.sample_rate
    if frames == 0:
        raise AudioError(f"{file}: holds no audio")
    missing = ((source.declared or 0) - frames) / rate
    if missing > MISSING_SECONDS:
        declared = frames / rate + missing
        raise AudioError(
            f"{file}: the file is cut off or damaged"
            f" (it promises {declared:.1f} s and holds {frames / rate:.1f} s)"
        )
    if frames < MIN_SECONDS * rate:
        raise AudioError(
            f"{file}: too short ({frames / rate:.1f} s of at least {MIN_SECONDS:.0f} s)"
        )


def _reason(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error) or type(error).__name__).splitlines()[0]
