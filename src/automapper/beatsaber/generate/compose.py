"""Pulse -> charts: notes, what is woven around them, and lights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from automapper.beatsaber.difficulty_words import WORD_OF
from automapper.beatsaber.generate.draft import Draft, Part, draft_all, njs_of
from automapper.beatsaber.jump import choose_offset
from automapper.beatsaber.lighting import LightRequest, light_show, with_lights
from automapper.beatsaber.model import Arc, Bomb, BpmEvent, Chain, Chart, Note, Wall
from automapper.beatsaber.objects.arcs import place_arcs
from automapper.beatsaber.objects.bombs import place_bombs
from automapper.beatsaber.objects.chains import place_chains
from automapper.beatsaber.objects.scene import scene_of
from automapper.beatsaber.objects.walls import place_walls
from automapper.beatsaber.options import GenerateOptions, Scale
from automapper.chart import Difficulty
from automapper.ear import Pulse
from automapper.errors import AudioError

_NEAR_ENOUGH = 0.1  # share by which a wished density may be missed in silence


@dataclass(frozen=True, slots=True)
class Objects:
    """Everything of one difficulty that stands in the playing field."""

    notes: tuple[Note, ...]
    bombs: tuple[Bomb, ...]
    walls: tuple[Wall, ...]
    arcs: tuple[Arc, ...]
    chains: tuple[Chain, ...]


def compose(
    pulse: Pulse, options: GenerateOptions, key: str, silence: float
) -> tuple[tuple[Chart, ...], tuple[str, ...]]:
    """Charts of the difficulties asked for, easiest first, under one light show; and complaints.

    ``pulse`` counts the level's beats; ``silence``: seconds put in front of the song; ``key`` names
    the song. All difficulties come from one plan, so that each is the same alone or among others.
    Raises :class:`AudioError` for a song in which no note can be placed.
    """
    part = Part(options.seed, options.seed, key)
    drafts, planned = draft_all(pulse, options, key, silence)
    if not drafts[Difficulty.EXPERT].onsets:
        raise AudioError("the song is too short or too quiet to place a note in")
    charts = [
        chart_of(drafts[difficulty], pulse, difficulty, options, part)
        for difficulty in options.difficulty
    ]
    # One show for all difficulties, made for the hardest, whichever were asked for.
    hardest = drafts[Difficulty.EXPERT_PLUS].notes
    lights = light_show(
        LightRequest(pulse, hardest, options.lights, options.seed, options.environment)
    )
    lit = tuple(with_lights(chart, lights) for chart in charts)
    return lit, _missed_density(drafts, planned, options)


def _missed_density(
    drafts: Mapping[Difficulty, Draft],
    planned: Mapping[Difficulty, float],
    options: GenerateOptions,
) -> tuple[str, ...]:
    """Where a wish for notes a second could not be met."""
    if options.nps == Scale():
        return ()
    return tuple(
        f"{WORD_OF[difficulty]} has {drafts[difficulty].speed:.2f} notes per second instead of "
        f"{planned[difficulty]:.2f}: hands and music allow no other number"
        for difficulty in options.difficulty
        if abs(drafts[difficulty].speed / planned[difficulty] - 1.0) > _NEAR_ENOUGH
    )


def bpm_events(pulse: Pulse) -> tuple[BpmEvent, ...]:
    """The tempo changes of a level after its first tempo."""
    return tuple(BpmEvent(p.beat, float(p.bpm)) for p in pulse.tempo_map.points[1:])


def chart_of(
    draft: Draft, pulse: Pulse, difficulty: Difficulty, options: GenerateOptions, part: Part
) -> Chart:
    """One difficulty without lights."""
    njs = njs_of(difficulty, options)
    made = weave(draft, pulse, difficulty, options, part)
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


def weave(
    draft: Draft, pulse: Pulse, difficulty: Difficulty, options: GenerateOptions, part: Part
) -> Objects:
    """Chains, arcs, bombs and walls over finished notes; each can be switched off.

    The notes do not depend on what is woven around them.
    """
    around = (*part.before, *part.after)
    scene = scene_of(draft.notes, draft.onsets, pulse.tempo_map, difficulty, part.seed, around)
    chains = place_chains(scene) if options.chains else ()
    arcs = place_arcs(scene, chains) if options.arcs else ()
    bombs = place_bombs(scene, options.bombs)
    walls = place_walls(scene, options.walls, bombs, decorative=options.decorative_walls)
    return Objects(draft.notes, bombs, walls, arcs, chains)
