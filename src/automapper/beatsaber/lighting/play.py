"""Plays one scene: which lamps each hit lights, in which colour and way, and what moves along."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import numpy as np

from automapper.beatsaber.light_codes import LIGHTS, Lamp, LightColour, LightWay
from automapper.beatsaber.lighting.hits import Hit, Place, Scene, Stage, busy, hits
from automapper.beatsaber.lighting.look import Light, Look, Painting, draw_look, is_calm
from automapper.beatsaber.lighting.moves import STROBE, moves, offs, strobe, strobe_beats
from automapper.beatsaber.model import Hand, LightEvent
from automapper.generation.seeds import part_rng

# Events a minute at energy 0 and what full energy adds: human Expert and Expert+ shows have a
# median of 818-865, their quiet sections half of it.
RATE, RATE_OF_ENERGY = 300.0, 1080.0
LIVELINESS = (0.8, 1.35)  # what a song's show has of that rate, so that shows are not all alike
MOST_LAMPS = 3  # that one hit may light; four and more together are a full flash
# Full flashes stay this far apart, s: at most two a second, where three are held to be safe
# (WCAG 2.2, criterion 2.3.1).
FULL_APART = 0.55
GREAT = 0.99  # strength of a crash: the 1 % of the song's frames where most starts
PHRASE_BARS = 8
OTHER_BARS = (3, 6, 7)  # of a phrase, where the colours turn by bar


@dataclass(frozen=True, slots=True)
class _Phrase:
    """Eight bars under one look. ``opens``: it begins its scene; ``shut``: spans of strobes."""

    scene: Scene
    look: Look
    row: Sequence[Hit]
    opens: bool
    bar_beats: int
    shut: Sequence[tuple[Fraction, Fraction]]


def play(stage: Stage, scene: Scene, seed: int) -> tuple[list[Light], list[LightEvent]]:
    """Lights of a scene, in the order of time, and everything else that happens, unsorted.

    Both depend on the stage, the scene and the seed alone, so that a scene can be played again by
    itself; whatever it switches on it also puts out.
    """
    lights: list[Light] = []
    others: list[LightEvent] = []
    strobes = strobe_beats(stage, scene)
    liveliness = part_rng(seed, "lights", stage.song, "habit", "rate").uniform(*LIVELINESS)
    shut = [(beat, beat + stage.unit) for beat in strobes]
    for number, (start, end) in enumerate(_phrases(stage, scene)):
        look = draw_look(seed, stage.song, scene.section, scene.index, number)
        rng = part_rng(seed, "lights", stage.song, scene.index, number, "hits")
        target = _target(stage, scene, (start, end)) * liveliness * rng.uniform(0.93, 1.07)
        row = _row(stage, look, (start, end), target)
        moved = moves(look, row, start, stage.unit, rng)
        others += moved
        if row:
            phrase = _Phrase(scene, look, row, number == 0, stage.pulse.meter.beats, shut)
            lights += _light_up(phrase, _lamp_counts(phrase, target - len(moved)), rng)
    others += offs(lights, scene, stage.unit)
    for beat in strobes:
        others += strobe(beat, stage.unit, LightColour.RED if scene.index % 2 else LightColour.BLUE)
    return lights, others


def _phrases(stage: Stage, scene: Scene) -> list[tuple[Fraction, Fraction]]:
    """Pieces of eight bars; a rest of less than half of that stays with the one before."""
    length = PHRASE_BARS * stage.pulse.meter.beats * max(stage.unit, Fraction(1))
    count = max(1, math.floor((scene.end - scene.start) / length + Fraction(1, 2)))
    borders = [scene.start + length * k for k in range(count)] + [scene.end]
    return list(pairwise(borders))


def _target(stage: Stage, scene: Scene, span: tuple[Fraction, Fraction]) -> float:
    """Events wanted in a span of beats."""
    tempo_map = stage.pulse.tempo_map
    minutes = float(tempo_map.seconds(span[1]) - tempo_map.seconds(span[0])) / 60
    energy = 0.5 * scene.section.energy + 0.5 * busy(stage, *span)
    return minutes * (RATE + RATE_OF_ENERGY * energy)


def _row(stage: Stage, look: Look, span: tuple[Fraction, Fraction], target: float) -> list[Hit]:
    """Hits of a span; where notes and pulses are too few for the target, off-beats fill up."""
    per_hit = (MOST_LAMPS - 0.6) * (1.0 + _offs_per_light(look))
    step = stage.unit
    row = hits(stage, *span, step)
    while len(row) * per_hit < target and step > stage.unit / 4:
        step /= 2
        row = hits(stage, *span, step)
    return row


def _offs_per_light(look: Look) -> float:
    return look.put_out * (1.0 - look.fade)


def _lamp_counts(phrase: _Phrase, budget: float) -> list[int]:
    """How many lamps each hit lights: the budget spread by weight, all five on great accents."""
    row, calm = phrase.row, is_calm(phrase.scene.section)
    mean = budget / len(row) / (1.0 + _offs_per_light(phrase.look))
    base = min(max(math.floor(mean), 1), MOST_LAMPS)
    extra = round((mean - base) * len(row)) if base < MOST_LAMPS else 0
    weights = [hit.strength + 0.3 * hit.place + 0.6 * (len(hit.hands) > 1) for hit in row]
    order = sorted(range(len(row)), key=lambda i: (-weights[i], i))
    counts = [base] * len(row)
    for i in order[: max(extra, 0)]:
        counts[i] += 1
    last = -math.inf
    for i, hit in enumerate(row):
        opens = phrase.opens and i == 0
        great = hit.strength > GREAT and (len(hit.hands) > 1 or hit.place is Place.DOWNBEAT)
        # Not right before the end either: the next scene may open with one.
        free = hit.seconds - last >= FULL_APART and row[-1].seconds - hit.seconds >= FULL_APART
        if (opens or (great and free)) and not calm:
            counts[i], last = len(LIGHTS), hit.seconds
    return counts


def _light_up(phrase: _Phrase, counts: Sequence[int], rng: np.random.Generator) -> list[Light]:
    """Lights of a phrase: lamps by chase, side and share, ways by strength, colours by look."""
    look, row = phrase.look, phrase.row
    used = [0.0] * len(LIGHTS)
    strong = sorted((hit.strength for hit in row), reverse=True)
    flash_from = strong[min(int(look.flash * len(strong)), len(strong) - 1)]
    chance = rng.random(len(row))
    lights: list[Light] = []
    owed = 0.0
    for number, (hit, count) in enumerate(zip(row, counts, strict=True)):
        fades = chance[number] < look.fade / max(1.0 - look.flash, 0.1)
        way = LightWay.FADE if fades else LightWay.ON
        if count == len(LIGHTS) or hit.strength > flash_from:
            way = LightWay.FLASH
        owed += look.contrast
        other = owed >= 1.0
        owed -= other
        lamps = _lamps(look, hit, number, used)
        if any(start <= hit.beat < end for start, end in phrase.shut):
            lamps = [lamp for lamp in lamps if lamp != STROBE][: MOST_LAMPS - 1]
        for lamp in lamps[:count]:
            used[lamp] += 1
            own = LightWay.FADE if look.split and lamp in look.seconds else way
            lights.append(Light(hit, lamp, own, _colour(phrase, hit, lamp, other=other), look))
    return lights


def _lamps(look: Look, hit: Hit, number: int, used: Sequence[float]) -> list[Lamp]:
    """All lamps, the ones to light first in front."""
    total = max(sum(used), 1.0)
    need = {lamp: used[lamp] / look.shares[lamp] for lamp in LIGHTS}
    by_need = sorted(LIGHTS, key=lambda lamp: (need[lamp], look.lamps.index(lamp)))
    lead = look.lamps[number % len(LIGHTS)]
    if look.mirrored and len(hit.hands) == 1:
        lead = Lamp.LEFT_LASERS if Hand.LEFT in hit.hands else Lamp.RIGHT_LASERS
    # A lamp far ahead of its share gives the lead to the neediest one.
    if used[lead] > (look.shares[lead] + 0.04) * total + 1:
        lead = by_need[0]
    return [lead, *(lamp for lamp in by_need if lamp != lead)]


def _colour(phrase: _Phrase, hit: Hit, lamp: Lamp, *, other: bool) -> LightColour:
    look = phrase.look
    if look.painting is Painting.HAND:
        if lamp in (Lamp.LEFT_LASERS, Lamp.RIGHT_LASERS):
            return LightColour.RED if lamp == Lamp.LEFT_LASERS else LightColour.BLUE
        if len(hit.hands) == 1:
            return LightColour.RED if Hand.LEFT in hit.hands else LightColour.BLUE
    if look.painting is Painting.BAR:
        other = (hit.beat - phrase.row[0].beat) // phrase.bar_beats % PHRASE_BARS in OTHER_BARS
    if look.painting is Painting.LAMP:
        other = lamp in look.seconds
    if not other:
        return look.main
    return LightColour.RED if look.main == LightColour.BLUE else LightColour.BLUE
