from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from automapper.osumania.dataset.grids import agree, snapped
from automapper.timing import Stop, TempoMap, TempoPoint

TEMPO = TempoMap(
    (TempoPoint(Fraction(0), Fraction(120)), TempoPoint(Fraction(8), Fraction(361, 2))),
    Fraction(1, 3),
    (Stop(Fraction(5), Fraction(1, 4)),),
)


@given(st.lists(st.integers(-200, 2000), min_size=1, max_size=30), st.floats(-1.5, 1.5))
def test_notes_on_lines_snap_to_them(steps: list[int], late: float) -> None:
    beats = [Fraction(step, 48) for step in sorted(set(steps))]
    times = np.array([float(TEMPO.seconds(beat)) for beat in beats]) + late / 1000
    found = snapped(TEMPO, times)
    # Within the stop the beat stands still, so what is late there is late by nothing it can lose.
    for beat, got, residual in zip(beats, found.beats, found.residuals, strict=True):
        if beat != 5:
            assert got == beat
            assert abs(residual - late) < 1e-6


def test_the_share_counts_lines_of_thirds_and_quarters() -> None:
    tempo = TempoMap.constant(60)
    times = np.array([1.0, 1.25 + 0.0099, 2 + 1 / 3 - 0.0099, 3.125, 3.52])
    assert snapped(tempo, times).within == 0.6
    assert snapped(tempo, np.zeros(0)).within == 0.0


TIMES = np.arange(1.0, 12.0, 0.25)


def later(seconds: str = "0", beats: int = 0) -> TempoMap:
    """The same beats ``seconds`` later, counted from ``beats`` on."""
    return TempoMap(
        tuple(TempoPoint(point.beat + beats, point.bpm) for point in TEMPO.points),
        TEMPO.origin + Fraction(seconds) - Fraction(beats, 2),
        tuple(Stop(stop.beat + beats, stop.seconds) for stop in TEMPO.stops),
    )


@pytest.mark.parametrize("other", [TEMPO, later(beats=4), later("0.0009"), later("-0.0009", -3)])
def test_the_same_beats_agree_wherever_they_are_counted_from(other: TempoMap) -> None:
    assert agree(TEMPO, other, TIMES)
    assert agree(other, TEMPO, TIMES)


@pytest.mark.parametrize(
    "other", [later("0.002"), later("0.25"), TempoMap.constant(120), TempoMap.constant(60)]
)
def test_other_beats_do_not(other: TempoMap) -> None:
    assert not agree(TEMPO, other, TIMES)


def test_beats_are_compared_where_notes_are() -> None:
    other = TempoMap(
        (*TEMPO.points, TempoPoint(Fraction(40), Fraction(90))), TEMPO.origin, TEMPO.stops
    )
    assert agree(TEMPO, other, TIMES)
    assert not agree(TEMPO, other, TIMES + 10)
