"""Plays and samples -> one stereo sound."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from automapper.audio import Waveform, resample
from automapper.bms.keysounds.decode import decode_sample
from automapper.bms.keysounds.table import MAX_WORKERS, Progress, grouped
from automapper.bms.model import Chart, WavId
from automapper.bms.package import sample_index
from automapper.bms.render.plays import MAX_SECONDS, RENDER_RATE, Play, plays_of
from automapper.errors import AudioError
from automapper.timing import TempoMap

CEILING = 0.98  # a sum above full scale is turned down to this as a whole
_CUT_FRAMES = 44  # 1 ms: a sound that is cut falls in so long instead of clicking

Gains = Callable[[Play], tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Rendered:
    """``waveform`` is stereo at ``RENDER_RATE``; ``gain`` is what kept it from clipping (<= 1).

    ``warnings`` name the samples that are not heard.
    """

    waveform: Waveform
    gain: float
    warnings: tuple[str, ...]


def as_written(play: Play) -> tuple[float, float]:
    """Every sound at its own loudness: the gains (left, right) of a player's mix."""
    return (1.0, 1.0)


def keys_only(play: Play) -> tuple[float, float]:
    """Only what the player plays."""
    return (1.0, 1.0) if play.lane is not None else (0.0, 0.0)


def background_only(play: Play) -> tuple[float, float]:
    """Only what plays by itself."""
    return (0.0, 0.0) if play.lane is not None else (1.0, 1.0)


def render_chart(
    chart: Chart,
    tempo_map: TempoMap,
    files: Mapping[str, bytes],
    gains: Gains = as_written,
    progress: Progress | None = None,
) -> Rendered:
    """A chart played perfectly: all its sounds at their times, summed; see :func:`plays_of`.

    ``files`` is the package; ``gains`` gives each play its loudness left and right. Samples of
    other rates are resampled. The sum is turned down as a whole where it would clip. Two charts
    with the same sounding events give the same samples, bit by bit. Raises AudioError where
    nothing sounds, or for more than ``MAX_SECONDS``.
    """
    plays = [play for play in plays_of(chart, tempo_map) if any(gains(play))]
    waveform, warnings = _summed(plays, dict(chart.samples), files, gains, progress)
    peak = max(float(waveform.max()), -float(waveform.min()))
    if peak == 0.0:
        reason = warnings[0] if warnings else "there is nothing to play"
        raise AudioError(f"nothing sounds in the chart ({reason})")
    gain = min(1.0, CEILING / peak)
    if gain < 1.0:
        waveform *= np.float32(gain)
    return Rendered(Waveform(waveform, RENDER_RATE), gain, warnings)


def _summed(
    plays: Sequence[Play],
    names: Mapping[WavId, str],
    files: Mapping[str, bytes],
    gains: Gains,
    progress: Progress | None,
) -> tuple[NDArray[np.float32], tuple[str, ...]]:
    """The sum, one sample after the other in the order of ids: float sums depend on order."""
    voices = [(wav_id, list(group)) for wav_id, group in groupby(plays, lambda p: p.wav_id)]
    index = sample_index(files)
    keys = [index.find(names.get(wav_id, "")) for wav_id, _ in voices]
    mix = np.zeros((2, max((play.start for play in plays), default=0) + RENDER_RATE), np.float32)
    end, faults = 1, []
    sounds = _sounds((files[key] if key is not None else None) for key in keys)
    for number, ((wav_id, group), sound) in enumerate(zip(voices, sounds, strict=True), start=1):
        if isinstance(sound, str):
            reason = sound if wav_id in names else "is not declared"
            name = repr(names[wav_id]) if wav_id in names else ""
            faults.append((reason, f"{wav_id} {name}".strip()))
        else:
            mix = _grown(mix, max(play.start for play in group) + sound.shape[1])
            end = max([end, *(_add(mix, sound, play, gains(play)) for play in group)])
        if progress is not None:
            progress(number, len(voices))
    return mix[:, :end], grouped(faults)


def _grown(mix: NDArray[np.float32], frames: int) -> NDArray[np.float32]:
    if frames <= mix.shape[1]:
        return mix
    if frames > (MAX_SECONDS + 60) * RENDER_RATE:  # the last sound may ring on
        raise AudioError(f"the chart sounds longer than {MAX_SECONDS / 60:.0f} minutes")
    longer = np.zeros((2, frames), np.float32)
    longer[:, : mix.shape[1]] = mix
    return longer


def _add(
    mix: NDArray[np.float32], sound: NDArray[np.float32], play: Play, gains: tuple[float, float]
) -> int:
    """Adds one play; returns the frame on which it ends."""
    length = sound.shape[1]
    if play.cut is not None and play.cut - play.start < length:
        length = play.cut - play.start
        sound = sound[:, :length].copy()
        fall = min(_CUT_FRAMES, length)
        sound[:, length - fall :] *= np.linspace(1.0, 0.0, fall, dtype=np.float32)
    target = mix[:, play.start : play.start + length]
    for row, side, gain in zip(target, (sound[0], sound[-1]), gains, strict=True):
        row += side if gain == 1.0 else side * np.float32(gain)
    return play.start + int(length)


def _sounds(
    datas: Iterable[bytes | None],
) -> Iterator[NDArray[np.float32] | str]:
    """Decoded sounds in order (or why there is none), a few ahead of the reader, not all."""
    workers = min(os.cpu_count() or 1, MAX_WORKERS)
    waiting: deque[Future[NDArray[np.float32] | str]] = deque()
    with ThreadPoolExecutor(workers) as pool:
        for data in datas:
            waiting.append(pool.submit(_sound, data))
            if len(waiting) > 2 * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _sound(data: bytes | None) -> NDArray[np.float32] | str:
    """Shape (1 or 2, frames) at ``RENDER_RATE``, or why there is none."""
    if data is None:
        return "is missing"
    try:
        return resample(decode_sample(data), RENDER_RATE).samples
    except AudioError as error:
        return str(error)
