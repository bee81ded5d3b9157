from __future__ import annotations

import numpy as np
import pytest

from automapper.ear.sound.heard import Heard, measure
from automapper.ear.sound.novelty import NOVELTY_GRID, Novelty
from automapper.ear.tempo.parts import find_parts
from render import band, steady_beats, stepped_beats


def test_one_tempo_is_one_part(steady: Heard) -> None:
    (part,) = find_parts(steady.novelty, 128.37 / 60, ())
    assert part.hz * 60 == pytest.approx(128.37, rel=5e-5)
    assert part.end - part.start == pytest.approx(steady.duration, abs=0.1)


@pytest.mark.parametrize(
    "steps", [[(120, 48), (150, 60)], [(135, 64), (148.5, 64)], [(170, 80), (127.5, 48), (140, 64)]]
)
def test_parts_meet_where_the_tempo_steps(steps: list[tuple[float, int]]) -> None:
    beats = stepped_beats(steps, 0.5)
    heard = measure(band(beats).waveform)
    parts = find_parts(heard.novelty, steps[0][0] / 60, ())
    assert len(parts) == len(steps)
    number = 0
    for part, (bpm, count) in zip(parts, steps, strict=True):
        octaves = np.log2(60 * part.hz / bpm)
        assert octaves == pytest.approx(round(octaves), abs=2e-3)
        if number:
            assert part.start == pytest.approx(beats[number], abs=1.0)
        number += count


def test_a_pause_parts_what_is_before_and_after(steady: Heard) -> None:
    before, after = find_parts(steady.novelty, 128.37 / 60, ((18.0, 24.0),))
    assert (before.end, after.start) == pytest.approx((18.0, 24.0), abs=0.01)
    for part in (before, after):
        assert part.hz * 60 == pytest.approx(128.37, rel=3e-4)


def test_what_is_too_short_has_no_tempo(steady: Heard) -> None:
    assert len(find_parts(steady.novelty, 2.0, ((3.0, 20.0),))) == 1
    assert find_parts(steady.novelty.between(0.0, 4.0), 2.0, ()) == ()


def test_silence_is_one_part_of_any_tempo() -> None:
    silent = Novelty(np.zeros(30 * NOVELTY_GRID.fps, np.float32), 0.0)
    assert len(find_parts(silent, 2.0, ())) == 1


def test_twice_the_same_and_whatever_comes_before() -> None:
    heard = measure(band(steady_beats(140, 0.4, 30.0)).waveform)
    assert find_parts(heard.novelty, 2.0, ()) == find_parts(heard.novelty, 2.0, ())
    later = Novelty(heard.novelty.values, heard.novelty.start + 100.0)
    (here,), (there,) = (find_parts(curve, 2.0, ()) for curve in (heard.novelty, later))
    assert there.hz == pytest.approx(here.hz, rel=1e-12)
    assert there.start == pytest.approx(here.start + 100.0, abs=1e-6)


def test_a_mix_of_many_songs_keeps_all_their_tempi() -> None:
    bpms = 80.5 * 1.004 ** np.arange(120)
    rng = np.random.default_rng(3)
    pieces, fps = [], NOVELTY_GRID.fps
    for bpm in bpms:
        values = np.zeros(30 * fps, np.float32)
        values[(np.arange(0.1, 29.9, 30 / bpm) * fps).astype(int)] = rng.uniform(0.5, 1.0)
        pieces.append(values)
    parts = find_parts(Novelty(np.concatenate(pieces), 0.0), float(bpms[0]) / 60, ())
    middles = np.array([0.5 * (part.start + part.end) for part in parts])
    for number, bpm in enumerate(bpms.tolist()):
        own = parts[int(np.abs(middles - (30 * number + 15)).argmin())]
        octaves = np.log2(60 * own.hz / bpm)
        assert octaves == pytest.approx(round(octaves), abs=1e-3)
