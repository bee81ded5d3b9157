import pytest

from automapper.beatsaber.generate.draft import _corrected, steps
from automapper.chart import Difficulty
from automapper.generation.density import AIM_NPS


def test_steps_are_shares_of_the_faster_one():
    assert steps([1.0, 2.0, 2.5]) == pytest.approx([0.5, 0.2])
    assert steps([0.0, 0.0]) == [0.0]


def test_a_ladder_on_its_aims_is_planned_as_before():
    wish = dict(_corrected(AIM_NPS, AIM_NPS).fixed)
    assert wish == pytest.approx(dict(AIM_NPS))


def test_what_came_out_slow_is_planned_faster_and_holds_the_next_back():
    speeds = dict(AIM_NPS) | {Difficulty.NORMAL: 1.6}
    wish = dict(_corrected(AIM_NPS, speeds).fixed)
    assert wish[Difficulty.NORMAL] > AIM_NPS[Difficulty.NORMAL]
    assert wish[Difficulty.HARD] < AIM_NPS[Difficulty.HARD]
    assert wish[Difficulty.EXPERT] == AIM_NPS[Difficulty.EXPERT]
    values = [wish[difficulty] for difficulty in Difficulty]
    assert values == sorted(values)
