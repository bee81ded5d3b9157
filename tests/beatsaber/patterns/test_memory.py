from dataclasses import replace

import numpy as np
import pytest

from automapper.beatsaber.model import Hand
from automapper.beatsaber.patterns.branch import Placed
from automapper.beatsaber.patterns.frame import NOTHING, TOKENS
from automapper.beatsaber.patterns.memory import Memory
from automapper.beatsaber.patterns.steer import Move
from automapper.beatsaber.patterns.style import load_styles, median_style

EVEN = np.full(TOKENS, 1 / TOKENS)


def remembering(entropy, times=5):
    memory = Memory.fresh(replace(median_style(), entropy=entropy))
    memory.learn([Placed(0, Hand.RIGHT, 7, Move(7, 3, NOTHING))] * times)
    return memory


def test_habits_are_mixed_in():
    mixed = remembering(5.0).mixed(EVEN, 3, NOTHING)
    assert mixed.sum() == pytest.approx(1.0)
    assert mixed[7] > 10 * mixed[8]


def test_other_contexts_are_untouched():
    assert remembering(5.0).mixed(EVEN, 4, NOTHING) is EVEN


def test_poor_styles_have_stronger_habits():
    assert remembering(4.8).mixed(EVEN, 3, NOTHING)[7] > remembering(6.1).mixed(EVEN, 3, NOTHING)[7]


def test_the_richest_styles_keep_some_habits():
    rich = remembering(6.2).mixed(EVEN, 3, NOTHING)[7]
    assert remembering(9.0).mixed(EVEN, 3, NOTHING)[7] == rich > 1 / TOKENS


def test_bars_are_kept_by_place():
    memory = Memory.fresh(median_style())
    move = Move(7, NOTHING, NOTHING)
    rows = [Placed(10, Hand.LEFT, 7, move), Placed(12, Hand.LEFT, 8, move)]
    memory.keep_bar(3, 10, [*rows, Placed(12, Hand.RIGHT, 9, move)])
    assert memory.bars[3] == {0: ((Hand.LEFT, 7),), 2: ((Hand.LEFT, 8), (Hand.RIGHT, 9))}


def test_strange_levels_are_held_back():
    style = replace(load_styles()[0], diagonal=0.9)

    def diagonal_lean(nats):
        memory = Memory.fresh(style)
        memory.learn([Placed(0, Hand.RIGHT, 7, Move(7, 3, NOTHING), nats)] * 50)
        return np.abs(memory.leaning.alone).max()

    assert diagonal_lean(4.0) < 0.3 * diagonal_lean(1.5)


def test_copied_notes_do_not_count_as_surprise():
    memory = Memory.fresh(median_style())
    memory.learn([Placed(0, Hand.RIGHT, 7, Move(7, 3, NOTHING), 2.0)])
    memory.learn([Placed(1, Hand.RIGHT, 7, Move(7, 3, NOTHING))] * 9)
    assert memory.surprise == 2.0
