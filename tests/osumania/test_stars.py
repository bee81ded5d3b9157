from __future__ import annotations

from dataclasses import replace

import pytest

from automapper.errors import FormatError
from automapper.osumania import star_rating, write_chart
from automapper.osumania.model import Chart, Note, Redline
from osumania.sample import ms

STAIR = Chart(
    notes=tuple(Note(ms(1000 + 100 * i), i % 4) for i in range(400)),
    points=(Redline(ms(1000), ms(400)),),
)


def test_denser_charts_have_more_stars() -> None:
    sparse = replace(STAIR, notes=STAIR.notes[::4])
    assert 0 < star_rating(sparse) < star_rating(STAIR) < 10
    assert star_rating(write_chart(STAIR)) == star_rating(STAIR)


def test_an_empty_chart_has_no_stars_to_show() -> None:
    assert star_rating(Chart()) == 0


def test_what_cannot_be_rated_says_why() -> None:
    standard = write_chart(STAIR).replace(b"Mode: 3", b"Mode: 0")
    with pytest.raises(FormatError, match=r"^a\.osu: has no stars: it is not for osu!mania"):
        star_rating(standard, "a.osu")
    with pytest.raises(FormatError, match="has no stars"):
        star_rating(b"nothing of the kind", "a.osu")
    far = replace(STAIR, notes=(*STAIR.notes, Note(ms(2**31 - 1), 0)))
    with pytest.raises(FormatError, match="far beyond any chart"):
        star_rating(far)
