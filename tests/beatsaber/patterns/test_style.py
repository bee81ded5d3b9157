import pytest

from automapper.beatsaber.options import Style
from automapper.beatsaber.patterns.style import (
    COLUMNS,
    draw_style,
    leaning,
    load_styles,
    median_style,
)


def test_styles_are_shares():
    for style in load_styles():
        values = {name: getattr(style, name) for name in COLUMNS}
        entropy = values.pop("entropy")
        assert 3.0 < entropy < 8.0
        assert all(0.0 <= value <= 1.0 for value in values.values())


def test_draw_depends_on_seed_and_song_alone():
    assert draw_style(1, "a") == draw_style(1, "a")
    assert len({draw_style(seed, "a") for seed in range(40)}) > 20
    assert len({draw_style(0, str(song)) for song in range(40)}) > 20


def test_draws_spread_like_people():
    drawn = sorted(draw_style(0, str(song)).diagonal for song in range(200))
    people = sorted(style.diagonal for style in load_styles())
    spread = people[int(0.95 * len(people))] - people[int(0.05 * len(people))]
    assert drawn[189] - drawn[10] > 0.7 * spread


@pytest.mark.parametrize(
    ("wish", "name", "more"),
    [
        (Style.FLOW, "diagonal", True),
        (Style.TECH, "sideways", True),
        (Style.CHILL, "doubles", False),
        (Style.DANCE, "doubles", True),
    ],
)
def test_a_wish_leans(wish, name, more):
    rows = leaning(wish)
    mean = sum(getattr(row, name) for row in rows) / len(rows)
    assert (mean > getattr(median_style(), name)) is more
    assert len(rows) >= 10
