"""Notes of a chart whose speed ignores the tempo scroll in osu! as they do in Quaver."""

from __future__ import annotations

from fractions import Fraction

import pytest

from automapper.osumania.formats.osu import read_chart, write_chart
from automapper.osumania.formats.quaver import read_qua
from automapper.osumania.formats.quaver_scroll import greenlines_of
from automapper.osumania.model import Chart, Greenline, Redline
from automapper.osumania.scroll import stretches
from osumania.sample import ms

QUA = """\
Mode: Keys4
BPMDoesNotAffectScrollVelocity: {normal}
InitialScrollVelocity: {initial}
TimingPoints:
- StartTime: 0
  Bpm: 120
- StartTime: 10000
  Bpm: 180
- StartTime: 14000
  Bpm: 120
SliderVelocities:
- StartTime: 12000
  Multiplier: 2
- StartTime: 30000
  Multiplier: 0.5
HitObjects:
- StartTime: 1000
  Lane: 1
- StartTime: 40000
  Lane: 2
"""


def chart(normal: str = "true", initial: str = "1") -> tuple[Chart, tuple[str, ...]]:
    return read_qua(QUA.format(normal=normal, initial=initial).encode(), "a.qua")


def speeds(chart: Chart) -> list[tuple[int, float]]:
    """(ms, times the normal) wherever the speed changes."""
    return [(int(one.start), one.speed) for one in stretches(chart.points, ms(0), ms(40000))]


@pytest.mark.parametrize("initial", ["1", "0.8"])
def test_velocities_hold_through_every_tempo(initial: str) -> None:
    found, said = chart(initial=initial)
    wanted = [(0, float(initial)), (12000, 2.0), (30000, 0.5)]
    assert speeds(found) == wanted
    assert said == ()
    again, _ = read_chart(write_chart(found), "a.osu")
    assert speeds(again) == wanted


def test_velocities_that_follow_the_tempo_stay_as_they_are() -> None:
    found, said = chart("false", "0.8")
    greens = [point for point in found.points if isinstance(point, Greenline)]
    assert [(green.time, green.velocity) for green in greens] == [
        (12000, 2),
        (30000, Fraction(1, 2)),
    ]
    assert said == ()


def test_a_beginning_that_runs_backwards_is_told() -> None:
    found, said = chart(initial="-999")
    assert speeds(found)[0] == (0, 1.0)
    assert said == ("a.qua: 1 scroll velocities left out: not above 0",)


def test_one_tempo_needs_no_greenlines() -> None:
    lines = [Redline(ms(0), ms(500)), Redline(ms(4000), ms(500))]
    assert greenlines_of(lines, [], Fraction(1), ms(9000)) == []
    assert greenlines_of(lines, [(ms(1000), Fraction(2))], Fraction(1), ms(9000)) == [
        Greenline(ms(1000), Fraction(2)),
        Greenline(ms(4000), Fraction(2)),
    ]
