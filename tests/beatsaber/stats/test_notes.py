from collections import Counter
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from automapper.beatsaber.model import Bomb, BpmEvent, Chart, Cut, Hand, Note
from automapper.beatsaber.stats.notes import beat_phase, entropy, lay_out, share_top
from automapper.beatsaber.swings import Strain
from automapper.chart import Difficulty
from automapper.timing import TempoMap

TEMPO = TempoMap.constant(120)


def _note(beat: Fraction | float, cut: Cut = Cut.DOWN, hand: Hand = Hand.RIGHT) -> Note:
    return Note(Fraction(beat), 2, 0, hand, cut)


@given(st.floats(0.01, 0.99), st.integers(0, 10))
def test_phase_brings_notes_back_onto_the_grid(shift: float, seed: int) -> None:
    rng = np.random.Generator(np.random.PCG64(seed))
    beats = np.sort(rng.choice(160, 80, replace=False)) / 2 + shift
    left = (beats - beat_phase(beats)) * 2
    assert np.abs(left - np.rint(left)).max() < 1e-9


def test_no_phase_wins_a_draw() -> None:
    assert beat_phase(np.arange(40) / 4) == 0.0


def test_notes_of_a_moment_are_one_onset() -> None:
    close = Fraction(15, 1000)  # 7.5 ms at 120 BPM
    chart = Chart(Difficulty.HARD, notes=(_note(0), _note(close, hand=Hand.LEFT), _note(1)))
    assert lay_out(chart, TEMPO).onsets == ((0, 1), (2,))


def test_an_editors_grid_moves_beats_and_no_time() -> None:
    chart = Chart(Difficulty.HARD, notes=tuple(_note(Fraction(i)) for i in range(8)))
    plain = lay_out(chart, TEMPO)
    doubled = lay_out(chart, TEMPO, [(Fraction(0), 240.0)])
    assert np.array_equal(plain.seconds, doubled.seconds)
    assert np.allclose(doubled.beats, 2 * plain.beats)
    late = lay_out(chart, TEMPO, [(Fraction(7, 2), 240.0)])
    # The change starts on a whole beat: beat 3.5 counts as 4, then two beats go in one.
    assert np.allclose(late.beats, [0, 1, 2, 3, 5, 7, 9, 11])


def test_true_tempo_changes_outrank_an_editors_grid() -> None:
    chart = Chart(
        Difficulty.HARD,
        notes=tuple(_note(Fraction(i)) for i in range(4)),
        bpm_events=(BpmEvent(Fraction(0), 120.0),),
    )
    assert np.allclose(lay_out(chart, TEMPO, [(Fraction(0), 240.0)]).beats, range(4))


def test_bombs_free_a_hand_only_where_they_count() -> None:
    chart = Chart(
        Difficulty.HARD,
        notes=(_note(0), _note(1)),
        bombs=(Bomb(Fraction(1, 2), 3, 0),),
    )
    played = lay_out(chart, TEMPO)
    assert played.swings[Hand.RIGHT][1].strain == Strain.FREE
    assert played.swings_without_bombs[Hand.RIGHT][1].strain == Strain.BREAK


def test_entropy_in_bits() -> None:
    assert entropy(Counter({"a": 2, "b": 1, "c": 1})) == pytest.approx(1.5)
    assert entropy(Counter()) == 0.0
    assert share_top(Counter({"a": 2, "b": 1, "c": 1}), 2, 4) == 0.75
