from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from hypothesis import given

from automapper.bms.placement.levels import tuning
from automapper.bms.placement.phases import Phase, PhaseKind, phases_of
from bms.placement.pools import KEY, events, songs


def _bars(measures: int) -> tuple[Fraction, ...]:
    return tuple(Fraction(4 * measure) for measure in range(measures + 1))


def _song(*counts: int):
    return events([
        (measure, Fraction(n, 16), "01", KEY) for measure, count in enumerate(counts)
        for n in range(count)
    ])  # fmt: skip


def test_a_quiet_beginning_and_a_busy_end() -> None:
    found = phases_of(_song(*[1] * 16, *[12] * 16), _bars(32), tuning())
    assert found == (
        Phase(0, 16, PhaseKind.REST, 0.25),
        Phase(16, 32, PhaseKind.RUSH, 3.0),
    )


def test_an_even_chart_is_one_normal_phase() -> None:
    (phase,) = phases_of(_song(*[8] * 10), _bars(10), tuning())
    assert (phase.start, phase.end, phase.kind, phase.density) == (0, 10, PhaseKind.NORMAL, 2.0)


def test_short_measures_are_not_quieter() -> None:
    short = tuple(Fraction(n) for n in range(9)) + tuple(Fraction(8 + 4 * n) for n in range(1, 9))
    (phase,) = phases_of(_song(*[2] * 8, *[8] * 8), short, tuning())
    assert phase.kind is PhaseKind.NORMAL


def test_silence_is_a_rest_and_no_measures_are_no_phases() -> None:
    assert [phase.kind for phase in phases_of((), _bars(5), tuning())] == [PhaseKind.REST]
    assert phases_of((), _bars(0), tuning()) == ()


@given(songs())
def test_phases_tile_the_chart_and_neighbours_differ(song) -> None:
    source = song[0]
    found = phases_of(source.events, source.bars, tuning())
    assert [phase.start for phase in found] == [0, *(phase.end for phase in found[:-1])]
    assert found[-1].end == source.measures
    assert all(a.kind is not b.kind for a, b in pairwise(found))
