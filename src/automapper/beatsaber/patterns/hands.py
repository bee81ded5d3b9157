"""Which hand plays an onset: sampled like a human, steered to the level's share of doubles.

An onset is SAME or OTHER (than the hand of the last single note) or BOTH. Human charts switch hands
on three single notes of four, keep doubles in runs, and leave a fast hand to its alternation; the
shipped table knows that. On top come wishes: doubles where the music accents, as many as the
level's style asks for, as much left as right, and no hand faster than it should swing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from automapper.beatsaber.model import Hand
from automapper.beatsaber.patterns.transitions import BackOff, hand_contexts, onset_gap_class


class Turn(IntEnum):
    """Who plays an onset, relative to the hand of the last single note; START fills the past."""

    SAME = 0
    OTHER = 1
    BOTH = 2
    START = 3


@dataclass(frozen=True, slots=True)
class HandWish:
    """What the level asks of its hands.

    ``doubles``: share of onsets with both hands; ``alternate``: share of single notes that switch
    hands; ``least_gap`` s between swings of a hand, and ``double_gap`` s before and after a double.
    """

    doubles: float
    alternate: float
    least_gap: float
    double_gap: float


@dataclass(frozen=True, slots=True)
class HandTrack:
    """What was decided so far; pure, so that a search can branch.

    ``past``: the last three turns, latest first. ``last``: hand of the last single note. ``until``:
    seconds of each hand's last note. ``lead``: notes of the left hand minus the right. ``onsets``
    and ``doubles`` count what was played. The steering weights ``double_bias`` and
    ``alternate_bias`` are in nats and move a little with every onset.
    """

    past: tuple[int, int, int] = (Turn.START, Turn.START, Turn.START)
    last: Hand = Hand.LEFT
    until: tuple[float, float] = (float("-inf"), float("-inf"))
    lead: int = 0
    onsets: int = 0
    doubles: int = 0
    double_bias: float = 0.0
    alternate_bias: float = 0.0


# How fast the steering follows: a deficit of five doubles moves their odds by a factor e.
_STEER = 0.2
_STEER_LIMIT = 4.0
# A lead of ten notes of one hand makes the other e times as likely.
_BALANCE = 0.1
# At most this share of onsets is doubles: 58 % of swings, where players ask for no more than 60 %.
_DOUBLE_LIMIT = 0.41


def turn_of(track: HandTrack, hands: tuple[Hand, ...]) -> Turn:
    """The turn that these hands mean after ``track``."""
    if len(hands) > 1:
        return Turn.BOTH
    return Turn.SAME if hands[0] == track.last else Turn.OTHER


def hands_of(track: HandTrack, turn: Turn) -> tuple[Hand, ...]:
    """The hands that play a turn; of a double, the hand that did not play last comes first."""
    other = Hand(1 - track.last)
    if turn == Turn.BOTH:
        return (other, track.last)
    return (track.last,) if turn == Turn.SAME else (other,)


def possible_turns(
    track: HandTrack, seconds: float, following: float, wish: HandWish
) -> list[Turn]:
    """Turns that leave each hand its time; empty where no hand may play.

    ``following``: seconds to the next onset (inf at the end).
    """
    free = [seconds - track.until[hand] >= wish.least_gap for hand in Hand]
    turns = []
    if free[track.last]:
        turns.append(Turn.SAME)
    if free[1 - track.last]:
        turns.append(Turn.OTHER)
    few = track.doubles + 1 <= _DOUBLE_LIMIT * (track.onsets + 1) + 0.5
    calm = min(seconds - max(track.until), following) >= wish.double_gap
    if all(free) and calm and few:
        turns.append(Turn.BOTH)
    return turns


def turn_scores(
    model: BackOff, track: HandTrack, gap: float, following: float, both: float
) -> NDArray[np.float64]:
    """Log weight of SAME, OTHER and BOTH; ``both``: what the music and the wrists add for BOTH."""
    contexts = hand_contexts(track.past, onset_gap_class(gap), onset_gap_class(following))
    scores = np.log(model.distribution(contexts))
    scores[Turn.BOTH] += track.double_bias + both
    scores[Turn.OTHER] += track.alternate_bias
    # The hand that lags behind gets the single note.
    lean = _BALANCE * (track.lead if track.last == Hand.LEFT else -track.lead)
    scores[Turn.SAME] -= lean
    scores[Turn.OTHER] += lean
    return scores


def advance_hands(
    track: HandTrack, hands: tuple[Hand, ...], seconds: float, wish: HandWish
) -> HandTrack:
    """The track after ``hands`` played at ``seconds``; the steering learns from what was missed."""
    turn = turn_of(track, hands)
    until = list(track.until)
    for hand in hands:
        until[hand] = seconds
    lead = track.lead
    double = _steered(track.double_bias, min(wish.doubles, _DOUBLE_LIMIT), turn == Turn.BOTH)
    alternate, last = track.alternate_bias, track.last
    if turn != Turn.BOTH:
        last = hands[0]
        lead += 1 if last == Hand.LEFT else -1
        alternate = _steered(alternate, wish.alternate, turn == Turn.OTHER)
    return replace(
        track,
        past=(turn, track.past[0], track.past[1]),
        last=last,
        until=(until[0], until[1]),
        lead=lead,
        onsets=track.onsets + 1,
        doubles=track.doubles + (turn == Turn.BOTH),
        double_bias=double,
        alternate_bias=alternate,
    )


def _steered(bias: float, wanted: float, happened: bool) -> float:
    moved = bias + _STEER * (wanted - float(happened))
    return max(-_STEER_LIMIT, min(_STEER_LIMIT, moved))


def first_biases(wish: HandWish) -> tuple[float, float]:
    """Steering weights to start with: the log odds of the wish over the human average."""
    usual_doubles, usual_switch = 0.18, 0.74  # medians of clean Expert and Expert+ charts
    return (
        0.8 * (_logit(wish.doubles) - _logit(usual_doubles)),
        0.8 * (_logit(wish.alternate) - _logit(usual_switch)),
    )


def _logit(share: float) -> float:
    inside = min(max(share, 0.01), 0.99)
    return float(np.log(inside / (1.0 - inside)))
