from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from automapper.chart import Difficulty
from automapper.errors import ConfigError
from automapper.generation.density import (
    FASTEST,
    OFFICIAL_NPS,
    SLOWEST,
    NpsWish,
    phrase_edges,
    plan_nps,
    spread,
)


@given(st.floats(0, 50))
def test_every_song_lands_inside_the_official_bands_with_even_steps(offer) -> None:
    nps = plan_nps(offer, NpsWish())
    assert list(nps) == list(Difficulty)
    for difficulty, (low, high) in OFFICIAL_NPS.items():
        assert low < nps[difficulty] < high
    for easier, harder in pairwise(nps.values()):
        assert 0.10 <= (harder - easier) / harder <= 0.40


def test_busier_music_gets_more_notes() -> None:
    sparse, busy = (plan_nps(offer, NpsWish()) for offer in (2.8, 4.0))
    assert all(sparse[d] < busy[d] for d in Difficulty)


@given(st.sampled_from(Difficulty), st.floats(SLOWEST, FASTEST), st.floats(0.5, 6))
def test_a_wish_is_met_and_the_others_make_room(difficulty, wanted, offer) -> None:
    nps = plan_nps(offer, NpsWish(((difficulty, wanted),)))
    assert nps[difficulty] == wanted
    assert all(a < b for a, b in pairwise(nps.values()))


def test_a_factor_scales_all() -> None:
    plain, more = (plan_nps(3.0, NpsWish(factor=factor)) for factor in (1.0, 1.2))
    assert all(more[d] == pytest.approx(1.2 * plain[d]) for d in Difficulty)


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        (NpsWish(((Difficulty.EXPERT, 0.0),)), "must be 0.2-20"),
        (NpsWish(((Difficulty.EXPERT, float("nan")),)), "must be 0.2-20"),
        (NpsWish(factor=0.0), "factor must be"),
        (NpsWish(((Difficulty.EXPERT, 3.0), (Difficulty.HARD, 4.0))), "harder difficulty needs"),
    ],
)
def test_impossible_wishes_are_refused(wish, words) -> None:
    with pytest.raises(ConfigError, match=words):
        plan_nps(3.0, wish)


def test_drops_hit_and_verses_breathe() -> None:
    seconds, offer = np.full(3, 16.0), np.array([2.0, 3.0, 4.0])
    energy = np.array([0.2, 0.5, 0.9])
    counts = spread(150.0, seconds, offer, energy, 1.0)
    assert counts.sum() == pytest.approx(150.0)
    assert counts[0] < counts[1] < counts[2]
    assert spread(150.0, seconds, offer, energy, 0.0) == pytest.approx([50, 50, 50])
    assert np.ptp(spread(150.0, seconds, offer, energy, 1.5)) > np.ptp(counts)


@given(
    st.integers(1, 400),
    st.lists(st.integers(0, 400), max_size=12),
    st.integers(-8, 8),
    st.integers(2, 7),
)
def test_phrases_cover_the_song_without_scraps(rows, borders, origin, period) -> None:
    edges = phrase_edges(rows, borders, origin, period, 8)
    assert (edges[0], edges[-1]) == (0, rows)
    lengths = [b - a for a, b in pairwise(edges)]
    assert all(length > 0 for length in lengths)
    assert max(lengths) <= 10 * period
    if len(lengths) > 1:
        assert min(lengths) >= min(period, rows)
