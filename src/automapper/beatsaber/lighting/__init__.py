"""A light show for a whole song: by rules, from the pulse of the music and the chart's notes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from automapper.beatsaber.light_codes import LIGHTS, OFF, light_value
from automapper.beatsaber.lighting.chroma import painted
from automapper.beatsaber.lighting.environments import environment_name
from automapper.beatsaber.lighting.hits import Scene, Stage, scenes, set_stage
from automapper.beatsaber.lighting.look import Light, is_boosted
from automapper.beatsaber.lighting.play import play
from automapper.beatsaber.model import BoostEvent, Chart, LightEvent, Lightshow, Note
from automapper.beatsaber.options import LightMode
from automapper.ear.pulse import Pulse

CHROMA = "Chroma"


@dataclass(frozen=True, slots=True, eq=False)
class LightRequest:
    """What a show is made from.

    ``pulse``: the song, its ``tempo_map`` counting the level's own beats (in any seconds that the
    pulse's sections and salience share). ``notes``: of the hardest difficulty, since one show
    serves all of them; it may be empty. ``environment``: stage that must answer to basic events,
    ConfigError otherwise.
    """

    pulse: Pulse
    notes: Sequence[Note] = ()
    mode: LightMode = LightMode.BASIC
    seed: int = 0
    environment: str = "DefaultEnvironment"

    def __post_init__(self) -> None:
        if self.mode is not LightMode.NONE:
            environment_name(self.environment)


def light_show(request: LightRequest) -> Lightshow:
    """The lights of a whole song, sorted by beat; empty for ``LightMode.NONE``.

    The same request gives the same show; each section hangs on (seed, its index) alone.
    """
    if request.mode is LightMode.NONE:
        return Lightshow()
    stage = set_stage(request.pulse, request.notes)
    parts = [_scene_show(request, stage, scene) for scene in scenes(stage)]
    events = tuple(event for part in parts for event in part.events)
    return Lightshow(events, tuple(boost for part in parts for boost in part.boosts))


def with_lights(chart: Chart, lights: Lightshow) -> Chart:
    """The chart under another show; "Chroma" is suggested exactly while its colours need it."""
    coloured = any(event.extra for event in lights.events)
    others = tuple(word for word in chart.suggestions if word != CHROMA)
    keeps = coloured or (CHROMA in chart.suggestions and _needs_chroma(chart))
    return replace(chart, lights=lights, suggestions=(*others, CHROMA) if keeps else others)


def _needs_chroma(chart: Chart) -> bool:
    """Whether objects other than lights carry custom data."""
    lists = (chart.notes, chart.bombs, chart.walls, chart.arcs, chart.chains)
    return any(item.extra is not None for items in lists for item in items)


def _scene_show(request: LightRequest, stage: Stage, scene: Scene) -> Lightshow:
    lights, others = play(stage, scene, request.seed)
    lit = [_event(light) for light in lights]
    if request.mode is LightMode.CHROMA:
        lit = [painted(light, event) for light, event in zip(lights, lit, strict=True)]
        others = [_like_before(event, lights) for event in others]
    events = sorted(lit + others, key=lambda event: (event.beat, event.kind, event.value))
    return Lightshow(tuple(events), (BoostEvent(scene.start, is_boosted(scene.section)),))


def _event(light: Light) -> LightEvent:
    value = light_value(light.colour, light.way)
    return LightEvent(light.hit.beat, light.lamp, value, round(light.look.brightness, 3))


def _like_before(event: LightEvent, lights: Sequence[Light]) -> LightEvent:
    """A strobe in the colour of the light before it; everything else as it is."""
    if event.kind not in LIGHTS or event.value == OFF:
        return event
    place = bisect_right(lights, event.beat, key=lambda light: light.hit.beat)
    return painted(lights[max(place - 1, 0)], event) if lights else event
