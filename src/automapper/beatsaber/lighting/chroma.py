"""Free colours for the Chroma mod: two hues per section instead of the game's red and blue."""

from __future__ import annotations

import colorsys

from automapper.beatsaber.formats.light_words import coloured
from automapper.beatsaber.light_codes import LightColour
from automapper.beatsaber.lighting.look import Light
from automapper.beatsaber.model import LightEvent

SATURATION = (0.95, 0.7)  # of weak and of strong hits: strong ones glow towards white


def painted(light: Light, event: LightEvent) -> LightEvent:
    """The event with its own colour, RGBA 0-1 in custom data, three digits each."""
    hue = light.look.hues[light.colour == LightColour.RED]
    weak, strong = SATURATION
    saturation = weak + (strong - weak) * light.hit.strength**3
    red, green, blue = colorsys.hsv_to_rgb(hue, saturation, 1.0)
    return coloured(event, [round(channel, 3) for channel in (red, green, blue, 1.0)])
