"""Onsets to notes: which hand, which cell, which direction.

``place_notes`` writes a difficulty bar by bar. Every note is legal when it is placed: the state
machine of both sabers and the collision table say what may follow, the transition table of human
charts says what usually does, and the music and the level's style lean on the choice.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from automapper.beatsaber.collisions import Limits, limits
from automapper.beatsaber.jump import NJS
from automapper.beatsaber.model import Hand, Note
from automapper.beatsaber.options import Style
from automapper.beatsaber.patterns.branch import Branch, Moment, Rules, note_of, put
from automapper.beatsaber.patterns.ease import EASE
from automapper.beatsaber.patterns.frame import absolute_token
from automapper.beatsaber.patterns.hands import HandWish, first_biases
from automapper.beatsaber.patterns.legal import EDGE_S, Hit, hit_of
from automapper.beatsaber.patterns.memory import Memory
from automapper.beatsaber.patterns.motifs import Bar, Copy, bars_of, plan_copies
from automapper.beatsaber.patterns.seam import Fixed, leads_into, thinned
from automapper.beatsaber.patterns.search import Copies, bar_branches, copy_fits, mirrored
from automapper.beatsaber.patterns.style import LevelStyle, draw_style
from automapper.beatsaber.patterns.transitions import load_transitions
from automapper.chart import Difficulty
from automapper.generation.onset import Onset
from automapper.generation.seeds import part_rng
from automapper.timing import TempoMap

TRIES = 3  # samples of a bar; more make bars smoother, not legal: they are that already
TRIES_AT_SEAM = 24  # the last bar before notes that stand must leave both wrists right for them
TRIES_BEFORE_COPY = 8  # a copied bar asks for both hands as they were before its source


@dataclass(frozen=True, slots=True)
class PatternRequest:
    """What to place for.

    ``key`` names the song, so that levels of one seed differ; ``style_seed`` (default ``seed``)
    stays the level's own when a part is drawn again with another ``seed``. ``before`` and ``after``
    are notes that stand, in the order of time, before the first and after the last onset.
    ``bar_beats``: beats to a bar. ``njs`` in m/s, default the difficulty's usual one.
    """

    difficulty: Difficulty
    tempo_map: TempoMap
    seed: int = 0
    key: str = ""
    style: Style | None = None
    style_seed: int | None = None
    njs: float | None = None
    bar_beats: int = 4
    before: tuple[Note, ...] = ()
    after: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class PlacedNotes:
    """Notes sorted by (beat, x, y), the style they aimed at and how many onsets stayed empty."""

    notes: tuple[Note, ...]
    style: LevelStyle
    left_out: int


def place_notes(onsets: Sequence[Onset], request: PatternRequest) -> PlacedNotes:
    """Notes for every onset of one difficulty (sorted by time); see :class:`PatternRequest`.

    No note breaks parity, repeats a direction, shares a cell or collides, with the notes before and
    after neither; an onset for which nothing is legal stays empty. The same arguments give the same
    notes.
    """
    style_seed = request.seed if request.style_seed is None else request.style_seed
    style = draw_style(style_seed, request.key or _key_of(onsets), request.style)
    style = EASE[request.difficulty].apply(style)
    rules, memory = _rules(request, style), Memory.fresh(style)
    start = _started(request, rules, memory)
    after = Fixed.of(request.after, request.tempo_map)
    notes = _written(onsets, request, rules, memory, start, after)
    if request.after:
        least = rules.wish.least_gap
        notes = [
            note
            for hand in Hand
            for note in thinned(
                start.hands[hand],
                [note for note in notes if note.hand == hand],
                after,
                request.tempo_map,
                least,
            )
        ]
    ordered = sorted(notes, key=lambda note: (note.beat, note.x, note.y))
    played = {note.beat for note in ordered}
    return PlacedNotes(tuple(ordered), style, sum(onset.beat not in played for onset in onsets))


def _written(
    onsets: Sequence[Onset],
    request: PatternRequest,
    rules: Rules,
    memory: Memory,
    start: Branch,
    after: Fixed,
) -> list[Note]:
    """The notes bar by bar, in the order of time."""
    name = request.difficulty.name
    moments = _moments(onsets, after, rules.bounds)
    bars = bars_of(onsets, request.bar_beats)
    plan = plan_copies(bars, memory.style, request.seed, name)
    notes: list[Note] = []
    branch = start
    for bar, following in zip_longest(bars, bars[1:]):
        rng = part_rng(request.seed, "patterns", name, bar.number)
        ahead = _copies(following, plan, memory) if following else []
        last = bool(request.after) and following is None
        tries = TRIES_AT_SEAM if last else TRIES_BEFORE_COPY if ahead else TRIES
        own = moments[bar.start : bar.end]
        draws = rng.random((tries, len(own), 3))
        found = bar_branches(branch, own, _copies(bar, plan, memory), rules, memory, draws)
        if last:
            least = rules.wish.least_gap
            smooth = [b for b in found if all(leads_into(h, after, least) for h in b.hands)]
            found = smooth or found
        branch = _best(found, following, ahead, moments, rules)
        memory.learn(branch.placed)
        memory.keep_bar(bar.number, bar.start, branch.placed)
        notes += [note_of(onsets[p.onset].beat, p.hand, p.token) for p in branch.placed]
    return notes


def _key_of(onsets: Sequence[Onset]) -> str:
    text = " ".join(str(onset.beat) for onset in onsets[:64])
    return hashlib.sha256(text.encode()).hexdigest()


def _rules(request: PatternRequest, style: LevelStyle) -> Rules:
    ease = EASE[request.difficulty]
    njs = NJS[request.difficulty] if request.njs is None else request.njs
    wish = HandWish(style.doubles, style.alternate, ease.least_gap, ease.double_gap)
    return Rules(load_transitions(), limits(request.difficulty, njs), wish)


def _started(request: PatternRequest, rules: Rules, memory: Memory) -> Branch:
    """The state after the fixed notes before the first onset."""
    double, alternate = first_biases(rules.wish)
    branch = Branch()
    branch = replace(
        branch, track=replace(branch.track, double_bias=double, alternate_bias=alternate)
    )
    moments: dict[float, list[tuple[Hand, int, Note]]] = {}
    for note in request.before:
        seconds = float(request.tempo_map.seconds(note.beat))
        moments.setdefault(seconds, []).append((note.hand, absolute_token(note), note))
    for seconds, found in moments.items():
        onset = Onset(found[0][2].beat, seconds, 0.5, 0.5, 0.0, 0.0, 0, -1, -1)
        moment = Moment(-1, onset, float("inf"), 0.5, 0.0)
        tokens = [(hand, token) for hand, token, _ in found]
        branch = put(branch, moment, tokens, rules)
        memory.learn(branch.placed)
        branch = replace(branch, placed=())
    return branch


def _moments(onsets: Sequence[Onset], after: Fixed, bounds: Limits) -> list[Moment]:
    """Onsets with their surroundings: gaps, accent ranks, section drive, fixed notes ahead."""
    accents = sorted(onset.accent for onset in onsets)
    strengths: dict[int, list[float]] = {}
    for onset in onsets:
        strengths.setdefault(onset.section, []).append(onset.strength)
    mean = sum(onset.strength for onset in onsets) / max(len(onsets), 1)
    drives = {
        section: max(-1.0, min(1.0, 3.0 * (sum(values) / len(values) - mean)))
        for section, values in strengths.items()
    }
    fixed = [hit_of(*pair) for pair in zip(after.notes, after.seconds, strict=True)]
    times = [onset.seconds for onset in onsets] + [fixed[0].seconds if fixed else float("inf")]
    return [
        Moment(
            index,
            onset,
            times[index + 1] - onset.seconds,
            _rank(accents, onset.accent),
            drives[onset.section],
            _near(fixed, onset.seconds, bounds),
        )
        for index, onset in enumerate(onsets)
    ]


def _rank(values: Sequence[float], value: float) -> float:
    """Middle rank of a value among sorted ones, 0-1; one half when all are equal."""
    return (bisect_left(values, value) + bisect_right(values, value)) / 2 / len(values)


def _near(fixed: Sequence[Hit], seconds: float, bounds: Limits) -> tuple[Hit, ...]:
    return tuple(hit for hit in fixed if hit.seconds - seconds <= bounds.horizon + EDGE_S)


def _copies(bar: Bar, plan: dict[int, Copy], memory: Memory) -> list[Copies]:
    """The notes a bar shall repeat, as planned and then the other way round; [] for none."""
    copy = plan.get(bar.number)
    source = memory.bars.get(copy.source) if copy else None
    if copy is None or not source:
        return []
    both: list[Copies] = [source, mirrored(source)]
    return both[::-1] if copy.mirrored else both


def _best(
    found: Sequence[Branch],
    following: Bar | None,
    ahead: Sequence[Copies],
    moments: Sequence[Moment],
    rules: Rules,
) -> Branch:
    """The cheapest branch; before a bar that repeats another, one that can lead into it."""
    ordered = sorted(found, key=lambda branch: branch.cost)  # stable: the first drawn wins a tie
    if following and ahead:
        bar = moments[following.start : following.end]
        for copies in ([ahead[0]], ahead):
            for branch in ordered:
                if branch.cost < ordered[0].cost + 10 and copy_fits(branch, bar, copies, rules):
                    return branch
    return ordered[0]
