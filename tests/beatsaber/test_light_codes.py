from __future__ import annotations

import pytest

from automapper.beatsaber.light_codes import (
    EXTRA_LIGHTS,
    LASER_SPEEDS,
    LIGHTS,
    OFF,
    RING_MOVES,
    Lamp,
    LightColour,
    LightWay,
    light_value,
    way_of,
)


@pytest.mark.parametrize("colour", LightColour)
@pytest.mark.parametrize("way", LightWay)
def test_a_value_says_colour_and_way(colour: LightColour, way: LightWay) -> None:
    value = light_value(colour, way)
    assert way_of(value) == way
    assert value - way == colour


def test_every_known_value_is_said_once() -> None:
    values = [light_value(colour, way) for colour in LightColour for way in LightWay]
    assert sorted(values) == list(range(1, 13))


@pytest.mark.parametrize("value", [OFF, -1, 13, 16, 2_000_000_255])
def test_off_and_unknown_values_have_no_way(value: int) -> None:
    assert way_of(value) is None


def test_every_lamp_is_of_one_kind() -> None:
    assert sorted((*LIGHTS, *RING_MOVES, *LASER_SPEEDS)) == sorted(Lamp)
    assert not set(EXTRA_LIGHTS) & set(Lamp)
