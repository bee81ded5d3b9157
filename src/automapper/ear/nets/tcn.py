"""The beats our own net hears: the "tcn" source of activations."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from automapper.audio import BEAT_MEL, Waveform, log_mel
from automapper.ear.activations import NET_GRID, TEMPO_FRAMES, Activations
from automapper.ear.sound.blocks import RATE, blocks, frame_count
from automapper.models.run import Net, open_net

SHIPPED = Path(__file__).parent / "beat.onnx"

# Frames the net hears at once, four minutes, and those beyond either end on which their answers
# depend (BeatTCNSpec().reach): a long song gives what it would give in one piece. A chunk is a
# whole number of TEMPO_FRAMES.
CHUNK = 12_000
REACH = 1_024
_STEPS = np.float32(2**12)  # answers are rounded to 1/4096: the same on any processor


class TcnSource:
    """A beat source for ``Ears``; ``path`` is an .onnx or .safetensors file, None the shipped net.

    ``device``: auto, cpu, cuda or directml. Raises WeightsError and ConfigError when it is made,
    see :func:`automapper.models.run.open_net`.
    """

    def __init__(self, path: Path | None = None, device: str = "auto") -> None:
        self._net: Net = open_net(path or SHIPPED, device)

    @property
    def name(self) -> str:
        """What users call it."""
        return "tcn"

    def __call__(self, waveform: Waveform) -> Activations:
        """Activations of a song; besides them only a few minutes are held in memory."""
        count = frame_count(waveform, NET_GRID.fps)
        return _heard(self._net, _features(waveform, count), count)


def hear(net: Net, mel: NDArray[np.float32]) -> Activations:
    """Activations of a song from its whole log-mel (frames, mels)."""
    return _heard(net, iter([mel]), len(mel))


def _heard(net: Net, features: Iterator[NDArray[np.float32]], count: int) -> Activations:
    beats, downbeats, tempi = [], [], []
    for mel, own in _chunks(features, count):
        answers = net({"mel": mel[None]})
        beats.append(_share(answers["beat"][0, own]))
        downbeats.append(_share(answers["downbeat"][0, own]))
        tempi.append(_tempo(answers["tempo"][0, own]))
    downbeat = np.concatenate(downbeats)
    # A downbeat is a beat too, however the net's two answers differ.
    beat = np.maximum(np.concatenate(beats), downbeat)
    return Activations(beat, downbeat, "tcn", np.concatenate(tempi))


def _chunks(
    features: Iterator[NDArray[np.float32]], count: int
) -> Iterator[tuple[NDArray[np.float32], slice]]:
    """Features in pieces with their surroundings, and which frames of each are its own."""
    held = np.zeros((0, BEAT_MEL.n_mels), dtype=np.float32)
    first, start = 0, 0  # the song's frame at held[0]; the first frame not answered yet
    for mel in features:
        held = np.concatenate([held, mel])
        while len(held) + first >= start + CHUNK + REACH and start + CHUNK < count:
            yield held[: start + CHUNK + REACH - first], slice(start - first, start + CHUNK - first)
            start += CHUNK
            held, first = held[max(start - REACH - first, 0) :], max(start - REACH, first)
    yield held, slice(start - first, len(held))


def _features(waveform: Waveform, count: int) -> Iterator[NDArray[np.float32]]:
    """Log-mel of the song, a minute at a time."""
    for block in blocks(waveform):
        mel = log_mel(Waveform(block.samples[None], RATE), BEAT_MEL).values
        own = block.inside(NET_GRID.fps, count)
        if own.stop > own.start:
            yield np.pad(mel[own], ((0, max(0, own.stop - len(mel))), (0, 0)))


def _tempo(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """Mean probabilities of the classes over every TEMPO_FRAMES frames, rounded."""
    share = np.exp(logits.astype(np.float64) - logits.max(axis=1, keepdims=True))
    share /= share.sum(axis=1, keepdims=True)
    starts = np.arange(0, len(share), TEMPO_FRAMES)
    sizes = np.diff(np.append(starts, len(share)))
    mean = np.add.reduceat(share, starts, axis=0) / sizes[:, None]
    return np.asarray(np.rint(mean * _STEPS) / _STEPS, dtype=np.float32)


def _share(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """Probabilities, rounded."""
    share = 1.0 / (1.0 + np.exp(-np.maximum(logits.astype(np.float64), -60.0)))
    return np.asarray(np.rint(share * _STEPS) / _STEPS, dtype=np.float32)
