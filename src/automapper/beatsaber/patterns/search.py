"""One bar of notes: sampled note by note inside the rules, several times, the smoothest kept.

Nothing can dead-end: what cannot be played is left out, and a branch that leaves something out
costs more than any other.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from automapper.beatsaber.model import Hand
from automapper.beatsaber.patterns.branch import (
    Branch,
    Moment,
    Rules,
    Token,
    legal,
    note_of,
    put,
)
from automapper.beatsaber.patterns.frame import NOTHING, TOKEN_X, TOKEN_Y, mirror_token, token_for
from automapper.beatsaber.patterns.hands import Turn, hands_of, possible_turns, turn_scores
from automapper.beatsaber.patterns.legal import clear_of, hit_of, swing_weights
from automapper.beatsaber.patterns.memory import Memory
from automapper.beatsaber.patterns.transitions import hand_gap_class, note_contexts

# Costs of a branch: a bar that leaves nothing out beats any that does.
LEFT_OUT, HALF_DOUBLE, STRAINED, MISSED_COPY = 20.0, 4.0, 2.0, 8.0
# Cells a second that a wrist covers with ease, and the cost of each beyond.
EASY_REACH, REACH_COST = 9.0, 0.12
ACCENT_NATS = 5.0  # for a double, between the least and the most accented onset of the level
ALIKE_FACTOR = 1.5  # pull to doubles when both wrists stand alike, of the level's need for them
BRIGHT_NATS = 0.8  # pull of the highest sound towards the next row up
LEAP_NATS = 0.6  # pull of the loudest section towards wide moves
_LEAD = 6  # notes that one hand may be ahead after a copied bar
_UNSEEN = 1e-9  # weight of what no table has seen: chosen only when nothing else is legal


@dataclass(frozen=True, slots=True)
class _Drawn:
    tokens: list[Token]
    nats: list[float | None]
    cost: float


Copies = Mapping[int, tuple[Token, ...]]  # by the onset's place in the bar


def bar_branches(
    start: Branch,
    bar: Sequence[Moment],
    copies: Sequence[Copies],
    rules: Rules,
    memory: Memory,
    draws: NDArray[np.float64],
) -> list[Branch]:
    """Branches of a bar from ``start``: the first copy that is wholly legal, else samples.

    ``copies`` are earlier bars' notes to repeat, the best first. ``draws``: uniform numbers, shape
    (samples, onsets, 3).
    """
    for copy in copies:
        whole = _copied(start, bar, copy, rules)
        if whole is not None:
            return [whole]
    missed = MISSED_COPY if copies else 0.0
    return [
        replace(branch, cost=branch.cost + missed)
        for branch in (_sampled(start, bar, rules, memory, draw) for draw in draws)
    ]


def copy_fits(start: Branch, bar: Sequence[Moment], copies: Sequence[Copies], rules: Rules) -> bool:
    """Whether one of the copies could follow this branch note by note."""
    return any(_copied(start, bar, copy, rules) is not None for copy in copies)


def mirrored(copy: Copies) -> dict[int, tuple[Token, ...]]:
    """The notes seen in a mirror: hands, columns and cuts change sides."""
    return {
        place: tuple((Hand(1 - hand), mirror_token(token)) for hand, token in tokens)
        for place, tokens in copy.items()
    }


def _copied(start: Branch, bar: Sequence[Moment], copy: Copies, rules: Rules) -> Branch | None:
    branch = replace(start, placed=(), cost=0.0)
    for place, moment in enumerate(bar):
        tokens = copy.get(place)
        if not tokens:
            continue  # it was left out there, so it is here
        if not legal(branch, moment, tokens, rules):
            return None
        branch = put(branch, moment, tokens, rules)
    # A motif that always favours one hand would sum up over the song.
    lead = abs(branch.track.lead)
    return branch if lead <= max(_LEAD, abs(start.track.lead)) else None


def _sampled(
    start: Branch,
    bar: Sequence[Moment],
    rules: Rules,
    memory: Memory,
    draws: NDArray[np.float64],
) -> Branch:
    branch = replace(start, placed=(), cost=0.0)
    for moment, (turn_draw, *note_draws) in zip(bar, draws.tolist(), strict=False):
        branch = _sample_onset(branch, moment, rules, memory, turn_draw, note_draws)
    return branch


def _sample_onset(
    branch: Branch,
    moment: Moment,
    rules: Rules,
    memory: Memory,
    turn_draw: float,
    note_draws: list[float],
) -> Branch:
    """Play one onset: the drawn turn, or the likeliest other turn that can be played."""
    seconds = moment.onset.seconds
    turns = possible_turns(branch.track, seconds, moment.following, rules.wish)
    if turns:
        gap = seconds - branch.seconds
        both = ACCENT_NATS * (moment.accent - 0.5) + _togetherness(branch, memory)
        scores = turn_scores(rules.tables.hands, branch.track, gap, moment.following, both)
        weights = np.exp(scores[turns] - scores[turns].max())
        first = _draw(weights, turn_draw)
        order = [first, *sorted(set(range(len(turns))) - {first}, key=lambda i: -weights[i])]
        for choice in order:
            drawn = _tokens(branch, moment, turns[choice], rules, memory, note_draws)
            if drawn.tokens:
                half = turns[choice] == Turn.BOTH and len(drawn.tokens) < 2
                cost = branch.cost + drawn.cost + HALF_DOUBLE * half
                played = put(branch, moment, drawn.tokens, rules, drawn.nats)
                return replace(played, cost=cost)
    return replace(branch, cost=branch.cost + LEFT_OUT)


def _togetherness(branch: Branch, memory: Memory) -> float:
    """Pull to a double that both hands can cut alike, as far as the level wants such doubles."""
    left, right = (hand.poses for hand in branch.hands)
    if not left or not right:
        return 0.0
    alike = left[0].parity == right[0].parity
    pull = ALIKE_FACTOR * memory.alike
    return pull if alike else -pull


def _tokens(
    branch: Branch,
    moment: Moment,
    turn: Turn,
    rules: Rules,
    memory: Memory,
    draws: list[float],
) -> _Drawn:
    """Sampled notes of a turn; fewer than its hands where no more are legal."""
    hands = hands_of(branch.track, turn)
    tokens: list[Token] = []
    nats: list[float | None] = []
    cost = 0.0
    hits = branch.hits + moment.blocked
    for hand, draw in zip(hands, draws, strict=False):
        role = 0 if len(hands) == 1 else 1 + len(tokens)
        beside = tokens[0][1] if tokens else NOTHING
        table = _table(branch, moment, hand, (role, beside), rules)
        logits = _logits(branch, moment, hand, (role, beside), memory, table)
        clear = clear_of(hand, moment.onset.seconds, hits, rules.bounds)
        if clear is not None:
            logits = np.where(clear, logits, -np.inf)
        if hand != hands[-1] or len(hands) == 1:
            _forbid_repeat(logits, branch, hands, hand)
        best = logits.max()
        if not math.isfinite(best):
            continue
        own = _draw(np.exp(logits - best), draw)
        token = token_for(hand, own)
        swing = swing_weights(branch.hands[hand], moment.onset.seconds)[own]
        cost += STRAINED * (swing < 0) + _reach(branch, hand, token, moment.onset.seconds)
        tokens.append((hand, token))
        nats.append(-math.log(table[own]))
        hits = (*hits, hit_of(note_of(moment.onset.beat, hand, token), moment.onset.seconds))
    return _Drawn(tokens, nats, cost)


def _table(
    branch: Branch, moment: Moment, hand: Hand, place: tuple[int, int], rules: Rules
) -> NDArray[np.float64]:
    """What people play here, (108,); ``place``: role in a double and the note beside it."""
    role, beside = place
    before, earlier = (token_for(hand, t[hand]) for t in (branch.last, branch.earlier))
    other = token_for(hand, beside if role == 2 else branch.last[1 - hand])
    gap = hand_gap_class(moment.onset.seconds - branch.track.until[hand])
    return rules.tables.notes.distribution(note_contexts(before, role, other, gap, earlier))


def _logits(
    branch: Branch,
    moment: Moment,
    hand: Hand,
    place: tuple[int, int],
    memory: Memory,
    table: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Log weight of each token, (108,): people's habits, this level's, its style and the music."""
    role, beside = place
    onset = moment.onset
    before, paired = token_for(hand, branch.last[hand]), token_for(hand, beside)
    logits = np.log(memory.mixed(table, before, paired) + _UNSEEN)
    lean = memory.leaning
    logits += lean.alone + lean.moved[before]
    logits += swing_weights(branch.hands[hand], onset.seconds)
    if role == 2:
        logits += lean.paired[paired]
    if onset.brightness:
        logits += (BRIGHT_NATS * onset.brightness) * (TOKEN_Y - 1)
    if moment.drive and before != NOTHING:
        far = np.abs(TOKEN_X - TOKEN_X[before]) + np.abs(TOKEN_Y - TOKEN_Y[before]) >= 2
        logits += (LEAP_NATS * moment.drive) * far
    return logits


def _forbid_repeat(
    logits: NDArray[np.float64], branch: Branch, hands: Sequence[Hand], hand: Hand
) -> None:
    """Never the same onset twice in a row (people do it twice in a thousand)."""
    same = dict(branch.pattern)
    if set(same) == set(hands):
        logits[token_for(hand, same[hand])] = -np.inf


def _reach(branch: Branch, hand: Hand, token: int, seconds: float) -> float:
    """Cost of a wide move in a short time."""
    last = branch.last[hand]
    if last == NOTHING:
        return 0.0
    cells = math.hypot(token // 27 - last // 27, token // 9 % 3 - last // 9 % 3)
    gap = max(seconds - branch.track.until[hand], 1e-3)
    return REACH_COST * max(0.0, cells / gap - EASY_REACH)


def _draw(weights: NDArray[np.float64], uniform: float) -> int:
    """Index drawn in proportion to ``weights`` by one number in [0, 1)."""
    steps = np.cumsum(weights)
    return min(int(np.searchsorted(steps, uniform * steps[-1], side="right")), len(weights) - 1)
