"""Waveform -> SoundFeatures: every measure's definition, in one place."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from automapper.audio import Waveform
from automapper.bms.keysounds.features import SoundFeatures

# Raised whenever a definition below changes: results measured before are then measured anew.
MEASURE_VERSION = 2
FRAME_SECONDS = 2048 / 44_100  # 46 ms: a spectrum fine enough for 200 Hz
ATTACK_SECONDS, ATTACK_WINDOW, ATTACK_STEP = 0.1, 0.02, 0.005
ONSET_SHARE = 0.01  # the sound begins with the first sample this loud beside its peak (-40 dB)
SILENT_PEAK = 1e-4  # -80 dB: below, only noise of codecs
LOUD_SHARE = 1e-4  # a frame counts when its energy is within 40 dB of the loudest frame's
FLAT_HZ = (50.0, 10_000.0)  # the range that samples of every usual rate have
LOW_HZ = 200.0
CROSSING_RATE = 44_100  # crossings are told per sample at this rate, whatever the file's is
_GROUP = 16  # spectral values multiplied before each logarithm: 1e-10 ** 16 is still a double
_FLOOR = 1e-10
_BLOCK_FRAMES = 128
_PIECE = 1 << 18  # frames looked at at once

Array = NDArray[np.float64]
Samples = NDArray[np.float32]  # shape (channels, frames)


def measure(waveform: Waveform, content: str) -> SoundFeatures:
    """The features of one sample; ``content`` names its bytes.

    Everything is measured on the mean of the channels, at the file's own rate with frequencies in
    Hz. ``attack``: of the 20 ms windows in the first 100 ms of sound, the RMS of the loudest.
    Spectral values are means over Hann frames of about 46 ms, half overlapped, the first centred
    on the first sample; only frames within 40 dB of the loudest count. ``centroid``: mean
    frequency weighted by magnitude. ``flatness``: geometric over arithmetic mean of the power
    between 50 Hz and 10 kHz. ``low_ratio``: share of all their energy below 200 Hz.
    ``zero_crossing``: changes of sign per 1/44100 s. Silence has zeros throughout. Rounded far
    above what processors disagree on.
    """
    samples, rate = _audible(waveform), waveform.sample_rate
    frames = samples.shape[1]
    peak = max(float(np.abs(piece).max()) for piece in _pieces(samples))
    energy = math.fsum(float(np.sum(piece * piece)) for piece in _pieces(samples))
    return SoundFeatures(
        duration_ms=round(1000 * frames / rate, 3),
        rms=round(math.sqrt(energy / frames), 6),
        peak=round(peak, 6),
        attack=round(_attack(samples, rate, peak), 6),
        **(_spectral(samples, rate) if peak > SILENT_PEAK else _SILENCE),
        content=content,
    )


_SILENCE = dict.fromkeys(
    ("centroid", "centroid_sd", "flatness", "low_ratio", "zero_crossing", "zero_crossing_sd"), 0.0
)


def _audible(waveform: Waveform) -> Samples:
    """The channels whose mean is measured: all, or the first where they cancel each other out."""
    samples = waveform.samples
    if waveform.channels == 1:
        return samples
    both = math.fsum(float(np.sum(piece * piece)) for piece in _pieces(samples))
    first = math.fsum(float(np.sum(piece * piece)) for piece in _pieces(samples[:1]))
    return samples if both > 0.01 * first else samples[:1]


def _mono(samples: Samples, start: int, end: int) -> Array:
    """The mean of the channels from frame ``start`` to ``end``, in double precision."""
    if len(samples) == 1:
        return samples[0, start:end].astype(np.float64)
    return np.asarray(samples[:, start:end].mean(axis=0, dtype=np.float64))


def _pieces(samples: Samples) -> Iterator[Array]:
    """The mean of the channels piece by piece: a song as one sample must not fill the memory."""
    for start in range(0, samples.shape[1], _PIECE):
        yield _mono(samples, start, start + _PIECE)


def _attack(samples: Samples, rate: int, peak: float) -> float:
    start = 0
    for piece in _pieces(samples):
        loud = np.abs(piece) >= ONSET_SHARE * peak
        if loud.any():
            start += int(loud.argmax())
            break
        start += len(piece)
    head = _mono(samples, start, start + round(ATTACK_SECONDS * rate))
    window = min(max(round(ATTACK_WINDOW * rate), 1), len(head))
    energy = np.concatenate([[0.0], np.cumsum(head * head)])
    sums = (energy[window:] - energy[:-window])[:: max(round(ATTACK_STEP * rate), 1)]
    return math.sqrt(max(float(sums.max()), 0.0) / window)


@dataclass(frozen=True, slots=True)
class _Frames:
    """One number a frame, except ``low``, the energy below 200 Hz of each."""

    energy: Array
    low: Array
    centroid: Array
    flatness: Array
    crossings: Array


def _spectral(samples: Samples, rate: int) -> dict[str, float]:
    frames = _frames(samples, rate)
    loud = frames.energy > LOUD_SHARE * frames.energy.max()
    centroid, crossings = frames.centroid[loud], frames.crossings[loud]
    return {
        "centroid": round(float(centroid.mean()), 1),
        "centroid_sd": round(float(centroid.std()), 1),
        "flatness": round(float(frames.flatness[loud].mean()), 4),
        "low_ratio": round(float(frames.low[loud].sum() / frames.energy[loud].sum()), 4),
        "zero_crossing": round(float(crossings.mean()), 4),
        "zero_crossing_sd": round(float(crossings.std()), 4),
    }


def _frames(samples: Samples, rate: int) -> _Frames:
    size = 1 << max(round(float(np.log2(FRAME_SECONDS * rate))), 6)
    hz = np.fft.rfftfreq(size, 1 / rate)
    low = int(np.searchsorted(hz, LOW_HZ))
    flat = slice(int(np.searchsorted(hz, FLAT_HZ[0])), int(np.searchsorted(hz, FLAT_HZ[1])))
    columns: list[tuple[Array, ...]] = []
    for spectra in _spectra(samples, size):
        power = spectra.real**2 + spectra.imag**2
        magnitude = np.sqrt(power)
        weight = np.maximum(magnitude.sum(axis=1), 1e-300)
        centroid = np.einsum("fb,b->f", magnitude, hz) / weight  # no threads, no rounding by count
        columns.append(
            (power.sum(axis=1), power[:, :low].sum(axis=1), centroid, _flatness(power[:, flat]))
        )
    energy, lows, centroids, flatness = (
        np.concatenate(column) for column in zip(*columns, strict=True)
    )
    return _Frames(energy, lows, centroids, flatness, _crossings(samples, size, rate))


def _spectra(samples: Samples, size: int) -> Iterator[NDArray[np.complex128]]:
    """Blocks of spectra of Hann frames, shape (frames, 1 + size // 2); 1 + frames // hop in all."""
    hop = size // 2
    count = 1 + samples.shape[1] // hop
    hann = np.hanning(size + 1)[:-1]
    for start in range(0, count, _BLOCK_FRAMES):
        end = min(start + _BLOCK_FRAMES, count)
        first = max((start - 1) * hop, 0)
        sound = _mono(samples, first, end * hop)
        padded = np.zeros((end - start + 1) * hop)  # silence around the sample
        at = first - (start - 1) * hop
        padded[at : at + len(sound)] = sound
        windows = np.lib.stride_tricks.sliding_window_view(padded, size)[::hop]
        yield np.fft.rfft(windows * hann, axis=1)


def _flatness(power: Array) -> Array:
    """Of each row; one logarithm for 16 values, because logarithms would cost half of the time."""
    mean = np.maximum(power.mean(axis=1), 1e-300)
    share = np.maximum(power / mean[:, None], _FLOOR)
    whole = share.shape[1] - share.shape[1] % _GROUP
    logs = np.log(share[:, whole:]).sum(axis=1)
    if whole:
        grouped = share[:, :whole].reshape(len(share), _GROUP, whole // _GROUP).prod(axis=1)
        logs = logs + np.log(np.maximum(grouped, 1e-300)).sum(axis=1)
    return np.asarray(np.exp(logs / share.shape[1]))


def _crossings(samples: Samples, size: int, rate: int) -> Array:
    """Changes of sign in each frame, per sample of ``CROSSING_RATE``; at most 1."""
    hop, length = size // 2, samples.shape[1]
    count = 1 + length // hop
    signs = np.concatenate([piece < 0 for piece in _pieces(samples)])
    changes = np.zeros((count + 1) * hop, dtype=bool)  # changes[n]: between frames n and n + 1
    changes[: length - 1] = signs[1:] != signs[:-1]
    halves = changes.reshape(count + 1, hop).sum(axis=1)
    found = halves[:count] - changes[hop - 1 :: hop][:count]  # the last one leads out of the frame
    found[1:] += halves[: count - 1]
    centres = np.arange(count) * hop
    first = np.clip(centres - hop, 0, length - 1)
    last = np.clip(centres + hop - 1, 0, length - 1)
    return np.asarray(np.minimum(found / np.maximum(last - first, 1) * rate / CROSSING_RATE, 1.0))
