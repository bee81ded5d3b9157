from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from automapper.timing import Stop, TempoMap, TempoPoint

beats = st.builds(Fraction, st.integers(-2000, 40_000), st.integers(1, 48))
tempi = st.builds(Fraction, st.integers(20_000, 400_000), st.just(1000))
pauses = st.builds(Fraction, st.integers(0, 5000), st.just(1000))


@st.composite
def tempo_maps(draw: st.DrawFn, stops: bool = True) -> TempoMap:
    at = sorted(draw(st.sets(beats, min_size=1, max_size=6)))
    points = tuple(TempoPoint(beat, draw(tempi)) for beat in at)
    held = sorted(draw(st.sets(beats, max_size=4))) if stops else []
    origin = Fraction(draw(st.integers(-5000, 5000)), 1000)
    return TempoMap(points, origin, tuple(Stop(beat, draw(pauses)) for beat in held))


@given(tempo_maps(), beats)
def test_a_beat_comes_back_from_its_time_exactly(tempo_map: TempoMap, beat: Fraction) -> None:
    assert tempo_map.beat(tempo_map.seconds(beat)) == beat


@given(tempo_maps(stops=False), st.integers(-(10**6), 10**6))
def test_a_time_comes_back_from_its_beat_exactly(tempo_map: TempoMap, ms: int) -> None:
    time = Fraction(ms, 1000)
    assert tempo_map.seconds(tempo_map.beat(time)) == time


@given(tempo_maps(), st.lists(beats, min_size=2, max_size=8))
def test_later_beats_come_later(tempo_map: TempoMap, some: list[Fraction]) -> None:
    times = [tempo_map.seconds(beat) for beat in sorted(set(some))]
    assert all(a < b for a, b in pairwise(times))


@given(tempo_maps(), st.lists(st.integers(-(10**6), 10**6), min_size=2, max_size=8))
def test_time_never_runs_backwards(tempo_map: TempoMap, some: list[int]) -> None:
    found = [tempo_map.beat(Fraction(ms, 1000)) for ms in sorted(some)]
    assert all(a <= b for a, b in pairwise(found))


@given(tempo_maps(), st.lists(beats, min_size=1, max_size=12))
def test_arrays_agree_with_fractions(tempo_map: TempoMap, some: list[Fraction]) -> None:
    exact = [tempo_map.seconds(beat) for beat in some]
    found = tempo_map.seconds_array([float(beat) for beat in some])
    for beat, time, other in zip(some, exact, found, strict=True):
        # A float beat may fall a hair behind a stop that begins on it.
        slack = sum((s.seconds for s in tempo_map.stops if 0 < abs(s.beat - beat) < 1e-9), 0)
        assert abs(float(time) - other) < 1e-9 * max(1.0, abs(float(time))) + slack
    again = tempo_map.beats_array([float(time) for time in exact])
    assert np.allclose(again, [float(beat) for beat in some], rtol=1e-9, atol=1e-9)


@given(tempo_maps())
def test_beat_zero_is_at_the_origin(tempo_map: TempoMap) -> None:
    assert tempo_map.seconds(Fraction(0)) == tempo_map.origin
    assert tempo_map.beat(tempo_map.origin) == 0


@given(tempo_maps(), beats)
def test_the_tempo_in_force_is_the_slope(tempo_map: TempoMap, beat: Fraction) -> None:
    marks = [p.beat for p in tempo_map.points] + [s.beat for s in tempo_map.stops]
    room = min((mark - beat for mark in marks if mark > beat), default=Fraction(1))
    a, b = beat + room / 3, beat + room * 2 / 3  # clear of stops at either end
    slope = (tempo_map.seconds(b) - tempo_map.seconds(a)) / (b - a)
    assert slope == 60 / tempo_map.bpm_at(beat)


def test_a_stop_holds_the_beat() -> None:
    tempo_map = TempoMap(
        (TempoPoint(Fraction(0), Fraction(120)),), stops=(Stop(Fraction(4), Fraction(3)),)
    )
    assert tempo_map.seconds(Fraction(4)) == 2
    assert [tempo_map.beat(second) for second in (2, 3.5, 5)] == [4, 4, 4]
    assert tempo_map.seconds(Fraction(5)) == Fraction(11, 2)
    assert tempo_map.beats_array([2, 3.5, 5, 5.5]).tolist() == [4, 4, 4, 5]
    assert not tempo_map.is_constant


def test_a_tempo_change_counts_from_its_beat() -> None:
    points = (TempoPoint(Fraction(0), Fraction(60)), TempoPoint(Fraction(4), Fraction(120)))
    tempo_map = TempoMap(points, Fraction(1))
    assert [tempo_map.seconds(beat) for beat in (-1, 0, 4, 6)] == [0, 1, 5, 6]
    assert [tempo_map.bpm_at(Fraction(b)) for b in (-9, 3, 4, 99)] == [60, 60, 120, 120]


def test_no_drift_in_an_hour() -> None:
    tempo_map = TempoMap.constant(Fraction(1000, 7))
    assert tempo_map.seconds(Fraction(10**6)) == 420_000
    assert abs(tempo_map.seconds_array(8571.0) - float(Fraction(8571 * 60 * 7, 1000))) < 1e-9


def test_constant_takes_floats_at_their_shortest_decimal() -> None:
    tempo_map = TempoMap.constant(174.2, 0.1)
    assert tempo_map.points[0].bpm == Fraction(871, 5)
    assert tempo_map.origin == Fraction(1, 10)
    assert tempo_map.is_constant


def test_arrays_keep_their_shape() -> None:
    tempo_map = TempoMap.constant(60)
    assert tempo_map.seconds_array([[1, 2], [3, 4]]).tolist() == [[1, 2], [3, 4]]
    assert tempo_map.beats_array(np.zeros((0,))).shape == (0,)


def test_equality_sees_every_field() -> None:
    base = TempoMap.constant(120)
    assert base == TempoMap.constant(120.0)
    assert base != TempoMap.constant(121)
    assert base != TempoMap.constant(120, 1)
    assert base != TempoMap(base.points, base.origin, (Stop(Fraction(1), Fraction(1)),))


@pytest.mark.parametrize(
    "again", [copy.copy, copy.deepcopy, lambda m: pickle.loads(pickle.dumps(m))]
)
@pytest.mark.parametrize("asked", [False, True])
def test_a_map_stays_the_same_value_once_it_was_asked(
    again: Callable[[TempoMap], TempoMap], asked: bool
) -> None:
    base, fresh = TempoMap.constant(120), TempoMap.constant(120)
    if asked:
        assert (base.seconds(3), base.beats_array(1.5)) == (Fraction(3, 2), 3)
    twin = again(base)
    assert base == twin == fresh
    assert hash(base) == hash(twin) == hash(fresh)
    assert repr(base) == repr(twin) == repr(fresh)
    assert (twin.seconds(3), twin.beats_array(1.5)) == (Fraction(3, 2), 3)


def test_a_map_with_a_part_replaced_counts_anew() -> None:
    base = TempoMap.constant(120)
    assert (base.seconds(2), base.beats_array(1)) == (1, 2)
    later = replace(base, origin=Fraction(1))
    assert (later.seconds(2), later.beats_array(1)) == (2, 0)
    slower = replace(base, points=TempoMap.constant(60).points)
    assert (slower.seconds(2), slower.beats_array(1)) == (2, 1)


POINT, STOP = TempoPoint(Fraction(1), Fraction(60)), Stop(Fraction(1), Fraction(1))


@pytest.mark.parametrize(
    ("points", "stops", "reason"),
    [
        ((), (), "at least one tempo"),
        ((POINT, POINT), (), "sorted"),
        ((POINT, TempoPoint(Fraction(0), Fraction(60))), (), "sorted"),
        ((POINT,), (STOP, STOP), "sorted"),
    ],
)
def test_a_map_that_is_none(
    points: tuple[TempoPoint, ...], stops: tuple[Stop, ...], reason: str
) -> None:
    with pytest.raises(ValueError, match=reason):
        TempoMap(points, stops=stops)


@pytest.mark.parametrize("bpm", [0, -1])
def test_a_tempo_is_positive(bpm: int) -> None:
    with pytest.raises(ValueError, match="positive"):
        TempoPoint(Fraction(0), Fraction(bpm))


def test_a_stop_is_not_negative() -> None:
    with pytest.raises(ValueError, match="less than nothing"):
        Stop(Fraction(0), Fraction(-1))
