from __future__ import annotations

import numpy as np
import pytest

from automapper.audio import Waveform
from automapper.ear.sound.novelty import NOVELTY_GRID, novelty
from render import band, steady_beats


@pytest.mark.parametrize("rate", [22050, 44100, 48000])
def test_attacks_are_timed_to_a_few_milliseconds(rate: int) -> None:
    times = np.array([0.5, 1.2345, 2.1, 3.00071])
    out = np.random.default_rng(3).normal(scale=1e-4, size=4 * rate).astype(np.float32)
    for time in times:
        at = round(time * rate)
        t = np.arange(rate // 10) / rate
        out[at : at + len(t)] += (0.5 * np.sin(700 * t) * np.exp(-40 * t)).astype(np.float32)
    heard = novelty(Waveform(out[None], rate))
    for time in times:
        index = np.arange(len(heard.values))
        near = np.abs(heard.start + index / NOVELTY_GRID.fps - time) < 0.03
        peak = heard.start + index[near][heard.values[near].argmax()] / NOVELTY_GRID.fps
        assert peak == pytest.approx(time, abs=0.004)


def test_blocks_join_without_a_seam() -> None:
    music = band(steady_beats(131, 0.2, 66.0)).waveform
    whole = novelty(music)
    around = slice(58 * NOVELTY_GRID.fps, 62 * NOVELTY_GRID.fps)
    # The same music with its first 30 s cut off has its block border elsewhere.
    late = novelty(Waveform(music.samples[:, 30 * music.sample_rate :].copy(), music.sample_rate))
    shifted = late.values[28 * NOVELTY_GRID.fps : 32 * NOVELTY_GRID.fps]
    both = np.corrcoef(whole.values[around], shifted)
    assert both[0, 1] > 0.999


def test_silence_is_flat() -> None:
    heard = novelty(Waveform(np.zeros((1, 44100), np.float32), 44100))
    assert heard.values.max() == 0.0
    assert not heard.values.flags.writeable


def test_a_part_of_it_keeps_its_times() -> None:
    heard = novelty(band(steady_beats(120, 0.5, 10.0)).waveform)
    part = heard.between(3.0, 7.5)
    assert part.start == pytest.approx(3.0, abs=1 / NOVELTY_GRID.fps)
    assert part.seconds == pytest.approx(4.5, abs=2 / NOVELTY_GRID.fps)
    first = round((part.start - heard.start) * NOVELTY_GRID.fps)
    assert np.array_equal(part.values, heard.values[first : first + len(part.values)])
    assert len(heard.between(-5.0, 99.0).values) == len(heard.values)
    assert len(heard.between(20.0, 30.0).values) == 0
    assert heard.between(0.0, np.inf).seconds == heard.seconds
