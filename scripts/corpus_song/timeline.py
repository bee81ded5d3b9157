"""When beats sound: steady, stepped, accelerating, drifting and free time, known exactly."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

KINDS = ("steady", "steps", "accelerando", "drift", "rubato", "swing", "pickup")
_GRID = 4  # nodes a beat where the tempo moves all the time


@dataclass(frozen=True, slots=True, eq=False)
class Timeline:
    """Beat -> seconds: straight lines between nodes (beat, s); ``marks`` are (beat, bpm)."""

    beats: NDArray[np.float64]
    times: NDArray[np.float64]
    marks: tuple[tuple[float, float], ...]

    def seconds(self, beat: NDArray[np.float64]) -> NDArray[np.float64]:
        """Times in s, shape of ``beat``; outside the nodes the end tempi go on."""
        beats, times = self.beats, self.times
        inside = np.interp(beat, beats, times)
        head = (times[1] - times[0]) / (beats[1] - beats[0])
        tail = (times[-1] - times[-2]) / (beats[-1] - beats[-2])
        before = np.minimum(beat - beats[0], 0.0) * head
        return np.asarray(inside + before + np.maximum(beat - beats[-1], 0.0) * tail)


@dataclass(frozen=True, slots=True)
class Span:
    """What a timeline covers: beats ``first``..``last`` at about ``bpm``, in bars of ``meter``."""

    first: int
    last: int
    bpm: float
    meter: int


def timeline(kind: str, span: Span, lead_in: float, rng: np.random.Generator) -> Timeline:
    """A timeline of the kind whose first beat stands at ``lead_in`` s."""
    if kind == "steps":
        return _from_marks(span, _steps(span, rng), lead_in)
    if kind in ("accelerando", "drift", "rubato"):
        count = (span.last - span.first) * _GRID + 1
        beats = span.first + np.arange(count) / _GRID
        curve = {"accelerando": _accelerando, "drift": _drift, "rubato": _rubato}[kind]
        return _from_curve(beats, span, curve(count, span, rng), lead_in)
    return _from_marks(span, ((float(span.first), span.bpm),), lead_in)


def _from_marks(span: Span, marks: tuple[tuple[float, float], ...], lead_in: float) -> Timeline:
    beats = np.array([beat for beat, _ in marks] + [float(span.last)])
    lengths = np.diff(beats) * 60 / np.array([bpm for _, bpm in marks])
    return Timeline(beats, lead_in + np.concatenate([[0.0], np.cumsum(lengths)]), marks)


def _from_curve(
    beats: NDArray[np.float64], span: Span, curve: NDArray[np.float64], lead_in: float
) -> Timeline:
    lengths = np.diff(beats) * 60 / (span.bpm * curve[:-1])
    bars = range(0, len(beats), _GRID * span.meter)
    marks = tuple((float(beats[i]), float(span.bpm * curve[i])) for i in bars)
    return Timeline(beats, lead_in + np.concatenate([[0.0], np.cumsum(lengths)]), marks)


def _steps(span: Span, rng: np.random.Generator) -> tuple[tuple[float, float], ...]:
    """2-4 changes on bar lines: some slight, some large, at least four bars apart."""
    bars = span.last // span.meter
    count = min(int(rng.integers(2, 5)), max(1, bars // 5))
    edges = np.linspace(0, bars, count + 2)[1:-1]
    marks = [(float(span.first), span.bpm)]
    for edge in edges:
        ratio = 1.0 + float(rng.choice([-1, 1]) * rng.uniform(0.012, 0.05))
        if rng.random() < 0.6:
            ratio = float(np.exp(rng.uniform(np.log(0.72), np.log(1.4))))
        bpm = marks[-1][1] * ratio
        if not 58 <= bpm <= 235 or abs(ratio - 1) < 0.01:
            bpm = marks[-1][1] * (1.12 if marks[-1][1] < 120 else 0.88)
        bar = int(np.clip(edge + rng.integers(-1, 2), 2, bars - 2))
        marks.append((float(bar * span.meter), bpm))
    return tuple(marks)


def _accelerando(count: int, span: Span, rng: np.random.Generator) -> NDArray[np.float64]:
    """Faster or slower all the way, or only in a middle part."""
    ratio = float(np.exp(rng.choice([-1, 1], p=[0.35, 0.65]) * rng.uniform(0.12, 0.4)))
    place = np.linspace(0, 1, count)
    if rng.random() < 0.4:
        start = rng.uniform(0.1, 0.4)
        place = np.clip((place - start) / rng.uniform(0.3, 0.55), 0, 1)
    return np.asarray(ratio ** (place - 0.5))


def _drift(count: int, span: Span, rng: np.random.Generator) -> NDArray[np.float64]:
    """A live drummer: log tempo wanders by 0.7-2.5 % and comes back over 6-24 beats."""
    memory = float(rng.uniform(6, 24)) * _GRID
    return np.exp(_wander(count, memory, float(rng.uniform(0.007, 0.025)), rng))


def _rubato(count: int, span: Span, rng: np.random.Generator) -> NDArray[np.float64]:
    """Free time: phrases that push on and hold back, ends that broaden, beats that breathe."""
    phrase = int(rng.choice([2, 4, 4])) * span.meter * _GRID
    place = (np.arange(count) % phrase) / phrase
    arch = float(rng.uniform(0.03, 0.12)) * np.sin(2 * np.pi * place + rng.uniform(-0.5, 0.5))
    broad = -float(rng.uniform(0.0, 0.25)) * np.clip((place - 0.85) / 0.15, 0, 1) ** 2
    slow = _wander(count, 8.0 * span.meter * _GRID, float(rng.uniform(0.02, 0.06)), rng)
    breath = np.repeat(rng.normal(0, rng.uniform(0.005, 0.025), count // _GRID + 1), _GRID)
    return np.exp(arch + broad + slow + breath[:count])


def _wander(
    count: int, memory: float, spread: float, rng: np.random.Generator
) -> NDArray[np.float64]:
    """Noise that forgets within ``memory`` nodes, smooth enough for an arm, of ``spread``."""
    kernel = np.exp(-np.arange(int(5 * memory)) / memory)
    smooth = np.hanning(2 * _GRID + 3)[1:-1]
    noise = rng.normal(size=count + len(kernel) + len(smooth) - 2)
    path = np.convolve(np.convolve(noise, kernel, "valid"), smooth, "valid")
    scale = np.sqrt(np.sum(np.convolve(kernel, smooth) ** 2))
    return np.asarray(spread * path[:count] / scale)
