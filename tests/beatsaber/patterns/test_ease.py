from automapper.beatsaber.patterns.ease import EASE
from automapper.beatsaber.patterns.style import load_styles
from automapper.chart import Difficulty


def test_expert_shows_the_style_itself():
    for style in load_styles():
        assert EASE[Difficulty.EXPERT].apply(style) == style
        assert EASE[Difficulty.EXPERT_PLUS].apply(style) == style


def test_each_step_is_simpler():
    for style in load_styles():
        shown = [EASE[difficulty].apply(style) for difficulty in Difficulty]
        for name in ("diagonal", "top", "crosshalf", "centre", "entropy", "doubles"):
            values = [getattr(one, name) for one in shown]
            assert values == sorted(values)


def test_each_step_gives_hands_less_time():
    gaps = [(EASE[difficulty].least_gap, EASE[difficulty].double_gap) for difficulty in Difficulty]
    assert gaps == sorted(gaps, reverse=True)
