import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from automapper.generation.frames import FrameCurve, box_mean, widest

CURVES = arrays(np.float64, st.integers(1, 60), elements=st.floats(-10, 10))


@given(CURVES, st.integers(0, 20).map(lambda half: 2 * half + 1))
def test_box_mean_is_the_mean_of_what_the_box_holds(values, width) -> None:
    half = width // 2
    expected = [values[max(i - half, 0) : i + half + 1].mean() for i in range(len(values))]
    assert np.allclose(box_mean(values, width), expected)


@given(CURVES, st.integers(1, 4))
def test_widest_is_the_maximum_around(values, reach) -> None:
    expected = [values[max(i - reach, 0) : i + reach + 1].max() for i in range(len(values))]
    assert np.array_equal(widest(values, reach), expected)


def test_near_finds_a_peak_beside_and_prefers_it_on_the_spot() -> None:
    values = np.zeros(200)
    values[100] = 1.0
    curve = FrameCurve(values, 100)
    on, beside, far = curve.near(np.array([1.0, 1.02, 1.1]))
    assert on == 1.0 > beside > 0.5 > far == 0.0
