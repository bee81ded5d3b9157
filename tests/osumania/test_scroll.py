"""Scroll speeds: velocities and tempi together."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from automapper.osumania.model import Greenline, Redline, TimingPoint
from automapper.osumania.scroll import main_beat, stretches


def red(time: int, beat: int, meter: int = 4) -> Redline:
    return Redline(Fraction(time), Fraction(beat), meter)


def green(time: int, velocity: str) -> Greenline:
    return Greenline(Fraction(time), Fraction(velocity))


def speeds(*points: TimingPoint, start: int = 0, end: int = 10_000) -> list[tuple[int, float]]:
    found = stretches(points, Fraction(start), Fraction(end))
    assert all(one.end == other.start for one, other in pairwise(found))
    assert not found or (found[0].start, found[-1].end) == (start, end)
    return [(int(one.start), one.speed) for one in found]


def test_the_main_tempo_lasts_longest_and_the_first_from_zero_on() -> None:
    lines = (red(4000, 500), red(5000, 250))
    assert main_beat(lines, Fraction(9000)) == 500
    assert main_beat(lines, Fraction(11_000)) == 250


def test_a_steady_chart_scrolls_at_one_speed() -> None:
    assert speeds(red(0, 400), red(4000, 400), green(5000, "1")) == [(0, 1.0)]


def test_tempo_and_velocity_multiply() -> None:
    points = (red(0, 400), green(2000, "3/2"), red(8000, 200), green(9000, "1/2"))
    assert speeds(*points) == [(0, 1.0), (2000, 1.5), (8000, 2.0), (9000, 1.0)]


def test_a_greenline_at_a_redline_counts_at_once() -> None:
    assert speeds(red(0, 400), red(8000, 200), green(8000, "1/2")) == [(0, 1.0)]


def test_a_redline_sets_the_velocity_back() -> None:
    assert speeds(red(0, 400), green(1000, "2"), red(2000, 400)) == [
        (0, 1.0),
        (1000, 2.0),
        (2000, 1.0),
    ]


def test_only_what_lies_between_start_and_end_is_told() -> None:
    points = (red(5000, 400), green(6000, "2"), green(9000, "3"))
    assert speeds(*points, start=1000, end=8000) == [(1000, 1.0), (6000, 2.0)]
    assert speeds(*points, start=7000, end=8000) == [(7000, 2.0)]


def test_without_redlines_or_time_there_is_nothing_to_tell() -> None:
    assert stretches((green(0, "1"),), Fraction(0), Fraction(1000)) == ()
    assert stretches((red(0, 400),), Fraction(5), Fraction(5)) == ()


def test_bars_follow_the_metre_of_their_redline() -> None:
    (one,) = stretches((red(0, 400, 3),), Fraction(0), Fraction(1000))
    assert one.bar == 1200


def test_tempi_and_velocities_that_stop_the_scroll_count_as_the_game_takes_them() -> None:
    still = Redline(Fraction(8000), Fraction(1, 10**300))
    assert speeds(red(0, 600), still) == [(0, 1.0), (8000, 100.0)]
    assert speeds(red(0, 600), green(5000, "1/1000")) == [(0, 1.0), (5000, 0.01)]
    assert speeds(red(0, 600), green(5000, "1000")) == [(0, 1.0), (5000, 10.0)]
