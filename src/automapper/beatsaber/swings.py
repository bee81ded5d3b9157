"""The one state machine of both sabers: what a wrist can do next, and what it did wrong.

The generator asks :func:`judge` what is legal; the checks and the statistics run whole charts
through :func:`trace`. A hand's state is the set of wrist poses that could have brought it here
with the fewest parity breaks, so that nothing is called a break that a player could avoid.

Angles are degrees from the neutral wrist of a parity: forehand down and backhand up are 0.
Up to 90 is free, 90-135 a strain, above 135 or a change of 135 and more a break (measured on
955 community charts; same definition as the published human figures).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cache, lru_cache

from automapper.beatsaber.model import Bomb, Cut, Hand, Note

REST_S = 1.0  # a hand that rested this long may start from any pose
EASY_DEG, LIMIT_DEG = 90, 135
TURN_LIMIT_DEG = 135  # a change of wrist angle this large is a break even inside the limits
DOUBLE_DIRECTIONAL_DEG = 45
# Notes of one hand this close belong to one swing; the second pair asks for like directions.
STACK_GAP_S, SLIDER_GAP_S, SLIDER_GAP_BEATS, SWING_SPAN_S = 0.045, 0.095, 0.13, 0.35
BOMB_LEAD_S = 0.02  # a bomb sooner after the swing is passed by its follow-through

# Compass direction of a swing, degrees clockwise from up.
COMPASS = {
    Cut.UP: 0,
    Cut.UP_RIGHT: 45,
    Cut.RIGHT: 90,
    Cut.DOWN_RIGHT: 135,
    Cut.DOWN: 180,
    Cut.DOWN_LEFT: 225,
    Cut.LEFT: 270,
    Cut.UP_LEFT: 315,
}
_BY_VECTOR = {
    (0, 1): Cut.UP,
    (0, -1): Cut.DOWN,
    (-1, 0): Cut.LEFT,
    (1, 0): Cut.RIGHT,
    (-1, 1): Cut.UP_LEFT,
    (1, 1): Cut.UP_RIGHT,
    (-1, -1): Cut.DOWN_LEFT,
    (1, -1): Cut.DOWN_RIGHT,
    (0, 0): Cut.DOT,
}


class Parity(IntEnum):
    """Which side of the hand leads."""

    FOREHAND = 0
    BACKHAND = 1


class Strain(IntEnum):
    """How a swing feels, from free to a forced reset."""

    FREE = 0
    STRAINED = 1
    BREAK = 2


@dataclass(frozen=True, slots=True)
class Pose:
    """One way the wrist may stand; ``strained`` counts its strained swings so far (relative)."""

    parity: Parity
    angle: int
    strained: int = 0


@dataclass(frozen=True, slots=True)
class HandState:
    """A saber after its last swing.

    ``start``/``end`` are the seconds of the swing's first and last note, ``end_beat`` the beat of
    the last one, ``cut`` the swing's direction and (x, y) the cell where it ended. ``entry`` are
    the poses before the swing (empty: the hand was free). Times are -inf before the first note.
    """

    hand: Hand
    poses: tuple[Pose, ...] = ()
    entry: tuple[Pose, ...] = ()
    start: float = float("-inf")
    end: float = float("-inf")
    end_beat: float = float("-inf")
    cut: Cut = Cut.DOT
    x: int = -1
    y: int = -1


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a next note would mean: ``joins`` the running swing, and if it does not, its strain."""

    joins: bool
    strain: Strain
    double_directional: bool


@dataclass(frozen=True, slots=True)
class Swing:
    """One movement of one hand with its judgement.

    ``gap`` is the time since the start of the hand's swing before, s (inf for the first);
    ``freed`` says whether rest or a bomb let the hand start from any pose.
    """

    hand: Hand
    notes: tuple[Note, ...]
    start: float
    end: float
    cut: Cut
    gap: float
    freed: bool
    strain: Strain
    double_directional: bool


def between(first: Cut, second: Cut) -> int:
    """Angle between two swing directions, 0-180 degrees; 0 when either is a dot."""
    if first == Cut.DOT or second == Cut.DOT:
        return 0
    return abs((COMPASS[first] - COMPASS[second] + 180) % 360 - 180)


@cache
def wrist_angles(hand: Hand, parity: Parity, cut: Cut) -> tuple[int, ...]:
    """Wrist angle(s) of an arrow cut with a parity, degrees from neutral; 180 has two signs.

    ``cut`` is not DOT (a dot is cut at whatever angle the wrist has).
    """
    # A right forehand turns with the compass seen from below; the backhand is its opposite.
    turned = (COMPASS[cut] - 180) % 360 if parity == Parity.FOREHAND else COMPASS[cut]
    angle = -((turned + 180) % 360 - 180)
    if angle == -180 or angle == 180:
        return (180, -180)
    return (angle,) if hand == Hand.RIGHT else (-angle,)


@cache
def _free_poses(hand: Hand, cut: Cut) -> tuple[Pose, ...]:
    """Poses a rested hand may choose for a cut, at most strained."""
    if cut == Cut.DOT:
        return tuple(Pose(parity, 0) for parity in Parity)
    return tuple(
        Pose(parity, angle, int(abs(angle) > EASY_DEG))
        for parity in Parity
        for angle in wrist_angles(hand, parity, cut)
        if abs(angle) <= LIMIT_DEG
    )


@lru_cache(maxsize=65536)
def _next_poses(hand: Hand, poses: tuple[Pose, ...], cut: Cut) -> tuple[tuple[Pose, ...], Strain]:
    """Poses after a cut that turns the parity over, and the least strain it takes."""
    best: dict[tuple[Parity, int], int] = {}
    for pose in poses:
        parity = Parity(1 - pose.parity)
        if cut == Cut.DOT:
            angles: tuple[int, ...] = (max(-EASY_DEG, min(EASY_DEG, pose.angle)),)
        else:
            angles = tuple(
                angle
                for angle in wrist_angles(hand, parity, cut)
                if abs(angle) <= LIMIT_DEG and abs(angle - pose.angle) < TURN_LIMIT_DEG
            )
        for angle in angles:
            cost = pose.strained + int(abs(angle) > EASY_DEG)
            key = (parity, angle)
            best[key] = min(cost, best.get(key, cost))
    if not best:
        return _broken_poses(hand, poses, cut), Strain.BREAK
    before = min(pose.strained for pose in poses)
    least = min(best.values())
    kept = tuple(
        Pose(parity, angle, cost - least) for (parity, angle), cost in sorted(best.items())
    )
    return kept, Strain.STRAINED if least > before else Strain.FREE


def _broken_poses(hand: Hand, poses: tuple[Pose, ...], cut: Cut) -> tuple[Pose, ...]:
    """Poses after a break: the parity again within the limits, or a forced turn."""
    found = {
        (parity, angle)
        for pose in poses
        for parity in Parity
        for angle in ((0,) if cut == Cut.DOT else wrist_angles(hand, parity, cut))
        if abs(angle) <= LIMIT_DEG or parity != pose.parity
    }
    return tuple(Pose(parity, angle, int(abs(angle) > EASY_DEG)) for parity, angle in sorted(found))


def joins(state: HandState, seconds: float, beat: float, cut: Cut) -> bool:
    """Whether a note belongs to the hand's running swing (a stack, a slider or a window)."""
    gap = seconds - state.end
    if seconds - state.start >= SWING_SPAN_S:
        return False
    if gap <= STACK_GAP_S:
        return True
    alike = between(cut, state.cut) <= DOUBLE_DIRECTIONAL_DEG
    return gap <= SLIDER_GAP_S and beat - state.end_beat <= SLIDER_GAP_BEATS and alike


def is_free(state: HandState, seconds: float, bombed: bool = False) -> bool:
    """Whether the hand may start its next swing from any pose."""
    return not state.poses or bombed or seconds - state.start >= REST_S


def judge(state: HandState, seconds: float, beat: float, cut: Cut, bombed: bool = False) -> Verdict:
    """What cutting ``cut`` at ``seconds`` would mean for a hand; ``bombed``: a bomb freed it."""
    if joins(state, seconds, beat, cut):
        return Verdict(True, Strain.FREE, False)
    if is_free(state, seconds, bombed):
        return Verdict(False, Strain.FREE, False)
    _, strain = _next_poses(state.hand, state.poses, cut)
    arrows = cut != Cut.DOT and state.cut != Cut.DOT
    double = arrows and between(cut, state.cut) <= DOUBLE_DIRECTIONAL_DEG
    return Verdict(False, strain, double)


def advance(
    state: HandState, note: Note, seconds: float, beat: float, bombed: bool = False
) -> HandState:
    """The hand after cutting ``note``; pure, and never refuses (a break restarts the poses)."""
    if joins(state, seconds, beat, note.cut):
        cut = note.cut if state.cut == Cut.DOT else state.cut
        poses = state.poses
        if cut != state.cut:  # an arrow tells what the dot before it was
            poses = _enter(state.hand, state.entry, cut)
        return replace(state, poses=poses, end=seconds, end_beat=beat, cut=cut, x=note.x, y=note.y)
    entry = () if is_free(state, seconds, bombed) else state.poses
    poses = _enter(state.hand, entry, note.cut)
    return HandState(state.hand, poses, entry, seconds, seconds, beat, note.cut, note.x, note.y)


def _enter(hand: Hand, entry: tuple[Pose, ...], cut: Cut) -> tuple[Pose, ...]:
    return _next_poses(hand, entry, cut)[0] if entry else _free_poses(hand, cut)


def bomb_frees(hand: Hand, bomb: Bomb) -> bool:
    """Whether a bomb lies in the hand's own half, where it asks the hand to reset."""
    return bomb.x <= 1 if hand == Hand.LEFT else bomb.x >= 2


def swing_cut(notes: Sequence[Note], spread: float) -> Cut:
    """Direction of a swing: its first arrow, or the way its dots lead (``spread``: s they span)."""
    for note in notes:
        if note.cut != Cut.DOT:
            return note.cut
    if len(notes) > 1 and spread > 0.01:
        dx, dy = notes[-1].x - notes[0].x, notes[-1].y - notes[0].y
        return _BY_VECTOR[(dx > 0) - (dx < 0), (dy > 0) - (dy < 0)]
    return Cut.DOT


def group(
    notes: Sequence[Note], seconds: Sequence[float], beats: Sequence[float], hand: Hand
) -> list[list[int]]:
    """Indices of the notes of each swing of one hand; inputs are in the order of time."""
    swings: list[list[int]] = []
    state = HandState(hand)
    for index, note in enumerate(notes):
        if note.hand != hand:
            continue
        if joins(state, seconds[index], beats[index], note.cut):
            swings[-1].append(index)
            cut = note.cut if state.cut == Cut.DOT else state.cut
            state = replace(state, end=seconds[index], end_beat=beats[index], cut=cut)
        else:
            swings.append([index])
            time = seconds[index]
            state = HandState(hand, (), (), time, time, beats[index], note.cut, note.x, note.y)
    return swings


def trace(
    notes: Sequence[Note],
    seconds: Sequence[float],
    beats: Sequence[float],
    hand: Hand,
    bombs: Sequence[tuple[float, Bomb]] = (),
) -> tuple[Swing, ...]:
    """All swings of one hand, judged.

    ``seconds`` and ``beats`` belong to ``notes``, sorted by time; ``bombs`` are (seconds, bomb),
    sorted. Bombs free a hand when they lie in its half between two swings.
    """
    freeing = [time for time, bomb in bombs if bomb_frees(hand, bomb)]
    swings: list[Swing] = []
    poses: tuple[Pose, ...] = ()
    pointer = 0
    for members in group(notes, seconds, beats, hand):
        start, end = seconds[members[0]], seconds[members[-1]]
        own = tuple(notes[index] for index in members)
        cut = swing_cut(own, end - start)
        before = swings[-1] if swings else None
        bombed = False
        if before is not None:
            while pointer < len(freeing) and freeing[pointer] <= before.start + BOMB_LEAD_S:
                pointer += 1
            bombed = pointer < len(freeing) and freeing[pointer] < start
        gap = start - before.start if before else float("inf")
        freed = before is None or bombed or gap >= REST_S
        double, strain = False, Strain.FREE
        if freed or before is None:
            poses = _free_poses(hand, cut)
        else:
            poses, strain = _next_poses(hand, poses, cut)
            arrows = cut != Cut.DOT and before.cut != Cut.DOT
            double = arrows and between(cut, before.cut) <= DOUBLE_DIRECTIONAL_DEG
        swings.append(Swing(hand, own, start, end, cut, gap, freed, strain, double))
    return tuple(swings)
