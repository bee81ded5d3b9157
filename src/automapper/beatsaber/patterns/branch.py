"""The state of a pattern search: what both hands did, and all that the next note depends on.

A :class:`Branch` is a value; placing notes gives a new one, so that a bar can be tried many times.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import zip_longest

from automapper.beatsaber.collisions import Limits
from automapper.beatsaber.model import Hand, Note
from automapper.beatsaber.patterns.frame import NOTHING, cell_and_cut, token_for
from automapper.beatsaber.patterns.hands import (
    HandTrack,
    HandWish,
    advance_hands,
    possible_turns,
    turn_of,
)
from automapper.beatsaber.patterns.legal import Hit, clear_of, hit_of, swing_weights, swung
from automapper.beatsaber.patterns.steer import Move
from automapper.beatsaber.patterns.transitions import Transitions
from automapper.beatsaber.swings import HandState
from automapper.generation.onset import Onset

Token = tuple[Hand, int]  # a hand and an absolute token


@dataclass(frozen=True, slots=True)
class Placed:
    """A note of a branch: the onset's index, who plays what, and how the steering sees it.

    ``nats``: how much the human table was surprised by it; None for a copied note.
    """

    onset: int
    hand: Hand
    token: int
    move: Move
    nats: float | None = None


@dataclass(frozen=True, slots=True)
class Branch:
    """Both hands after some notes.

    ``last``/``earlier``: absolute tokens by hand; ``hits``: recent notes that others may collide
    with; ``pattern``: the last onset's notes; ``seconds``: its time; ``placed`` and ``cost`` belong
    to the bar in hand.
    """

    hands: tuple[HandState, HandState] = (HandState(Hand.LEFT), HandState(Hand.RIGHT))
    last: tuple[int, int] = (NOTHING, NOTHING)
    earlier: tuple[int, int] = (NOTHING, NOTHING)
    track: HandTrack = field(default_factory=HandTrack)
    hits: tuple[Hit, ...] = ()
    pattern: frozenset[Token] = frozenset()
    seconds: float = float("-inf")
    placed: tuple[Placed, ...] = ()
    cost: float = 0.0


@dataclass(frozen=True, slots=True)
class Moment:
    """An onset with what the search wants to know of its surroundings.

    ``following``: s to the next onset; ``accent``: rank in the level, 0-1; ``drive``: strength of
    its section against the level, -1..1; ``blocked``: fixed later notes it must not collide with.
    """

    index: int
    onset: Onset
    following: float
    accent: float
    drive: float
    blocked: tuple[Hit, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Rules:
    """What holds for the whole level: human tables, the reach of collisions, the hands' wishes."""

    tables: Transitions
    bounds: Limits
    wish: HandWish


def note_of(beat: Fraction, hand: Hand, token: int) -> Note:
    """The note that an absolute token of a hand stands for."""
    x, y, cut = cell_and_cut(token)
    return Note(beat, x, y, hand, cut)


def put(
    branch: Branch,
    moment: Moment,
    tokens: Sequence[Token],
    rules: Rules,
    nats: Sequence[float | None] = (None, None),
) -> Branch:
    """The branch after an onset's notes (in the order they were chosen) with their surprise."""
    seconds, beat = moment.onset.seconds, moment.onset.beat
    hands, last, earlier = list(branch.hands), list(branch.last), list(branch.earlier)
    hits = [hit for hit in branch.hits if seconds - hit.seconds <= rules.bounds.horizon]
    placed = list(branch.placed)
    beside = NOTHING
    for (hand, token), surprise in zip_longest(tokens, nats[: len(tokens)]):
        note = note_of(beat, hand, token)
        hands[hand] = swung(hands[hand], note, seconds)
        seen = (token_for(hand, known) for known in (token, last[hand], beside))
        placed.append(Placed(moment.index, hand, token, Move(*seen), surprise))
        earlier[hand], last[hand], beside = last[hand], token, token
        hits.append(hit_of(note, seconds))
    played = tuple(dict.fromkeys(hand for hand, _ in tokens))
    return replace(
        branch,
        hands=(hands[0], hands[1]),
        last=(last[0], last[1]),
        earlier=(earlier[0], earlier[1]),
        track=advance_hands(branch.track, played, seconds, rules.wish),
        hits=tuple(hits),
        pattern=frozenset(tokens),
        seconds=seconds,
        placed=tuple(placed),
    )


def legal(branch: Branch, moment: Moment, tokens: Sequence[Token], rules: Rules) -> bool:
    """Whether an onset may be played so: the same questions that the sampling asks."""
    onset = moment.onset
    turn = turn_of(branch.track, tuple(hand for hand, _ in tokens))
    turns = possible_turns(branch.track, onset.seconds, moment.following, rules.wish)
    if turn not in turns or frozenset(tokens) == branch.pattern:
        return False
    hits = branch.hits + moment.blocked
    for hand, token in tokens:
        own = token_for(hand, token)
        if not math.isfinite(swing_weights(branch.hands[hand], onset.seconds)[own]):
            return False
        clear = clear_of(hand, onset.seconds, hits, rules.bounds)
        if clear is not None and not clear[own]:
            return False
        hits = (*hits, hit_of(note_of(onset.beat, hand, token), onset.seconds))
    return True
