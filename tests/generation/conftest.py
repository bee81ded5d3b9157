"""Music without sound: salience made from a list of hits, so that tests know what is there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise

import numpy as np
import pytest

from automapper.ear.pulse import Confidences, Pulse, Salience, Section, SectionName
from automapper.timing import FrameGrid, Meter, TempoMap

GRID = FrameGrid(44100, 441)
PulseMaker = Callable[..., Pulse]


def salience_of(hits: Iterable[tuple[float, float, int]], duration: float) -> Salience:
    """``hits``: (seconds, strength, band 0-7); each rises in two frames and decays."""
    frames = int(duration * GRID.fps) + 1
    bands = np.full((frames, 8), 0.01, np.float32)
    level = np.full((frames, 8), 1.0, np.float32)
    for seconds, strength, band in hits:
        frame = round(seconds * GRID.fps)
        if 0 <= frame < frames:
            bands[max(frame - 1, 0) : frame + 2, band] += np.float32(strength)
            tail = np.arange(frames - frame, dtype=np.float32)
            level[frame:, band] += np.float32(strength) * np.exp(-tail / 20)
    weight = level / level.sum(axis=1, keepdims=True)
    centroid = (weight @ np.linspace(0, 1, 8, dtype=np.float32)).astype(np.float32)
    return Salience(GRID, bands.mean(axis=1), bands, level, centroid)


def make_pulse(
    duration: float = 60.0,
    bpm: float = 120.0,
    meter: int = 4,
    seed: int = 0,
    origin: float = 0.3,
    sections: int = 4,
) -> Pulse:
    """A drum loop of ``meter`` beats with kick, hats and a busy second half of the song."""
    tempo_map = TempoMap.constant(bpm, origin)
    beats = np.arange(np.ceil(-origin * bpm / 60), (duration - origin) * bpm / 60)
    rng = np.random.default_rng(seed)
    hits = []
    for beat in beats:
        time = float(tempo_map.seconds_array(beat))
        hits.append((time, 3.0 if beat % meter == 0 else 2.0, 0))
        hits.append((time + 30 / bpm, 1.0 + rng.random(), 5))
        if time > duration / 2:
            hits += [(time + 15 / bpm, rng.random(), 6), (time + 45 / bpm, 1.5, 3)]
    downbeats = beats[beats % meter == 0]
    borders = np.linspace(0, duration, sections + 1) if sections else np.zeros(0)
    names = (SectionName.INTRO, SectionName.VERSE, SectionName.CHORUS, SectionName.OUTRO)
    return Pulse(
        tempo_map=tempo_map,
        meter=Meter(meter),
        beats=tempo_map.seconds_array(beats),
        downbeats=tempo_map.seconds_array(downbeats),
        sections=tuple(
            Section(float(a), float(b), "ABAC"[i % 4], 0, names[i % 4], 0.2 + 0.2 * i, 1.0)
            for i, (a, b) in enumerate(pairwise(borders))
        ),
        salience=salience_of(hits, duration),
        twin_bar=np.full(len(downbeats), -1, np.int64),
        profile="steady",
        confidences=Confidences(1.0, 1.0, 1.0),
        reasons=("made",),
        alternatives=(),
        duration=duration,
    )


@pytest.fixture(scope="session")
def pulse() -> Pulse:
    return make_pulse()


@pytest.fixture(scope="session")
def pulse_maker() -> PulseMaker:
    return make_pulse


@pytest.fixture(scope="session")
def salience_maker() -> Callable[..., Salience]:
    return salience_of
