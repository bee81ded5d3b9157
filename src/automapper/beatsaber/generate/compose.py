"""Pulse -> charts: rhythm, notes, what is woven around them, and lights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from automapper.beatsaber.jump import NJS, NJS_RANGE, choose_offset
from automapper.beatsaber.lighting import LightRequest, light_show, with_lights
from automapper.beatsaber.model import Arc, Bomb, BpmEvent, Chain, Chart, Note, Wall
from automapper.beatsaber.objects.arcs import place_arcs
from automapper.beatsaber.objects.bombs import place_bombs
from automapper.beatsaber.objects.chains import place_chains
from automapper.beatsaber.objects.scene import scene_of
from automapper.beatsaber.objects.walls import place_walls
from automapper.beatsaber.options import GenerateOptions, LightMode
from automapper.beatsaber.patterns import PatternRequest, place_notes
from automapper.beatsaber.patterns.ease import EASE
from automapper.beatsaber.patterns.style import draw_style as draw_pattern_style
from automapper.chart import Difficulty
from automapper.ear import Pulse
from automapper.errors import AudioError
from automapper.generation.density import NpsWish
from automapper.generation.onset import Onset
from automapper.generation.rhythm import Reroll, RhythmRequest, plan_rhythm
from automapper.generation.rhythm_style import draw_style as draw_rhythm_style
from automapper.generation.seeds import part_rng


@dataclass(frozen=True, slots=True)
class Part:
    """Which piece of a chart is made: ``seed`` for it, notes that stand before and after it.

    ``style_seed`` and ``key`` stay those of the whole level, so that a part fits in.
    """

    seed: int
    style_seed: int
    key: str
    before: tuple[Note, ...] = ()
    after: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Objects:
    """Everything of one difficulty that stands in the playing field."""

    notes: tuple[Note, ...]
    bombs: tuple[Bomb, ...]
    walls: tuple[Wall, ...]
    arcs: tuple[Arc, ...]
    chains: tuple[Chain, ...]


def compose(pulse: Pulse, options: GenerateOptions, key: str, silence: float) -> tuple[Chart, ...]:
    """Charts of the difficulties asked for, easiest first, under one light show.

    ``pulse`` counts the level's beats; ``silence``: seconds put in front of the song; ``key`` names
    the song. All difficulties come from one plan, so that each is the same alone or among others.
    Raises :class:`AudioError` for a song in which no note can be placed.
    """
    rhythm = plan_onsets(pulse, options, key, silence)
    if not rhythm[Difficulty.EXPERT]:
        raise AudioError("the song is too short or too quiet to place a note in")
    part = Part(options.seed, options.seed, key)
    wanted = {*options.difficulty, *({Difficulty.EXPERT_PLUS} if lit(options) else ())}
    charts = {
        difficulty: chart_of(rhythm[difficulty], pulse, difficulty, options, part)
        for difficulty in sorted(wanted)
    }
    # One show for all difficulties, made for the hardest, whichever were asked for.
    hardest = charts[max(charts)].notes
    lights = light_show(
        LightRequest(pulse, hardest, options.lights, options.seed, options.environment)
    )
    return tuple(with_lights(charts[difficulty], lights) for difficulty in options.difficulty)


def lit(options: GenerateOptions) -> bool:
    """Whether lights are wanted."""
    return options.lights is not LightMode.NONE


def plan_onsets(
    pulse: Pulse,
    options: GenerateOptions,
    key: str,
    silence: float,
    rerolls: tuple[Reroll, ...] = (),
) -> Mapping[Difficulty, tuple[Onset, ...]]:
    """The moments each of the five difficulties plays, from one plan."""
    style = draw_pattern_style(options.seed, key, options.style)
    request = RhythmRequest(
        seed=options.seed,
        nps=NpsWish(options.nps.absolute, options.nps.factor),
        doubles={difficulty: EASE[difficulty].apply(style).doubles for difficulty in Difficulty},
        lead_in=silence,
        style=draw_rhythm_style(int(part_rng(options.seed, "rhythm style", key).integers(2**31))),
        rerolls=rerolls,
    )
    return plan_rhythm(pulse, request).onsets


def bpm_events(pulse: Pulse) -> tuple[BpmEvent, ...]:
    """The tempo changes of a level after its first tempo."""
    return tuple(BpmEvent(p.beat, float(p.bpm)) for p in pulse.tempo_map.points[1:])


def chart_of(
    onsets: Sequence[Onset],
    pulse: Pulse,
    difficulty: Difficulty,
    options: GenerateOptions,
    part: Part,
) -> Chart:
    """One difficulty without lights."""
    njs = njs_of(difficulty, options)
    made = place_objects(onsets, pulse, difficulty, options, part)
    return Chart(
        difficulty=difficulty,
        njs=njs,
        jump_offset=choose_offset(float(pulse.tempo_map.points[0].bpm), njs, difficulty),
        notes=made.notes,
        bombs=made.bombs,
        walls=made.walls,
        arcs=made.arcs,
        chains=made.chains,
        bpm_events=bpm_events(pulse),
    )


def njs_of(difficulty: Difficulty, options: GenerateOptions) -> float:
    """Block speed, m/s, to a tenth."""
    wanted = options.njs.apply(difficulty, NJS[difficulty])
    return round(min(max(wanted, NJS_RANGE[0]), NJS_RANGE[1]), 1)


def place_objects(
    onsets: Sequence[Onset],
    pulse: Pulse,
    difficulty: Difficulty,
    options: GenerateOptions,
    part: Part,
) -> Objects:
    """Notes for the onsets, then chains, arcs, bombs and walls over them; each can be switched off.

    The notes do not depend on what is woven around them.
    """
    request = PatternRequest(
        difficulty,
        pulse.tempo_map,
        seed=part.seed,
        key=part.key,
        style=options.style,
        style_seed=part.style_seed,
        njs=njs_of(difficulty, options),
        bar_beats=pulse.meter.beats,
        before=part.before,
        after=part.after,
    )
    notes = place_notes(onsets, request).notes
    around = (*part.before, *part.after)
    scene = scene_of(notes, onsets, pulse.tempo_map, difficulty, part.seed, around)
    chains = place_chains(scene) if options.chains else ()
    arcs = place_arcs(scene, chains) if options.arcs else ()
    bombs = place_bombs(scene, options.bombs)
    walls = place_walls(scene, options.walls, bombs, decorative=options.decorative_walls)
    return Objects(notes, bombs, walls, arcs, chains)
