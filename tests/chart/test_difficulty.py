from __future__ import annotations

from automapper.chart import Difficulty


def test_the_ladder_goes_up() -> None:
    names = [step.name for step in sorted(Difficulty)]
    assert names == ["EASY", "NORMAL", "HARD", "EXPERT", "EXPERT_PLUS"]
    assert [int(step) for step in sorted(Difficulty)] == [0, 1, 2, 3, 4]
