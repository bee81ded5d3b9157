from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from automapper.bms.learning.evaluation.metrics import (
    auc,
    f1,
    f1_of_best,
    gain,
    over_packages,
    package_means,
)

PAIRS = st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=2, max_size=40)


@given(PAIRS)
def test_auc_is_the_usual_one(pairs: list[tuple[int, bool]]) -> None:
    scores = np.array([float(score) for score, _ in pairs])
    played = np.array([value for _, value in pairs])
    found = auc(scores, played)
    if played.all() or not played.any():
        assert found is None
    else:
        assert found == pytest.approx(roc_auc_score(played, scores))


def test_f1_of_a_choice() -> None:
    chosen, played = np.array([1, 1, 0, 0], bool), np.array([1, 0, 1, 0], bool)
    assert f1(chosen, played) == 0.5
    assert f1(played, played) == 1.0
    nothing = np.zeros(4, bool)
    assert f1(nothing, played) == 0.0
    assert f1(nothing, nothing) is None


def test_the_best_are_as_many_as_people_play() -> None:
    played = np.array([1, 1, 0, 0, 0], bool)
    assert f1_of_best(np.array([5.0, 4, 3, 2, 1]), played) == 1.0
    assert f1_of_best(np.array([5.0, 1, 4, 3, 2]), played) == 0.5
    # All alike: what a blind draw of two of five would hit.
    assert f1_of_best(np.zeros(5), played) == pytest.approx(2 / 5)
    assert f1_of_best(np.zeros(5), np.ones(5, bool)) is None
    assert f1_of_best(np.zeros(5), np.zeros(5, bool)) is None


@given(PAIRS)
def test_ties_share_evenly(pairs: list[tuple[int, bool]]) -> None:
    scores = np.array([float(score) for score, _ in pairs])
    played = np.array([value for _, value in pairs])
    found = f1_of_best(scores, played)
    if found is not None:
        order = np.random.default_rng(1).permutation(len(scores))
        assert f1_of_best(scores[order], played[order]) == pytest.approx(found)
        assert 0 <= found <= 1


def test_a_package_of_many_charts_counts_once() -> None:
    found = over_packages({"many": [0.0] * 99, "one": [1.0], "none": []})
    assert found is not None and found.mean == 0.5
    assert (found.low, found.high) == (0.0, 1.0)
    assert package_means({"many": [0.0, 1.0], "none": []}) == {"many": 0.5}
    assert over_packages({"none": []}) is None


def test_draws_are_the_same_every_time() -> None:
    values = {str(n): [n / 7] for n in range(8)}
    assert over_packages(values) == over_packages(dict(reversed(values.items())))


def test_a_gain_is_paired_by_package() -> None:
    one = {"a": [0.9], "b": [0.3], "c": [1.0]}
    other = {"a": [0.8], "b": [0.2], "d": [0.0]}
    found = gain(one, other)
    assert found is not None
    assert (found.mean, found.low, found.high) == pytest.approx((0.1, 0.1, 0.1))
