from __future__ import annotations

import pytest

from automapper.ear.sound.heard import Heard
from automapper.ear.tempo.steadiness import sharpness
from automapper.timing import TempoMap


def test_sharpness_is_that_of_the_attacks_and_not_of_the_octave(steady: Heard) -> None:
    curve = steady.novelty
    right, half, double, wrong = (
        sharpness(curve, TempoMap.constant(bpm, 0.743).beats_array)
        for bpm in (128.37, 64.185, 256.74, 128.9)
    )
    assert half == pytest.approx(right, rel=0.05)
    assert 0.4 * right < double < 1.1 * right
    assert wrong < 0.3 * right
    assert sharpness(curve.between(0, 0), TempoMap.constant(120).beats_array) == 0.0
