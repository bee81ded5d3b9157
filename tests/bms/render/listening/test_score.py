"""Counting preferences, and how likely chance is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automapper.bms.render.listening.answers import Answer, Sheet
from automapper.bms.render.listening.key import Key
from automapper.bms.render.listening.score import Preference, binomial_p, score
from automapper.errors import ConfigError

KEY = Key("t", ("rules", "ml"), ((1, 0, 1), (2, 1, 0), (3, 0, 1), (4, 1, 0)))


def sheet(**answers: str) -> Sheet:
    said = {(n, q): Answer(a) for q, all_ in answers.items() for n, a in enumerate(all_, start=1)}
    return Sheet("t", said)


def test_votes_are_counted_for_charts_and_not_for_sides() -> None:
    stable, human = score([sheet(stable="xyxx", human=["y", "same", "?", "x"])], KEY)
    assert stable == Preference("stable", "rules", "ml", 3, 1, 0, 0.625)
    assert human == Preference("human", "rules", "ml", 0, 2, 1, 0.5)


def test_always_saying_x_is_no_preference() -> None:
    stable, _ = score([sheet(stable="xxxx")], KEY)
    assert (stable.first_votes, stable.second_votes, stable.p_value) == (2, 2, 1.0)


def test_listeners_add_up() -> None:
    stable, _ = score([sheet(stable="xyxy")] * 3, KEY)
    assert (stable.first_votes, stable.p_value) == (12, 0.0005)


def test_three_charts_are_three_couples() -> None:
    key = Key("t", ("a", "b", "c"), ((1, 0, 1), (2, 2, 0), (3, 2, 1)))
    rows = score([sheet(stable="xxx")], key)[:3]
    assert [(r.first, r.second, r.first_votes, r.second_votes) for r in rows] == [
        ("a", "b", 1, 0),
        ("a", "c", 0, 1),
        ("b", "c", 0, 1),
    ]


def test_sheets_of_other_tests_are_refused() -> None:
    with pytest.raises(ConfigError, match="of test u, the key of test t"):
        score([Sheet("u", {})], KEY)
    with pytest.raises(ConfigError, match="has no pair 5"):
        score([Sheet("t", {(5, "stable"): Answer.X})], KEY)


@pytest.mark.parametrize(
    ("wins", "losses", "p"),
    [
        (0, 0, 1.0),
        (5, 0, 0.0625),
        (6, 0, 0.03125),
        (9, 1, 22 / 1024),
        (5, 5, 1.0),
        (7, 1, 18 / 256),
    ],
)
def test_p_as_tables_give_it(wins: int, losses: int, p: float) -> None:
    assert binomial_p(wins, losses) == pytest.approx(p)
    assert binomial_p(losses, wins) == pytest.approx(p)


@given(st.integers(0, 1500), st.integers(0, 1500))
def test_p_is_a_share_and_falls_with_every_further_win(wins: int, losses: int) -> None:
    p = binomial_p(wins, losses)
    assert 0 <= p <= 1
    if wins > losses:
        assert binomial_p(wins + 1, losses) <= p + 1e-12
