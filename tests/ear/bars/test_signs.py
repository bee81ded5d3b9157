from __future__ import annotations

import dataclasses

import numpy as np

from automapper.audio import Waveform
from automapper.ear.activations import NET_GRID, Activations
from automapper.ear.bars.signs import BAR_SIGNS, BAR_SIGNS_WITH_NET, bar_signs
from automapper.ear.sound.heard import measure
from render import band, steady_beats


def test_bar_lines_show_in_most_signs() -> None:
    music = band(steady_beats(120, 0.5, 60.0))
    heard = measure(music.waveform)
    frames = round(heard.duration * NET_GRID.fps) + 1
    downbeat = np.zeros(frames, np.float32)
    downbeat[NET_GRID.frame(music.downbeats)] = 0.8
    beat = np.zeros(frames, np.float32)
    beat[NET_GRID.frame(music.beats)] = 0.9
    net = dataclasses.replace(heard, activations=Activations(beat, downbeat, "test"))
    for known, names in ((heard, BAR_SIGNS), (net, BAR_SIGNS_WITH_NET)):
        signs = bar_signs(known, music.beats)
        assert signs.shape == (len(names), len(music.beats))
        np.testing.assert_allclose(signs.mean(axis=1), 0.0, atol=1e-4)
        first = np.isin(music.beats, music.downbeats)
        contrast = signs[:, first].mean(axis=1) - signs[:, ~first].mean(axis=1)
        by_name = dict(zip(names, contrast, strict=True))
        assert by_name["harmony over 2 beats"] > 0.5
        if known is net:
            assert by_name["net downbeat"] > 1.5
            assert abs(by_name["net beat"]) < 0.5


def test_beats_that_are_all_alike_have_no_signs_of_bars() -> None:
    rate = 22050
    times = np.arange(0.5, 59.5, 0.6)
    sound = np.zeros(60 * rate, np.float32)
    tick = np.sin(np.arange(600) * 0.28) * np.exp(-np.arange(600) / 150)
    for time in times:
        start = round(time * rate)
        sound[start : start + len(tick)] += 0.5 * tick.astype(np.float32)
    signs = bar_signs(measure(Waveform(sound[None], rate)), times)
    assert signs.std(axis=1).max() < 0.35
