"""Which moments each difficulty plays: the rhythm of a whole level, from the pulse alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from automapper.chart import Difficulty
from automapper.ear.pulse import Pulse
from automapper.errors import ConfigError
from automapper.generation.density import NpsWish, phrase_edges, plan_nps, spread
from automapper.generation.ladder import Keep, Ladder, LadderPlan
from automapper.generation.onset import Onset
from automapper.generation.onset_facts import slot_facts
from automapper.generation.rhythm_model import Music
from automapper.generation.rhythm_style import RhythmStyle, draw_style
from automapper.generation.rhythm_tables import RhythmTables, load_tables
from automapper.generation.seeds import part_rng
from automapper.generation.slots import SlotGrid, slot_grid

Flags = NDArray[np.bool_]

FIRST_ONSET_S = 1.5  # no object earlier (ScoreSaber and BeatLeader criteria)
# Two seconds of audio must follow the last object; a chain begun on the last onset takes a little.
LAST_ONSET_S = 2.35
PHRASE_BARS = 8
USUAL_DOUBLES = 0.15  # of onsets, human charts of all difficulties
# How much what the music offers at this slot counts beside what people make of it: more finds
# more of a human chart's notes, and is easier told from one.
EVIDENCE = 0.9


@dataclass(frozen=True, slots=True)
class Reroll:
    """Draw the moments in [start, end) s again from another seed."""

    start: float
    end: float
    seed: int


@dataclass(frozen=True, slots=True)
class RhythmRequest:
    """What is wanted. ``lead_in``: silence that will stand before the song, s.

    ``doubles``: part of each difficulty's onsets that will carry two notes, 0-1, usual where it is
    not named. ``style``: None draws one from the seed.
    """

    seed: int = 0
    nps: NpsWish = field(default_factory=NpsWish)
    doubles: Mapping[Difficulty, float] = field(default_factory=dict)
    lead_in: float = 0.0
    style: RhythmStyle | None = None
    rerolls: tuple[Reroll, ...] = ()


@dataclass(frozen=True, slots=True)
class RhythmPlan:
    """Onsets of each difficulty in order of time, and the notes a second they were planned for."""

    onsets: Mapping[Difficulty, tuple[Onset, ...]]
    nps: Mapping[Difficulty, float]
    style: RhythmStyle


def plan_rhythm(
    pulse: Pulse, request: RhythmRequest | None = None, tables: RhythmTables | None = None
) -> RhythmPlan:
    """The rhythm of all five difficulties; each holds every onset of the easier ones.

    ``tables``: None takes the shipped ones. Raises :class:`ConfigError` for wishes that cannot be
    met. A song too short for a note gives no onsets.
    """
    request = request or RhythmRequest()
    for share in request.doubles.values():
        if not 0 <= share <= 1:
            raise ConfigError(f"a share of doubles must be 0-1, not {share}")
    tables = tables or load_tables()
    grid = slot_grid(pulse)
    style = request.style or draw_style(request.seed)
    may = _playable(grid, pulse.duration, request.lead_in)
    odds = tables.log_odds(grid.features)
    offer = (may / (1.0 + np.exp(-odds.astype(np.float64)))).sum(axis=1)
    played_s = float(grid.spacing[may.any(axis=1)].sum())
    nps = plan_nps(float(offer.sum()) / max(played_s, 1.0), request.nps)
    if not may.any():
        return RhythmPlan(dict.fromkeys(Difficulty, ()), nps, style)
    section = _sections(grid, pulse)
    rate = {d: value / (1.0 + request.doubles.get(d, USUAL_DOUBLES)) for d, value in nps.items()}
    edges = _edges(grid, section)
    plan = LadderPlan(
        edges=edges,
        counts=_counts(grid, pulse, _Offer(offer, may), rate, edges, style.contrast),
        density={
            d: np.log(value * np.maximum(grid.spacing, 1e-3)).astype(np.float32)
            for d, value in rate.items()
        },
        may=may,
        lean=(np.float32(EVIDENCE) * (odds - tables.usual_odds()) + style.lean()).astype(
            np.float32
        ),
        sameness=style.sameness,
    )
    ladder = Ladder(Music.of(grid), grid.seconds, tables)
    played = _draw(ladder, plan, request, grid)
    return RhythmPlan(_onsets(grid, pulse, section, played), nps, style)


def _draw(
    ladder: Ladder, plan: LadderPlan, request: RhythmRequest, grid: SlotGrid
) -> dict[Difficulty, Flags]:
    def drawer(seed: int) -> Callable[[Difficulty, int], np.random.Generator]:
        return lambda difficulty, phrase: part_rng(seed, "rhythm", difficulty.name, phrase)

    played = ladder.draw(plan, drawer(request.seed))
    for reroll in request.rerolls:
        inside = (grid.seconds >= reroll.start) & (grid.seconds < reroll.end)
        played = ladder.draw(plan, drawer(reroll.seed), Keep(inside, played))
    return played


def _playable(grid: SlotGrid, duration: float, lead_in: float) -> Flags:
    first, last = FIRST_ONSET_S - lead_in, duration - LAST_ONSET_S
    return (grid.seconds >= first - 1e-9) & (grid.seconds <= last + 1e-9)


def _sections(grid: SlotGrid, pulse: Pulse) -> NDArray[np.int64]:
    """Index of the section of every beat, 0 where there are none."""
    starts = np.array([s.start for s in pulse.sections], dtype=np.float64)
    # Half a beat of tolerance: borders are bar lines, but rounded.
    middle = grid.seconds[:, 0] + 0.5 * grid.spacing
    return np.maximum(np.searchsorted(starts, middle, side="right") - 1, 0)


def _edges(grid: SlotGrid, section: NDArray[np.int64]) -> tuple[int, ...]:
    borders = (np.flatnonzero(np.diff(section)) + 1).tolist()
    origin = int(-grid.place[0]) if len(grid) else 0
    return tuple(phrase_edges(len(grid), borders, origin, grid.period, PHRASE_BARS))


@dataclass(frozen=True, slots=True, eq=False)
class _Offer:
    """Onsets that the music offers on each beat (beats,), and the playable slots (beats, 6)."""

    onsets: NDArray[np.float64]
    may: Flags


def _counts(
    grid: SlotGrid,
    pulse: Pulse,
    offer: _Offer,
    rate: Mapping[Difficulty, float],
    edges: tuple[int, ...],
    contrast: float,
) -> dict[Difficulty, NDArray[np.float64]]:
    """Planned onsets per phrase of every difficulty; ``rate``: onsets a second."""
    open_s = grid.spacing * offer.may.mean(axis=1)
    first = np.asarray(edges[:-1])
    seconds = np.add.reduceat(open_s, first)
    onsets = np.add.reduceat(offer.onsets, first)
    energy = _energy(grid, pulse)
    loud = np.add.reduceat(energy * open_s, first) / np.maximum(seconds, 1e-6)
    busy = onsets / np.maximum(seconds, 1e-6)
    heard = np.maximum(seconds, 1e-6)
    return {
        d: spread(value * float(seconds.sum()), heard, busy, loud, contrast)
        for d, value in rate.items()
    }


def _energy(grid: SlotGrid, pulse: Pulse) -> NDArray[np.float64]:
    """Energy 0-1 of every beat: its section's, .5 without sections."""
    if not pulse.sections:
        return np.full(len(grid), 0.5)
    return np.array([s.energy for s in pulse.sections])[_sections(grid, pulse)]


def _onsets(
    grid: SlotGrid,
    pulse: Pulse,
    section: NDArray[np.int64],
    played: Mapping[Difficulty, Flags],
) -> dict[Difficulty, tuple[Onset, ...]]:
    facts = slot_facts(grid, pulse.salience, section)
    found: dict[Difficulty, tuple[Onset, ...]] = {}
    for difficulty in Difficulty:
        found[difficulty] = tuple(
            Onset(
                beat=grid.beat(row, slot),
                seconds=float(grid.seconds[row, slot]),
                strength=float(facts.strength[row, slot]),
                accent=float(facts.accent[row, slot]),
                brightness=float(facts.brightness[row, slot]),
                sustain=float(facts.sustain[row, slot]),
                section=int(section[row]),
                bar=int(grid.bar[row]),
                twin=_twin(pulse, int(grid.bar[row])),
            )
            for row, slot in np.argwhere(played[difficulty]).tolist()
        )
    return found


def _twin(pulse: Pulse, bar: int) -> int:
    return int(pulse.twin_bar[bar]) if bar < len(pulse.twin_bar) else -1
