import json

import pytest

from automapper.beatsaber.options import (
    Amount,
    GenerateOptions,
    Scale,
    Style,
    options_from_record,
    options_record,
    parse_difficulties,
    parse_scale,
)
from automapper.chart import Difficulty
from automapper.errors import ConfigError

HARD, EXPERT, PLUS = Difficulty.HARD, Difficulty.EXPERT, Difficulty.EXPERT_PLUS


def test_difficulties_are_sorted_and_forgiving():
    assert parse_difficulties("expertplus, Hard") == (HARD, PLUS)
    assert parse_difficulties("Expert+") == (PLUS,)
    assert parse_difficulties("ALL") == tuple(Difficulty)
    with pytest.raises(ConfigError, match="no difficulty 'Insane'"):
        parse_difficulties("Hard,Insane")


def test_scale_of_one_number_needs_one_difficulty():
    assert parse_scale("--nps", "4.5", (EXPERT,)).apply(EXPERT, 1.0) == 4.5
    with pytest.raises(ConfigError, match="needs one --difficulty"):
        parse_scale("--nps", "4.5", (HARD, EXPERT))


def test_scale_by_difficulty_and_by_factor():
    scale = parse_scale("--nps", "Expert=4.5,Hard=3", tuple(Difficulty))
    assert scale.apply(EXPERT, 1.0) == 4.5
    assert scale.apply(PLUS, 5.0) == 5.0
    assert parse_scale("--nps", "x1.5", tuple(Difficulty)).apply(EXPERT, 4.0) == 6.0
    with pytest.raises(ConfigError, match="'fast' is not a number"):
        parse_scale("--njs", "x fast".replace(" ", ""), tuple(Difficulty))


@pytest.mark.parametrize(
    ("wish", "complaint"),
    [
        ({"bpm": 5.0}, "--bpm must lie within"),
        ({"bpm": float("nan")}, "--bpm must lie within"),
        ({"nps": Scale(((EXPERT, 99.0),))}, "--nps must lie within"),
        ({"njs": Scale(factor=9.0)}, "--njs x must lie within"),
        ({"engine": "neural"}, "no engine 'neural'"),
        ({"difficulty": ()}, "no difficulty"),
        ({"offset": float("nan")}, "--offset is out of range"),
        ({"preview": -1.0}, "--preview is out of range"),
        ({"octave": "triple"}, "--octave is auto"),
        ({"octave": "half", "bpm": 90.0}, "leave it out with --bpm"),
        ({"version": 1}, "--format is"),
    ],
)
def test_wishes_out_of_range_are_refused(wish, complaint):
    with pytest.raises(ConfigError, match=complaint):
        GenerateOptions(**wish)


def test_a_scale_for_a_difficulty_that_is_not_made_is_refused():
    with pytest.raises(ConfigError, match="Hard, which is not among"):
        parse_scale("--nps", "Hard=3", (EXPERT,))
    with pytest.raises(ConfigError, match="'abc' is not a number"):
        parse_scale("--nps", "abc", tuple(Difficulty))


def test_options_survive_their_own_record():
    options = GenerateOptions(
        difficulty=(HARD, EXPERT),
        seed=7,
        bpm=174.0,
        offset=-3.5,
        nps=Scale(((HARD, 3.0),)),
        njs=Scale(factor=1.2),
        bombs=Amount.HIGH,
        walls=Amount.NONE,
        style=Style.TECH,
        chains=False,
        version=2,
    )
    assert options_from_record(json.loads(json.dumps(options_record(options)))) == options


@pytest.mark.parametrize("record", [{}, {"seed": "x", "bpm": [], "nps": 3}, {"bombs": "many"}])
def test_damaged_record_falls_back_to_defaults(record):
    assert options_from_record(record) == GenerateOptions()
