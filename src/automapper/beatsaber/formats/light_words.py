"""What files say of lights beyond the model: groups of lamps, and Chroma's free colours."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

from automapper.beatsaber.formats.wire import extra_from
from automapper.beatsaber.model import Chart, LightEvent

_GROUP_LISTS = ("lightColorEventBoxGroups", "eventBoxGroups")  # of 3.x and of 4.x
# Format version whose words a colour is written in: 3.x says customData.color, 2.x _color.
_COLOUR_VERSION = 3


def has_light_groups(chart: Chart) -> bool:
    """Whether the lights are written as groups, which the model keeps but does not count."""
    for extra in (chart.lights.extra, chart.extra):
        if extra is not None:
            kept = json.loads(extra.text)
            if isinstance(kept, dict) and any(kept.get(name) for name in _GROUP_LISTS):
                return True
    return False


def coloured(event: LightEvent, rgba: Sequence[float]) -> LightEvent:
    """The event in a colour of its own, four channels 0-1; what else it kept is given up."""
    custom = {"customData": {"color": list(rgba)}}
    return replace(event, extra=extra_from(_COLOUR_VERSION, custom))
