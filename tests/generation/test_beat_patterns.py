import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from automapper.generation.beat_patterns import NEVER, BeatPatterns
from automapper.generation.rhythm_tables import load_tables
from automapper.generation.slots import SLOTS, TICKS

PATTERNS = BeatPatterns.of(load_tables().bits)
FLAGS = arrays(np.bool_, (4, SLOTS))


@given(FLAGS, FLAGS)
def test_allowed_patterns_play_what_they_must_and_only_what_they_may(may, must) -> None:
    allowed = PATTERNS.allowed(may, must)
    assert allowed.any(axis=1).all()
    for row in range(len(may)):
        fits = [(p <= may[row]).all() and (p >= must[row]).all() for p in PATTERNS.bits > 0]
        if any(fits):
            assert allowed[row].tolist() == fits
        else:
            assert all((p <= may[row]).all() for p in (PATTERNS.bits > 0)[allowed[row]])


@given(st.integers(0, len(PATTERNS) - 1))
def test_a_pattern_is_nearest_to_itself(index) -> None:
    assert PATTERNS.nearest(PATTERNS.bits[index : index + 1] > 0).tolist() == [index]


def test_ticks_of_known_patterns() -> None:
    bits = np.array([[0] * 6, [0, 1, 0, 1, 0, 0]], np.float32)
    patterns = BeatPatterns.of(bits)
    assert patterns.first.tolist() == [NEVER, 3]
    assert patterns.tightest.tolist() == [NEVER, 3]
    assert patterns.since(np.array([5.0, 5.0]), np.array([0, 1])).tolist() == [17.0, 6.0]


def test_no_shipped_pattern_plays_one_moment_twice() -> None:
    assert PATTERNS.tightest.min() >= 2
    assert max(TICKS) < 12
