"""Which moments each difficulty plays and the notes that play them: a ladder of even steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from automapper.beatsaber.jump import NJS, NJS_RANGE
from automapper.beatsaber.model import Note
from automapper.beatsaber.options import GenerateOptions, Scale
from automapper.beatsaber.patterns import PatternRequest, place_notes
from automapper.beatsaber.patterns.ease import EASE
from automapper.beatsaber.patterns.style import draw_style as draw_pattern_style
from automapper.chart import Difficulty
from automapper.ear import Pulse
from automapper.generation.density import AIM_NPS, NpsWish
from automapper.generation.onset import Onset
from automapper.generation.rhythm import Reroll, RhythmPlan, RhythmRequest, plan_rhythm
from automapper.generation.rhythm_style import draw_style as draw_rhythm_style
from automapper.generation.seeds import part_rng

# Steps of swings a second between difficulties, a little inside the ranked spread of 10-40 %.
_STEP = (0.11, 0.385)
_CORRECTED = (Difficulty.EASY, Difficulty.NORMAL, Difficulty.HARD)
_PASSES = 3
_EXPERT_NPS = AIM_NPS[Difficulty.EXPERT]


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
class Draft:
    """Moments of one difficulty and the notes that play them."""

    onsets: tuple[Onset, ...]
    notes: tuple[Note, ...]

    @property
    def speed(self) -> float:
        """Notes a second of the played part; each note is a swing."""
        span = self.onsets[-1].seconds - self.onsets[0].seconds if self.onsets else 0.0
        return len(self.notes) / span if span > 0 else 0.0


def draft_all(
    pulse: Pulse, options: GenerateOptions, key: str, silence: float
) -> tuple[Mapping[Difficulty, Draft], Mapping[Difficulty, float]]:
    """All five difficulties, their speeds a ladder of even steps; and the planned speeds.

    How many onsets and doubles an easy difficulty really takes is known when it is placed: hands
    need their time. Where that makes a step too wide or too narrow, the easy ones are planned once
    more from what came out; Expert and Expert+ stay.
    """
    part = Part(options.seed, options.seed, key)
    doubles, nps = usual_doubles(options, key), wish_of(options)
    drafts: dict[Difficulty, Draft] = {}
    planned: Mapping[Difficulty, float] = {}
    for _ in range(_PASSES):
        plan = plan_onsets(pulse, options, key, silence, doubles=doubles, nps=nps)
        planned = plan.nps
        for difficulty, onsets in plan.onsets.items():
            if difficulty not in drafts or difficulty in _CORRECTED:
                notes = notes_for(onsets, pulse, difficulty, options, part)
                drafts[difficulty] = Draft(onsets, notes)
        speeds = {difficulty: drafts[difficulty].speed for difficulty in Difficulty}
        even = all(_STEP[0] <= step <= _STEP[1] for step in steps(list(speeds.values())))
        if even or options.nps != Scale() or not all(speeds.values()):
            break
        doubles = doubles | {d: _doubles_of(drafts[d]) for d in _CORRECTED}
        nps = _corrected(plan.nps, speeds)
    return drafts, planned


def _corrected(planned: Mapping[Difficulty, float], speeds: Mapping[Difficulty, float]) -> NpsWish:
    """Plans for the easy difficulties from what came of the last ones; the hard ones stay.

    One that could not reach its speed holds the next harder one back.
    """
    wanted = {d: speeds[Difficulty.EXPERT] * nps / _EXPERT_NPS for d, nps in AIM_NPS.items()}
    for low, high in pairwise(_CORRECTED):
        wanted[high] = min(wanted[high], speeds[low] / (1.0 - _STEP[1]))
    found = dict(planned)
    for low, high in reversed(list(pairwise((*_CORRECTED, Difficulty.EXPERT)))):
        factor = min(max(wanted[low] / speeds[low], 0.8), 1.25)
        found[low] = min(planned[low] * factor, found[high] * (1.0 - _STEP[0]))
    return NpsWish(tuple(sorted(found.items())))


def steps(speeds: Sequence[float]) -> list[float]:
    """How much slower each speed is than the next: (higher - lower) / higher."""
    return [(high - low) / high if high else 0.0 for low, high in pairwise(speeds)]


def _doubles_of(draft: Draft) -> float:
    """Share of the onsets that carry two notes."""
    return min(max(len(draft.notes) / max(len(draft.onsets), 1) - 1.0, 0.0), 1.0)


def wish_of(options: GenerateOptions) -> NpsWish:
    """What the user asks of density."""
    return NpsWish(options.nps.absolute, options.nps.factor)


def usual_doubles(options: GenerateOptions, key: str) -> dict[Difficulty, float]:
    """Share of each difficulty's onsets that the level's style gives two notes."""
    style = draw_pattern_style(options.seed, key, options.style)
    return {difficulty: EASE[difficulty].apply(style).doubles for difficulty in Difficulty}


def plan_onsets(
    pulse: Pulse,
    options: GenerateOptions,
    key: str,
    silence: float,
    *,
    doubles: Mapping[Difficulty, float],
    nps: NpsWish,
    rerolls: tuple[Reroll, ...] = (),
) -> RhythmPlan:
    """The moments each of the five difficulties plays, from one plan; ``doubles`` of onsets."""
    request = RhythmRequest(
        seed=options.seed,
        nps=nps,
        doubles=doubles,
        lead_in=silence,
        style=draw_rhythm_style(int(part_rng(options.seed, "rhythm style", key).integers(2**31))),
        rerolls=rerolls,
    )
    return plan_rhythm(pulse, request)


def njs_of(difficulty: Difficulty, options: GenerateOptions) -> float:
    """Block speed, m/s, to a tenth."""
    wanted = options.njs.apply(difficulty, NJS[difficulty])
    return round(min(max(wanted, NJS_RANGE[0]), NJS_RANGE[1]), 1)


def notes_for(
    onsets: Sequence[Onset],
    pulse: Pulse,
    difficulty: Difficulty,
    options: GenerateOptions,
    part: Part,
) -> tuple[Note, ...]:
    """The notes of one difficulty, or of a part of it."""
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
    return place_notes(onsets, request).notes
