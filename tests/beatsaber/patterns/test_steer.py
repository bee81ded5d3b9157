from dataclasses import fields

import numpy as np

from automapper.beatsaber.model import Cut
from automapper.beatsaber.patterns.frame import NOTHING
from automapper.beatsaber.patterns.steer import (
    FEATURES,
    Move,
    first_weights,
    lean,
    learn,
    targets,
)
from automapper.beatsaber.patterns.style import LevelStyle, load_styles, median_style

DOWN = (2 * 3 + 0) * 9 + Cut.DOWN  # column 2, bottom
DIAGONAL = (2 * 3 + 0) * 9 + Cut.DOWN_RIGHT


def test_features_are_shares_of_the_style():
    assert set(FEATURES) <= {field.name for field in fields(LevelStyle)}
    assert targets(median_style()).shape == (len(FEATURES),)


def test_the_median_needs_no_steering():
    assert not first_weights(median_style()).any()


def test_what_is_missed_gains_weight():
    wanted = targets(median_style())
    weights = np.zeros(len(FEATURES))
    at = FEATURES.index("diagonal")
    assert learn(weights, wanted, [Move(DOWN, NOTHING, NOTHING)])[at] > 0
    assert learn(weights, wanted, [Move(DIAGONAL, NOTHING, NOTHING)])[at] < 0


def test_questions_that_do_not_arise_teach_nothing():
    wanted = targets(load_styles()[0])
    moved = learn(np.zeros(len(FEATURES)), wanted, [Move(DOWN, NOTHING, NOTHING)])
    for name in ("stay", "leap", "straight_angle", "same_cut", "crossed", "top_up"):
        assert moved[FEATURES.index(name)] == 0


def test_weights_stay_bounded():
    wanted = np.ones(len(FEATURES))
    moved = learn(np.zeros(len(FEATURES)), wanted, [Move(DOWN, DOWN, DOWN)] * 500)
    assert np.abs(moved).max() <= 3.0


def test_lean_raises_the_tokens_of_a_feature():
    weights = np.zeros(len(FEATURES))
    weights[FEATURES.index("diagonal")] = 1.0
    weights[FEATURES.index("straight_angle")] = 2.0
    leaning = lean(weights)
    assert leaning.alone[DIAGONAL] == 1.0 and leaning.alone[DOWN] == 0.0
    up = DOWN - Cut.DOWN + Cut.UP
    assert leaning.moved[DOWN, up] == 2.0 and leaning.moved[NOTHING, up] == 0.0
