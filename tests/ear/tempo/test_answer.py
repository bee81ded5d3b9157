from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automapper.ear.tempo.answer import alternatives, odds, of_readings, same_tempo


def test_how_sure_a_reading_is_of_its_tempo_and_of_its_beat() -> None:
    sure = of_readings([120.0, 120.0, 60.0], [0.6, 0.2, 0.2], profile=0.5)
    assert (sure.profile, sure.tempo, sure.beat) == pytest.approx((0.5, 0.8, 0.75))
    assert sure.pulse == pytest.approx(0.5 * 0.6)
    assert of_readings([120.0, 60.0], [0.7, 0.3], 1).tempo == pytest.approx(0.3)


@given(st.lists(st.tuples(st.sampled_from([60.0, 90.0, 120.0]), st.floats(-5, 5)), min_size=1))
def test_shares_of_all_tempi_are_one(readings: list[tuple[float, float]]) -> None:
    tempi, shares = [bpm for bpm, _ in readings], odds([score for _, score in readings])
    others = alternatives(tempi, shares, tempi[0])
    assert not any(same_tempo(other.bpm, tempi[0]) for other in others)
    sure = of_readings(tempi, shares)
    assert sure.tempo + sum(other.confidence for other in others) == pytest.approx(1.0)
    assert sure.pulse == pytest.approx(shares[0])
