import pytest

from automapper.beatsaber.options import Amount, GenerateOptions, LightMode, Style
from automapper.chart import Difficulty
from automapper.cli.beatsaber.generate_arguments import build_parser, options_of, parse_range
from automapper.errors import ConfigError


def parse(*words):
    return options_of(build_parser().parse_args(["song.ogg", *words]))


def test_no_words_mean_the_default_options():
    assert parse() == GenerateOptions()


def test_words_reach_their_options():
    options = parse(
        "--difficulty", "Expert", "--nps", "4.5", "--njs", "x1.1", "--style", "tech", "--bpm",
        "174", "--offset", "-12.5", "--bombs", "none", "--lights", "chroma", "--no-chains",
        "--format", "v4", "--environment", "Nice",
    )  # fmt: skip
    assert options.difficulty == (Difficulty.EXPERT,)
    assert options.nps.apply(Difficulty.EXPERT, 1.0) == 4.5
    assert options.njs.factor == 1.1
    assert (options.style, options.bombs) == (Style.TECH, Amount.NONE)
    assert (options.lights, options.chains) == (LightMode.CHROMA, False)
    assert (options.bpm, options.offset, options.version) == (174.0, -12.5, 4)
    assert options.environment == "NiceEnvironment"


def test_an_offset_alone_is_refused():
    with pytest.raises(ConfigError, match="--offset needs --bpm"):
        parse("--offset", "10")


@pytest.mark.parametrize(
    ("text", "stretch"),
    [("1:00-1:20", (60, 80)), ("60-80.5", (60, 80.5)), ("1:00:00-1:00:01", (3600, 3601))],
)
def test_stretches_are_read(text, stretch):
    assert parse_range(text) == stretch


@pytest.mark.parametrize("text", ["", "60", "80-60", "a-b", "1:2:3:4-9:9:9:9", "-5-10", "nan-3"])
def test_odd_stretches_are_refused(text):
    with pytest.raises(ConfigError, match="--reroll takes a stretch"):
        parse_range(text)
