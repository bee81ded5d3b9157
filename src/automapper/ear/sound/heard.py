"""Everything measured on a song before anything is concluded from it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from math import ceil, floor

import numpy as np
import scipy.ndimage
from numpy.typing import ArrayLike, NDArray

from automapper.audio import Waveform
from automapper.ear.activations import Activations, BeatSource
from automapper.ear.pulse import Salience
from automapper.ear.sound.blocks import prepared
from automapper.ear.sound.harmony import CHROMA_GRID, Harmony, harmony
from automapper.ear.sound.novelty import Novelty, novelty
from automapper.ear.sound.salience import salience

# Kick and bass, snare and voices, hats and cymbals, everything (of the eight salience bands).
_REGISTERS = (slice(0, 2), slice(2, 5), slice(5, 8), slice(0, 8))
Values = NDArray[np.float32]
_MARGIN_S = 2  # whole seconds: every grid has a frame there
_REACH = 5  # frames of 10 ms over which an onset counts for the moment in their middle


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """The measurements of one song; ``duration`` in s.

    ``part``: (start, end) s of the part of it that is asked about, None for all.

    ``accents``: band flux in four registers (low, middle, high, all), each frame the maximum
    over 50 ms around it, relative to the register's mean; shape (frames, 4), 100 frames/s.
    ``activations``: what a beat net hears, None where none was asked.
    """

    novelty: Novelty
    salience: Salience
    harmony: Harmony
    accents: NDArray[np.float32]
    duration: float
    activations: Activations | None = None
    part: tuple[float, float] | None = None

    @property
    def span(self) -> tuple[float, float]:
        """(start, end) s of what is asked about."""
        return self.part or (0.0, self.duration)

    def excerpt(self, start: float, end: float) -> tuple[Heard, float]:
        """The part from ``start`` to ``end`` s as a song of its own, and when that begins, s.

        Outside the part novelty and the net's beats are nothing; two seconds to either side of
        what else is heard are kept.
        """
        begin = max(floor(start) - _MARGIN_S, 0)
        last = max(min(ceil(end) + _MARGIN_S, ceil(self.duration)), begin)

        def cut(values: Values, fps: int) -> Values:
            return values[begin * fps : last * fps + 1]

        known, fps = self.salience, self.salience.grid.fps
        rows = (cut(v, fps) for v in (known.flux, known.bands, known.level, known.centroid))
        curve = self.novelty.between(start, end)
        net = self.activations and self.activations.excerpt(begin, last)
        part = (start - begin, end - begin)
        own = Heard(
            Novelty(curve.values, curve.start - begin),
            Salience(known.grid, *rows),
            Harmony(cut(self.harmony.chroma, CHROMA_GRID.fps)),
            cut(self.accents, fps),
            min(self.duration, last) - begin,
            net and net.between(*part),
            part,
        )
        return own, float(begin)

    def accent(self, times: ArrayLike) -> NDArray[np.float64]:
        """Accents at times in s (nearest frame), shape (..., 4); zero outside the song."""
        frame = self.salience.grid.frame(times)
        inside = (frame >= 0) & (frame < len(self.accents))
        found = self.accents[np.clip(frame, 0, len(self.accents) - 1)]
        return np.where(inside[..., None], found, 0.0)


def measure(waveform: Waveform, source: BeatSource | None = None) -> Heard:
    """Take every measurement of a song once, a minute of sound at a time, on two threads.

    ``activations`` are those of ``source``; None without one.
    """
    sound = prepared(waveform)
    with ThreadPoolExecutor(1) as pool:
        net = pool.submit(source, sound) if source is not None else None
        fine = pool.submit(novelty, sound)
        chroma = harmony(sound)
        heard = salience(sound)
        return Heard(
            fine.result(),
            heard,
            chroma,
            accents(heard),
            float(waveform.seconds),
            net.result() if net is not None else None,
        )


def accents(heard: Salience) -> NDArray[np.float32]:
    """The accents of :class:`Heard` from a song's salience."""
    columns = []
    for register in _REGISTERS:
        curve = heard.bands[:, register].mean(axis=1)
        widest = scipy.ndimage.maximum_filter1d(curve, _REACH, mode="constant")
        columns.append(widest / max(float(curve.mean()), 1e-9))
    out = np.stack(columns, axis=1).astype(np.float32)
    out.setflags(write=False)
    return out
