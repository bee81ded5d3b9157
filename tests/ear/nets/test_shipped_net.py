"""The net in the package: its two files, and that it hears what anyone would."""

from __future__ import annotations

import numpy as np

from automapper.audio import Waveform
from automapper.ear.evaluation.metrics import f_measure
from automapper.ear.nets.tcn import REACH, SHIPPED, TcnSource
from automapper.models.beat_tcn import load_beat_tcn

RATE = 22050
MOST_BYTES = 3_000_000


def beat_of_drums(bpm: float, seconds: float) -> tuple[Waveform, np.ndarray]:
    """Kick on 1 and 3, snare on 2 and 4, a hat on every half beat; and the beats, s."""
    rng = np.random.default_rng(0)
    time = np.arange(int(0.12 * RATE)) / RATE
    kick = np.sin(2 * np.pi * (50 * time + 3 * (1 - np.exp(-40 * time)))) * np.exp(-25 * time)
    snare = rng.standard_normal(len(time)) * np.exp(-35 * time) * 0.6
    hat = np.diff(rng.standard_normal(len(time)), prepend=0.0) * np.exp(-90 * time) * 0.15
    sound = np.zeros(int(seconds * RATE))
    beats = np.arange(0.5, seconds - 0.5, 60 / bpm)
    for place, beat in enumerate(beats):
        for at, what in ((beat, snare if place % 2 else kick), (beat, hat), (beat + 30 / bpm, hat)):
            start = int(at * RATE)
            piece = sound[start : start + len(what)]
            piece += what[: len(piece)]
    return Waveform((0.5 * sound)[None].astype(np.float32), RATE), beats


def test_it_hears_drums() -> None:
    song, beats = beat_of_drums(124.0, 40.0)
    heard = TcnSource()(song).beat
    inner = heard[1:-1]
    peaks = 1 + np.flatnonzero((inner > 0.4) & (inner >= heard[:-2]) & (inner > heard[2:]))
    inside = peaks[(peaks > 150) & (peaks < 1850)] / 50
    assert f_measure(beats[(beats > 3) & (beats < 37)], inside) > 0.9


def test_both_files_hold_one_net_and_stay_small() -> None:
    weights = SHIPPED.with_suffix(".safetensors")
    assert SHIPPED.stat().st_size + weights.stat().st_size < MOST_BYTES
    assert load_beat_tcn(weights).spec.reach == REACH
    song, _ = beat_of_drums(96.0, 12.0)
    one, two = (TcnSource(path)(song) for path in (SHIPPED, weights))
    assert np.abs(one.beat - two.beat).max() <= 2**-11
    assert np.abs(one.downbeat - two.downbeat).max() <= 2**-11
