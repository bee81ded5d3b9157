"""What moves beside the lights themselves: offs, ring turns and zooms, laser speeds, strobes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from automapper.beatsaber.light_codes import OFF, Lamp, LightColour, LightWay, light_value
from automapper.beatsaber.lighting.hits import Hit, Place, Scene, Stage
from automapper.beatsaber.lighting.look import Light, Look
from automapper.beatsaber.model import LightEvent
from automapper.ear.pulse import SectionName

STROBE = Lamp.CENTRE
STROBE_BARS = 4
FASTEST_LASERS = 9
OFF_DIVISOR = 64  # offs fall on 1/64 beats, so that every format holds them exactly


def moves(
    look: Look, row: Sequence[Hit], start: Fraction, unit: Fraction, rng: np.random.Generator
) -> list[LightEvent]:
    """Ring turns on the pulse, zooms and laser speeds on bar lines."""
    events: list[LightEvent] = []
    bar = 0
    for hit in row:
        if hit.place is Place.BETWEEN:
            continue
        pulse = (hit.beat - start) / unit
        if pulse.denominator == 1 and pulse.numerator % look.ring_step == 0:
            events.append(LightEvent(hit.beat, Lamp.RING_TURN, 0))
        if hit.beat == start or (hit.place is Place.DOWNBEAT and bar % 4 == 0):
            events.append(LightEvent(hit.beat, Lamp.RING_ZOOM, 0))
        if hit.beat == start or (hit.place is Place.DOWNBEAT and bar % look.speed_bars == 0):
            left, right = look.speed + int(rng.integers(-1, 2)), look.speed
            events += [
                LightEvent(hit.beat, Lamp.LEFT_SPEED, min(max(left, 1), FASTEST_LASERS)),
                LightEvent(hit.beat, Lamp.RIGHT_SPEED, min(max(right, 1), FASTEST_LASERS)),
            ]
        bar += hit.place is Place.DOWNBEAT
    return events


def offs(lights: Sequence[Light], scene: Scene, unit: Fraction) -> list[LightEvent]:
    """Darkness after lights that do not fade by themselves, so that the stage breathes.

    Halfway to the lamp's next light, at the latest a pulse on. Each look puts out its own share;
    whatever would stand for two pulses, or past the scene, is always put out.
    """
    events: list[LightEvent] = []
    following: dict[int, Fraction] = {}
    owed = 0.5
    for light in reversed(lights):
        beat, lamp = light.hit.beat, light.lamp
        gap = following.get(lamp, scene.end) - beat
        last, following[lamp] = lamp not in following, beat
        if light.way == LightWay.FADE:
            continue
        owed += light.look.put_out
        if owed < 1.0 and gap < 2 * unit and not last:
            continue
        owed = max(owed - 1.0, 0.0)
        off = Fraction(math.floor((beat + min(gap / 2, unit)) * OFF_DIVISOR), OFF_DIVISOR)
        if off > beat:
            events.append(LightEvent(off, lamp, OFF))
    return events


def strobe_beats(stage: Stage, scene: Scene) -> list[Fraction]:
    """Where a drop strobes, beats: the last pulse of every fourth bar."""
    if scene.section.name is not SectionName.DROP:
        return []
    first = math.ceil(scene.start - stage.phase)
    last = math.floor(scene.end - stage.phase)
    bars = [beat for beat in range(first, last + 1) if beat in stage.downbeats]
    return [stage.phase + bar - stage.unit for bar in bars[STROBE_BARS::STROBE_BARS]]


def strobe(beat: Fraction, unit: Fraction, colour: LightColour) -> list[LightEvent]:
    """Four flashes of one lamp within a pulse."""
    step = unit / 8
    flash = light_value(colour, LightWay.FLASH)
    return [LightEvent(beat + step * k, STROBE, OFF if k % 2 else flash) for k in range(8)]
