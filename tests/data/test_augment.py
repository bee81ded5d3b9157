from __future__ import annotations

import numpy as np

from automapper.data.augment import Augmentation, coloured, replayed
from automapper.data.course import Course, even

MEL = np.random.default_rng(0).uniform(0, 4, (300, 128)).astype(np.float16)


def test_no_change_is_no_change() -> None:
    plain = replayed(MEL, even(20.0, 1.0, 100))
    assert np.array_equal(plain, MEL[20:120].astype(np.float32))
    assert np.array_equal(coloured(plain, Augmentation.none(), np.random.default_rng(1)), plain)


def test_outside_the_song_is_silence() -> None:
    around = replayed(MEL, even(-10.0, 1.0, 400))
    assert not around[:10].any()
    assert not around[310:].any()
    assert np.array_equal(around[10:310], MEL.astype(np.float32))


def test_a_stretch_plays_faster() -> None:
    ramp = np.repeat(np.arange(300, dtype=np.float16)[:, None], 4, axis=1)
    fast = replayed(ramp, even(10.0, 1.25, 100))
    assert np.allclose(fast[:, 0], 10 + 1.25 * np.arange(100), atol=1e-3)


def test_a_course_is_followed_between_frames() -> None:
    ramp = np.repeat(np.arange(300, dtype=np.float16)[:, None], 4, axis=1)
    course = Course(np.array([20.0, 20.25, 21.5, 40.0]))
    assert np.allclose(replayed(ramp, course)[:, 0], course.at, atol=1e-3)


def test_colour_depends_on_the_generator_alone() -> None:
    plain = replayed(MEL, even(0.0, 1.0, 200))
    before = plain.copy()
    one, two = (coloured(plain, Augmentation(), np.random.default_rng(5)) for _ in range(2))
    assert np.array_equal(one, two)
    assert np.array_equal(plain, before)
    assert one.shape == plain.shape and one.dtype == np.float32
    assert np.isfinite(one).all() and (one >= 0).all()


def test_colours_differ() -> None:
    plain = replayed(MEL, even(0.0, 1.0, 200))
    rng = np.random.default_rng(6)
    changed = [not np.array_equal(coloured(plain, Augmentation(), rng), plain) for _ in range(20)]
    assert sum(changed) > 15
