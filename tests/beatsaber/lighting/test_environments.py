import pytest

from automapper.beatsaber.lighting.environments import ENVIRONMENTS, environment_name
from automapper.errors import ConfigError


@pytest.mark.parametrize("word", ["Nice", "niceenvironment", " NiceEnvironment "])
def test_short_names_are_understood(word):
    assert environment_name(word) == "NiceEnvironment"


def test_every_name_names_itself():
    assert [environment_name(name) for name in ENVIRONMENTS] == list(ENVIRONMENTS)


def test_a_near_miss_is_helped():
    with pytest.raises(ConfigError, match="did you mean Nice"):
        environment_name("Nise")
    with pytest.raises(ConfigError, match="choose from Default, Origins"):
        environment_name("qqqq")
