"""What the numbers of basic light events stand for; events keep numbers unknown here as they are.

Source: the event types and values of the community's format documentation (BSMG wiki).
"""

from __future__ import annotations

from enum import IntEnum


class Lamp(IntEnum):
    """What an event acts on: five lights, two motions of the rings, two speeds of the lasers."""

    BACK = 0
    RINGS = 1
    LEFT_LASERS = 2
    RIGHT_LASERS = 3
    CENTRE = 4
    RING_TURN = 8
    RING_ZOOM = 9
    LEFT_SPEED = 12
    RIGHT_SPEED = 13


class LightColour(IntEnum):
    """Colour of a light: what its codes begin after."""

    BLUE = 0
    RED = 4
    WHITE = 8


class LightWay(IntEnum):
    """How a light comes on: for good, with a flash, fading out, or passing over from before."""

    ON = 1
    FLASH = 2
    FADE = 3
    TRANSITION = 4


LIGHTS = (Lamp.BACK, Lamp.RINGS, Lamp.LEFT_LASERS, Lamp.RIGHT_LASERS, Lamp.CENTRE)
EXTRA_LIGHTS = (6, 7, 10, 11)  # of a few later stages
RING_MOVES = (Lamp.RING_TURN, Lamp.RING_ZOOM)
LASER_SPEEDS = (Lamp.LEFT_SPEED, Lamp.RIGHT_SPEED)
OFF = 0  # the value that puts a light out


def light_value(colour: LightColour, way: LightWay) -> int:
    """The value of an event that lights so, 1-12."""
    return int(colour) + int(way)


def way_of(value: int) -> LightWay | None:
    """How a value lights; None for off and for unknown values."""
    return LightWay((value - 1) % 4 + 1) if 0 < value <= _LAST else None


_LAST = light_value(LightColour.WHITE, LightWay.TRANSITION)
