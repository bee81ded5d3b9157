"""How a stretch of music is lit: lamps, colours and ways to light, drawn once per phrase."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from automapper.beatsaber.light_codes import LIGHTS, Lamp, LightColour, LightWay
from automapper.beatsaber.lighting.hits import Hit
from automapper.ear.pulse import Section, SectionName
from automapper.generation.seeds import part_rng

# No lamp gets less or more of the light than this: human sections, p5-p95, leave 0-.39 to each.
LAMP_SHARE = (0.08, 0.36)


class Manner(IntEnum):
    """How most hits of a phrase are lit; the strongest ones flash in any manner."""

    FADING = 0
    SWITCHING = 1
    FLASHING = 2


class Painting(IntEnum):
    """Which hits take the main colour: by hand (red left), by bar in turn, or by lamp."""

    HAND = 0
    BAR = 1
    LAMP = 2


@dataclass(frozen=True, slots=True)
class Look:
    """How one phrase is lit.

    ``lamps``: the order a chase goes through. ``shares``: of each lamp in all light, sum 1.
    ``mirrored``: single notes light their own side's lasers first. ``main``: RED or BLUE, the
    colour of most lights; ``contrast``: share of the other one where neither hand, bar nor lamp
    decides; ``seconds``: lamps of the other one where the lamp does. ``fade`` and ``flash``: shares
    of hits lit so, the rest is switched on; ``split``: the ``seconds`` fade in any case;
    ``put_out``: share of what does not fade by itself that is switched off in time.
    ``ring_step``: pulses between ring turns, ``speed_bars``: bars between changes of the lasers'
    ``speed``. ``brightness``: 0-1. ``hues``: two colours on the wheel, 0-1, for Chroma.
    """

    lamps: tuple[Lamp, ...]
    shares: tuple[float, ...]
    mirrored: bool
    painting: Painting
    main: LightColour
    contrast: float
    seconds: tuple[Lamp, ...]
    fade: float
    flash: float
    split: bool
    put_out: float
    ring_step: int
    speed_bars: int
    speed: int
    brightness: float
    hues: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Light:
    """A lamp lit by a hit: ``way`` is ON, FLASH or FADE, ``colour`` BLUE or RED."""

    hit: Hit
    lamp: Lamp
    way: LightWay
    colour: LightColour
    look: Look


def draw_look(seed: int, song: str, section: Section, index: int, phrase: int) -> Look:
    """The look of the ``phrase``-th eight bars of section ``index`` of a song.

    The idea hangs on the song and the section's label alone, so that a repeat is known again; the
    variation on (index, phrase) too, so that it is not the same twice.
    """
    idea = part_rng(seed, "lights", song, "idea", section.label)
    own = part_rng(seed, "lights", song, index, phrase)
    energy, calm = section.energy, is_calm(section)
    habit = part_rng(seed, "lights", song, "habit").random(2)
    chance = idea.random() if idea.random() < 0.12 else habit[0]
    manner = Manner(int(np.searchsorted(np.cumsum(_MANNERS[not calm])[:-1], chance)))
    # Half of the ideas share the song's order: short sections of many orders would be a medley.
    order = part_rng(seed, "lights", song, "order") if idea.random() < 0.5 else idea
    lamps = tuple(Lamp(int(lamp)) for lamp in order.permutation(LIGHTS))
    shares = _bounded(idea.dirichlet(np.full(5, 3.0)) * np.exp(own.normal(0.0, 0.3, 5)))
    mirrored = bool(idea.random() < 0.6)
    painting = Painting(int(idea.choice(3, p=_PAINTINGS[manner])))
    flips = int(idea.random() < 0.2) + int(own.random() < 0.03)
    main = LightColour.RED if (habit[1] < 0.5) != (flips == 1) else LightColour.BLUE
    fade, flash = _WAYS[manner]
    flash += 0.0 if calm else 0.02 * energy
    hue, apart = idea.random(), idea.uniform(0.3, 0.5)
    shift = own.uniform(-0.04, 0.04) + 0.06 * (section.repeat % 3)
    turn = int(own.integers(5))
    return Look(
        lamps=lamps[turn:] + lamps[:turn],
        shares=shares,
        mirrored=mirrored,
        painting=painting,
        main=main,
        contrast=float(own.uniform(0.2, 0.35)),
        seconds=_second_lamps(lamps, shares),
        fade=fade,
        flash=flash,
        split=manner is Manner.FLASHING,
        put_out=float(own.uniform(*_PUT_OUT[manner])),
        ring_step=4 if calm else 2 if energy < 0.7 else int(own.choice((1, 2))),
        speed_bars=2 if energy < 0.6 else 1,
        speed=int(1 + round(energy * 4) + own.integers(3)),
        brightness=0.55 if calm else 0.75 + 0.25 * energy,
        hues=(float((hue + shift) % 1.0), float((hue + apart + shift) % 1.0)),
    )


# Chance of each manner in calm and in other sections: human shows mostly fade (median .52 of all
# lights; on .09, flash .00 with a 95th percentile of .57).
_PAINTINGS = ((0.35, 0.1, 0.55), (0.0, 0.0, 1.0), (0.3, 0.0, 0.7))
_MANNERS = ((0.7, 0.3, 0.0), (0.55, 0.27, 0.18))
# Least shares of fades and of flashes in each manner; a phrase keeps to one, as people do, so that
# its mix of (light, value) stays below the 4.2 bits of the human 95th percentile.
_WAYS = ((0.95, 0.0), (0.03, 0.0), (0.0, 0.95))
_PUT_OUT = ((0.25, 0.5), (0.4, 0.65), (0.25, 0.5))


def is_calm(section: Section) -> bool:
    """Whether a section asks for fades instead of flashes."""
    return section.name is SectionName.BREAK or section.energy < 0.2


def is_boosted(section: Section) -> bool:
    """Whether a section plays in the second pair of colours."""
    return section.name in (SectionName.CHORUS, SectionName.DROP) or section.energy > 0.8


def _second_lamps(lamps: tuple[Lamp, ...], shares: tuple[float, ...]) -> tuple[Lamp, ...]:
    """The first lamps of the order that have a third of the light together."""
    chosen: list[Lamp] = []
    for lamp in lamps:
        if sum(shares[other] for other in chosen) < 1 / 3:
            chosen.append(lamp)
    return tuple(chosen)


def _bounded(weights: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> tuple[float, ...]:
    share = weights / weights.sum()
    for _ in range(4):
        share = np.clip(share, *LAMP_SHARE)
        share = share / share.sum()
    return tuple(float(value) for value in share)
