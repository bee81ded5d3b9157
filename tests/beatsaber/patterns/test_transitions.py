from importlib import resources

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automapper.beatsaber.model import Cut
from automapper.beatsaber.patterns import transitions
from automapper.beatsaber.patterns.frame import NOTHING
from automapper.beatsaber.patterns.transitions import (
    hand_contexts,
    hand_gap_class,
    load_arrays,
    load_transitions,
    note_contexts,
    onset_gap_class,
    pack,
    to_arrays,
    transitions_from,
)
from automapper.errors import WeightsError

parts = st.integers(0, 127)


def small_tables():
    notes = [{(): {3: 3, 5: 1}}, {(2,): {5: 4}}]
    hands = [{(): {0: 1, 1: 3}}]
    arrays = to_arrays("notes", notes) | to_arrays("hands", hands)
    return transitions_from(arrays)


def test_witten_bell_by_hand():
    notes = small_tables().notes
    general = notes.distribution([()])
    assert general[3] == pytest.approx((2 / 108 + 3) / 6)
    special = notes.distribution([(), (2,)])
    assert special[5] == pytest.approx(general[5] / 5 + 4 / 5)
    assert special[3] == pytest.approx(general[3] / 5)


def test_unseen_contexts_fall_back():
    notes = small_tables().notes
    assert np.array_equal(notes.distribution([(), (9,)]), notes.distribution([()]))


@given(st.lists(parts, max_size=5), st.lists(parts, max_size=5))
def test_packing_keeps_contexts_apart(first, second):
    assert (pack(tuple(first)) == pack(tuple(second))) == (first == second)


@settings(max_examples=40)
@given(st.integers(0, NOTHING), st.integers(0, 2), st.integers(0, NOTHING), st.integers(0, 7))
def test_shipped_notes_are_distributions(before, role, other, gap):
    table = load_transitions().notes
    chances = table.distribution(note_contexts(before, role, other, gap, NOTHING))
    assert chances.shape == (108,) and (chances > 0).all()
    assert chances.sum() == pytest.approx(1.0)


def test_shipped_table_knows_that_up_follows_down():
    bottom = (2 * 3 + 0) * 9
    contexts = note_contexts(bottom + Cut.DOWN, 0, NOTHING, 3, NOTHING)
    chances = load_transitions().notes.distribution(contexts).reshape(12, 9).sum(axis=0)
    assert chances[Cut.UP] > 0.3 > 0.05 > chances[Cut.DOWN]


def test_shipped_table_knows_that_hands_alternate():
    contexts = hand_contexts((1, 1, 1), onset_gap_class(0.2), onset_gap_class(0.2))
    same, other, both = load_transitions().hands.distribution(contexts)
    assert other > same and other > both


def test_gap_classes_are_in_order():
    classes = [hand_gap_class(gap / 100) for gap in range(200)]
    assert classes == sorted(classes) and set(classes) == set(range(8))
    classes = [onset_gap_class(gap / 100) for gap in range(200)]
    assert classes == sorted(classes) and set(classes) == set(range(9))


def test_a_missing_table_says_what_to_do():
    with pytest.raises(WeightsError, match="install automapper again"):
        load_arrays("nothing.safetensors")


def test_tables_are_small():
    folder = resources.files("automapper.beatsaber") / "tables"
    assert len((folder / transitions.FILE).read_bytes()) < 850_000
