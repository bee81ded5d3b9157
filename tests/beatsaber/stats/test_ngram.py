"""The n-gram of clean charts: exact on a small case, a probability everywhere."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from automapper.beatsaber.model import Chart, Cut, Hand, Note
from automapper.beatsaber.stats.ngram import (
    ORDERS,
    SYMBOLS,
    NoteSequence,
    note_sequence,
    probabilities,
    surprisal,
    train,
)
from automapper.beatsaber.stats.notes import lay_out
from automapper.chart import Difficulty
from automapper.timing import TempoMap
from beatsaber.human_like import TEMPO, human_like

ONE = TempoMap.constant(120)


def _chart(*notes: Note) -> Chart:
    return Chart(Difficulty.EXPERT, notes=notes)


def _sequence(chart: Chart, mirrored: bool = False) -> NoteSequence:
    return note_sequence(lay_out(chart, ONE), mirrored=mirrored)


UP_DOWN = _chart(
    Note(Fraction(0), 2, 0, Hand.RIGHT, Cut.DOWN),
    Note(Fraction(1), 2, 0, Hand.RIGHT, Cut.UP),
    Note(Fraction(2), 2, 0, Hand.RIGHT, Cut.DOWN),
)


def test_witten_bell_by_hand() -> None:
    sequence = _sequence(UP_DOWN)
    model = train([sequence])
    # Lowest order, the hand alone: three notes of two kinds, two of them down.
    base = 1 / 108
    first = probabilities(model, sequence, 1)
    assert first[0] == pytest.approx((2 * base + 2) / 5)
    assert first[1] == pytest.approx((2 * base + 1) / 5)
    # With the note before it: "nothing" was followed once by down.
    second = probabilities(model, sequence, 2)
    assert second[0] == pytest.approx((first[0] * 1 + 1) / 2)


def test_an_empty_model_knows_nothing() -> None:
    sequence = _sequence(UP_DOWN)
    assert surprisal(train([]), sequence) == pytest.approx(np.log(SYMBOLS))


def test_what_was_learnt_surprises_less() -> None:
    sequence = _sequence(UP_DOWN)
    assert surprisal(train([sequence]), sequence) < 1.0


def test_a_mirror_image_is_learnt_from_its_original() -> None:
    mirrored = _sequence(UP_DOWN, mirrored=True)
    assert set(mirrored.contexts[0]) == {int(Hand.LEFT)}
    assert surprisal(train([_sequence(UP_DOWN)]), mirrored) == pytest.approx(np.log(SYMBOLS))
    both = train([_sequence(UP_DOWN), mirrored])
    assert surprisal(both, mirrored) == pytest.approx(surprisal(both, _sequence(UP_DOWN)))


@given(st.integers(0, 30), st.integers(0, 200))
def test_probabilities_of_all_notes_sum_to_one(seed: int, index: int) -> None:
    sequence = note_sequence(lay_out(human_like(seed % 3, 12), TEMPO))
    model = train([note_sequence(lay_out(human_like(7, 12), TEMPO))])
    at = index % len(sequence.symbols)
    context = np.repeat(sequence.contexts[:, at : at + 1], SYMBOLS, axis=1)
    every = NoteSequence(np.arange(SYMBOLS), context)
    for orders in range(1, ORDERS + 1):
        found = probabilities(model, every, orders)
        assert found.min() > 0
        assert found.sum() == pytest.approx(1.0)


def test_contexts_refine_each_other_and_see_the_other_hand() -> None:
    left = Note(Fraction(1), 1, 0, Hand.LEFT, Cut.DOWN)
    right = Note(Fraction(1), 2, 0, Hand.RIGHT, Cut.DOWN)
    apart = Note(Fraction(5, 4), 2, 0, Hand.RIGHT, Cut.DOWN)
    together, separate = _sequence(_chart(left, right)), _sequence(_chart(left, apart))
    assert together.contexts[1, 1] == separate.contexts[1, 1]
    assert together.contexts[2, 1] != separate.contexts[2, 1]


def test_the_order_of_a_file_does_not_matter() -> None:
    chart = human_like(3, 20)
    backwards = Chart(Difficulty.EXPERT, notes=chart.notes[::-1])
    one, other = (note_sequence(lay_out(c, TEMPO)) for c in (chart, backwards))
    assert np.array_equal(one.symbols, other.symbols)
    assert np.array_equal(one.contexts, other.contexts)
