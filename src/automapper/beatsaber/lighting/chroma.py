"""Free colours for the Chroma mod: two hues per section instead of the game's red and blue."""

from __future__ import annotations

import colorsys
from dataclasses import replace

from automapper.beatsaber.formats.wire import extra_from
from automapper.beatsaber.lighting.look import RED, Light
from automapper.beatsaber.model import LightEvent

# Format version whose words the colour is written in: v3 says customData.color, v2 _color.
COLOUR_VERSION = 3
SATURATION = (0.95, 0.7)  # of weak and of strong hits: strong ones glow towards white


def painted(light: Light, event: LightEvent) -> LightEvent:
    """The event with its own colour, RGBA 0-1 in custom data, three digits each."""
    hue = light.look.hues[light.colour == RED]
    weak, strong = SATURATION
    saturation = weak + (strong - weak) * light.hit.strength**3
    red, green, blue = colorsys.hsv_to_rgb(hue, saturation, 1.0)
    colour = [round(channel, 3) for channel in (red, green, blue, 1.0)]
    return replace(event, extra=extra_from(COLOUR_VERSION, {"customData": {"color": colour}}))
