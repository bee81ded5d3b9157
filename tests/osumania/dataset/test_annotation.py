from __future__ import annotations

from fractions import Fraction

from automapper.osumania.dataset.annotation import tempo_record
from automapper.timing import Stop, TempoMap, TempoPoint

TEMPO = TempoMap(
    (TempoPoint(Fraction(0), Fraction(120)), TempoPoint(Fraction(8), Fraction(361, 2))),
    Fraction(1, 3),
    (Stop(Fraction(5), Fraction(1, 4)),),
)


def test_a_tempo_map_is_kept_exactly() -> None:
    assert tempo_record(TEMPO) == {
        "origin": "1/3",
        "points": [["0", "120"], ["8", "361/2"]],
        "stops": [["5", "1/4"]],
    }
