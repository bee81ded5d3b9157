from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from automapper.ear import bare_ears
from automapper.ear.activations import NET_GRID, Activations
from automapper.ear.sound.heard import Heard, measure
from automapper.ear.sound.periodicity import spectrum
from automapper.ear.tempo.reading_names import EVIDENCE, EVIDENCE_WITH_NET
from automapper.ear.tempo.readings import readings
from render import band, steady_beats

GAP = 0.5
BEATS = steady_beats(120.0, 0.3, 30.0)


@pytest.mark.parametrize("late", [0.33, 0.17, 0.25, 0.0])
def test_where_a_net_hears_beats_one_may_be(late: float) -> None:
    bare = measure(band(BEATS).waveform)
    beat = np.zeros(round(bare.duration * NET_GRID.fps) + 1, np.float32)
    beat[NET_GRID.frame(BEATS[:-1] + late * GAP)] = 0.9
    heard = dataclasses.replace(bare, activations=Activations(beat, np.zeros_like(beat), "test"))

    def places(song: object, names: tuple[str, ...]) -> list[float]:
        found = readings(song, spectrum(bare.novelty), [1 / GAP], [0.0] * len(names))  # type: ignore[arg-type]
        return sorted((reading.phase - BEATS[0]) / GAP % 1.0 for reading in found)

    quarters = places(bare, EVIDENCE)
    assert len(quarters) == 4
    found = places(heard, EVIDENCE_WITH_NET)
    assert len(found) == (4 if late in (0.0, 0.25) else 5)
    assert min(abs((place - late + 0.5) % 1.0 - 0.5) for place in found) < 0.06


def test_of_a_part_only_its_beats_are_asked_about(steady: Heard) -> None:
    part, begin = steady.excerpt(10.4, 30.0)
    assert (begin, part.span) == (8.0, pytest.approx((2.4, 22.0)))
    assert steady.span == (0.0, steady.duration)
    weights = bare_ears().weights.readings
    (whole, *_), (own, *_) = (
        readings(song, spectrum(song.novelty), [128.37 / 60], weights) for song in (steady, part)
    )
    late = (own.phase + begin - whole.phase) * whole.hz
    assert late == pytest.approx(round(late), abs=0.005)
    assert not np.array_equal(own.evidence, whole.evidence)


def test_an_excerpt_is_what_is_heard_there(steady: Heard) -> None:
    part, begin = steady.excerpt(10.4, 30.0)
    times = np.arange(0.0013, 20.0, 0.37)  # no frame edge
    assert np.array_equal(part.accent(times), steady.accent(times + begin))
    there, here = (
        song.harmony.change(t, 0.5) for song, t in ((part, times[5:]), (steady, times[5:] + begin))
    )
    np.testing.assert_allclose(there, here, atol=1e-9)
    whole, begin = steady.excerpt(0.0, steady.duration)
    assert (begin, whole.duration) == (0.0, steady.duration)
    count = len(whole.novelty.values)
    assert np.array_equal(whole.novelty.values, steady.novelty.values[:count])
    assert count >= len(steady.novelty.values) - 1
