"""The one state machine of both sabers: what a wrist can do next, and what it did wrong.

The generator asks :func:`judge` what is legal and moves on by :func:`advance`; the checks and the
statistics run whole charts through :func:`trace`, which is the same :func:`advance` note by note. A
hand's state is the set of wrist poses that could have brought it here with the fewest parity
breaks, so that nothing is called a break that a player could avoid.

Angles are degrees from the neutral wrist of a parity: forehand down and backhand up are 0.
Up to 90 is free, 90-135 a strain, above 135 or a change of 135 and more a break (measured on
955 community charts; same definition as the published human figures).
"""

from __future__ import annotations

from bisect import bisect_right
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
STACK_SPREAD_S = 0.010  # dots nearer than this are cut at once and lead nowhere
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
    """A saber after its last swing, which may still be joined by a near note.

    ``start``/``end`` are the seconds of the swing's first and last note, ``end_beat`` the beat of
    the last one, ``arrow`` the swing's first arrow (DOT while it has none), ``cut`` its direction
    as far as known and (x, y) the cell where it ended, (first_x, first_y) where it began. Before
    the first note times are -inf.

    ``entry`` are the poses before the swing (empty: the hand was ``freed``), ``entry_cut`` the
    direction of the swing before; ``strain`` and ``double_directional`` judge the swing.
    """

    hand: Hand
    poses: tuple[Pose, ...] = ()
    entry: tuple[Pose, ...] = ()
    start: float = float("-inf")
    end: float = float("-inf")
    end_beat: float = float("-inf")
    cut: Cut = Cut.DOT
    arrow: Cut = Cut.DOT
    x: int = -1
    y: int = -1
    first_x: int = -1
    first_y: int = -1
    entry_cut: Cut = Cut.DOT
    strain: Strain = Strain.FREE
    double_directional: bool = False

    @property
    def freed(self) -> bool:
        """Whether rest, a bomb or the song's start let the swing begin from any pose."""
        return not self.entry


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a next note would mean: whether it ``joins`` the running swing, and how that feels."""

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
    alike = between(cut, state.arrow) <= DOUBLE_DIRECTIONAL_DEG
    return gap <= SLIDER_GAP_S and beat - state.end_beat <= SLIDER_GAP_BEATS and alike


def is_free(state: HandState, seconds: float, bombed: bool = False) -> bool:
    """Whether the hand may start its next swing from any pose."""
    return not state.poses or bombed or seconds - state.start >= REST_S


def judge(
    state: HandState,
    seconds: float,
    beat: float,
    cut: Cut,
    bombed: bool = False,
    cell: tuple[int, int] | None = None,
) -> Verdict:
    """What cutting ``cut`` at ``seconds`` would mean for a hand; ``bombed``: a bomb freed it.

    ``cell`` matters for dots that join dots: they are cut the way they lead.
    """
    if joins(state, seconds, beat, cut):
        _, merged = _merged(state, seconds, cut, cell)
        _, strain, double = _enter(state.hand, state.entry, state.entry_cut, merged)
        return Verdict(True, strain, double)
    entry = () if is_free(state, seconds, bombed) else state.poses
    _, strain, double = _enter(state.hand, entry, state.cut, cut)
    return Verdict(False, strain, double)


def advance(
    state: HandState, note: Note, seconds: float, beat: float, bombed: bool = False
) -> HandState:
    """The hand after cutting ``note``; pure, and never refuses (a break restarts the poses)."""
    if joins(state, seconds, beat, note.cut):
        arrow, cut = _merged(state, seconds, note.cut, (note.x, note.y))
        swing = replace(state, end=seconds, end_beat=beat, cut=cut, arrow=arrow, x=note.x, y=note.y)
    else:
        entry = () if is_free(state, seconds, bombed) else state.poses
        swing = HandState(
            state.hand, (), entry, seconds, seconds, beat, note.cut, note.cut, note.x, note.y,
            note.x, note.y, state.cut,
        )  # fmt: skip
    poses, strain, double = _enter(swing.hand, swing.entry, swing.entry_cut, swing.cut)
    return replace(swing, poses=poses, strain=strain, double_directional=double)


def _merged(
    state: HandState, seconds: float, cut: Cut, cell: tuple[int, int] | None
) -> tuple[Cut, Cut]:
    """First arrow and direction of the running swing with one more note.

    A swing without arrows is cut the way its cells lead, once they are apart in time.
    """
    arrow = cut if state.arrow == Cut.DOT else state.arrow
    if arrow != Cut.DOT:
        return arrow, arrow
    if cell is None or seconds - state.start <= STACK_SPREAD_S:
        return arrow, state.cut
    dx, dy = cell[0] - state.first_x, cell[1] - state.first_y
    return arrow, _BY_VECTOR[(dx > 0) - (dx < 0), (dy > 0) - (dy < 0)]


def _enter(
    hand: Hand, entry: tuple[Pose, ...], entry_cut: Cut, cut: Cut
) -> tuple[tuple[Pose, ...], Strain, bool]:
    """Poses, strain and double-directional of a swing; ``entry`` empty: from any pose."""
    if not entry:
        return _free_poses(hand, cut), Strain.FREE, False
    poses, strain = _next_poses(hand, entry, cut)
    arrows = cut != Cut.DOT and entry_cut != Cut.DOT
    return poses, strain, arrows and between(cut, entry_cut) <= DOUBLE_DIRECTIONAL_DEG


def bomb_frees(hand: Hand, bomb: Bomb) -> bool:
    """Whether a bomb lies in the hand's own half, where it asks the hand to reset."""
    return bomb.x <= 1 if hand == Hand.LEFT else bomb.x >= 2


def group(
    notes: Sequence[Note], seconds: Sequence[float], beats: Sequence[float], hand: Hand
) -> list[list[int]]:
    """Indices of the notes of each swing of one hand; inputs are in the order of time."""
    swings: list[list[int]] = []
    state = HandState(hand)
    for index, note in enumerate(notes):
        if note.hand == hand:
            if joins(state, seconds[index], beats[index], note.cut):
                swings[-1].append(index)
            else:
                swings.append([index])
            state = advance(state, note, seconds[index], beats[index])
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
    swings: list[tuple[list[Note], HandState, float]] = []
    state = HandState(hand)
    for note, time, beat in zip(notes, seconds, beats, strict=True):
        if note.hand != hand:
            continue
        if joins(state, time, beat, note.cut):
            members, _, gap = swings.pop()
        else:
            members, gap = [], time - state.start
        bombed = not members and _any_between(freeing, state.start + BOMB_LEAD_S, time)
        state = advance(state, note, time, beat, bombed)
        swings.append(([*members, note], state, gap))
    return tuple(_swing(members, state, gap) for members, state, gap in swings)


def _any_between(times: Sequence[float], start: float, end: float) -> bool:
    """Whether one of the sorted ``times`` lies in (start, end)."""
    index = bisect_right(times, start)
    return index < len(times) and times[index] < end


def _swing(notes: Sequence[Note], state: HandState, gap: float) -> Swing:
    return Swing(
        state.hand,
        tuple(notes),
        state.start,
        state.end,
        state.cut,
        gap,
        state.freed,
        state.strain,
        state.double_directional,
    )
