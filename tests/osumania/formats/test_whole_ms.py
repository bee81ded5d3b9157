from __future__ import annotations

from fractions import Fraction

from automapper.osumania.formats.whole_ms import whole_ms
from automapper.osumania.model import Chart, Greenline, Note, Redline

BEAT = Fraction(6000, 17)  # 170 BPM, no whole number of ms
ms = Fraction


def test_whole_ms_follow_their_redline() -> None:
    chart = Chart(
        points=(Redline(Fraction("1003.4"), BEAT), Greenline(Fraction("1179.8"), ms(2))),
        notes=(
            Note(Fraction("1003.4"), 0, Fraction("1003.4") + BEAT),
            Note(Fraction("1003.4") + 100 * BEAT, 1),
        ),
    )
    got = whole_ms(chart)
    assert got.points == (Redline(ms(1003), BEAT), Greenline(ms(1179), ms(2)))
    assert got.notes == (Note(ms(1003), 0, ms(1356)), Note(ms(36297), 1))
    assert whole_ms(got) is got
