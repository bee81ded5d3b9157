"""The truth of the training corpus: when each beat of a timeline sounds."""

from __future__ import annotations

import numpy as np
import pytest

from corpus_song.timeline import KINDS, Span, Timeline, timeline

SPAN = Span(-2, 96, 132.0, 4)
LEAD_IN = 1.25
FLAT = ("steady", "swing", "pickup")  # one tempo all the way


def made(kind: str, seed: int = 3) -> Timeline:
    return timeline(kind, SPAN, LEAD_IN, np.random.default_rng(seed))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(4))
def test_later_beats_sound_later(kind: str, seed: int) -> None:
    line = made(kind, seed)
    assert (np.diff(line.beats) > 0).all() and (np.diff(line.times) > 0).all()
    around = np.arange(SPAN.first - 4, SPAN.last + 4, 0.125)  # beyond either end too
    assert (np.diff(line.seconds(around)) > 0).all()


@pytest.mark.parametrize("kind", KINDS)
def test_every_node_sounds_when_it_says(kind: str) -> None:
    line = made(kind)
    np.testing.assert_array_equal(line.seconds(line.beats), line.times)
    assert (line.beats[0], line.times[0]) == (SPAN.first, LEAD_IN)
    assert line.beats[-1] == SPAN.last


@pytest.mark.parametrize("kind", KINDS)
def test_from_each_mark_its_tempo_holds(kind: str) -> None:
    line = made(kind)
    starts, bpm = np.array(line.marks).T
    step = 0.25  # beats from node to node where the tempo moves all the time
    lengths = line.seconds(starts + step) - line.seconds(starts)
    np.testing.assert_allclose(lengths[:-1], step * 60 / bpm[:-1], rtol=1e-9)
    assert starts[0] == SPAN.first and (np.diff(starts) > 0).all()
    assert len(starts) == 1 if kind in FLAT else len(starts) > 1


def test_steps_hold_their_tempo_to_the_next_bar_line() -> None:
    line = made("steps")
    starts = [beat for beat, _ in line.marks]
    ends = [*starts[1:], float(SPAN.last)]
    for (start, bpm), end in zip(line.marks, ends, strict=True):
        first, last = line.seconds(np.array([start, end]))
        assert last - first == pytest.approx((end - start) * 60 / bpm)
    assert all(start % SPAN.meter == 0 for start in starts[1:])


def test_outside_the_nodes_the_end_tempi_go_on() -> None:
    found = made("steady").seconds(np.array([SPAN.first - 1.0, SPAN.last + 2.0]))
    wanted = LEAD_IN + np.array([-1.0, SPAN.last - SPAN.first + 2.0]) * 60 / SPAN.bpm
    np.testing.assert_allclose(found, wanted)
