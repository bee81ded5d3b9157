"""Which difficulty a chart is."""

from __future__ import annotations

import pytest

from automapper.osumania.difficulty import (
    STARS_BELOW,
    Difficulty,
    difficulty_named,
    difficulty_of_stars,
    stars_below,
    stars_of_density,
)

EASY, NORMAL, HARD, INSANE, EXPERT = Difficulty


@pytest.mark.parametrize(
    ("name", "difficulty"),
    [
        ("Easy", EASY),
        ("[4K] Somebody's EZ", EASY),
        ("NM", NORMAL),
        ("4K HD Lv.12", HARD),
        ("Hyper", HARD),
        ("MX", INSANE),
        ("SC", EXPERT),
        ("Black Another", EXPERT),
        ("Another", INSANE),
        ("Normal+ / Hard-", HARD),
        ("Hardcore", None),
        ("Uneasy", None),
        ("", None),
        ("穴", None),
    ],
)
def test_names_tell_by_whole_words(name: str, difficulty: Difficulty | None) -> None:
    assert difficulty_named(name) is difficulty


@pytest.mark.parametrize("difficulty", [EASY, NORMAL, HARD, INSANE])
def test_bands_of_stars_end_below_their_limit(difficulty: Difficulty) -> None:
    limit = STARS_BELOW[difficulty]
    assert difficulty_of_stars(limit - 0.01) is difficulty
    assert difficulty_of_stars(limit) is Difficulty(difficulty + 1)


def test_nothing_is_beyond_expert() -> None:
    assert difficulty_of_stars(99.0) is EXPERT


@pytest.mark.parametrize(
    ("name", "below"),
    [
        ("Easy", 2.0),
        ("Somebody's Insane", 5.3),
        ("4K Expert", 6.5),
        ("Expert+", None),
        ("Extra", None),
        ("Expert / Master", None),
        ("Black Another", None),
        ("穴", None),
    ],
)
def test_a_name_ends_where_the_next_begins(name: str, below: float | None) -> None:
    assert stars_below(name) == below


def test_density_stands_for_stars() -> None:
    assert stars_of_density(9.0) == pytest.approx(3.2, abs=0.05)
