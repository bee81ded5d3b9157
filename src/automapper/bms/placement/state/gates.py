"""The hard gates, each over what stands before and after a note, whatever came first.

Every gate answers for the finished state: a chart whose notes all pass passes in any order.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from automapper.bms.lanes import Hand
from automapper.bms.placement.levels import Tuning
from automapper.bms.placement.state.standing import Standing

# Ticks of a 4/4 measure in a quarter note; the published method's figures are in ticks.
TICKS_PER_BEAT = 48
# Milliseconds x BPM / 1250 are ticks: 60,000 ms a minute, 48 ticks a beat.
MS_BPM_PER_TICK = 1250


@dataclass(frozen=True, slots=True)
class Spacing:
    """By position: the floor in beats, and the first position that is nearer than it before.

    ``mines`` are, by lane number, whether a mine of the lane is nearer than the floor.
    """

    floors: list[Fraction]
    reach: list[int]
    mines: dict[int, bytearray]


def jack_floor(tuning: Tuning, bpm: Fraction) -> Fraction:
    """Beats that must lie between two notes of a lane, at the tempo of the later one.

    The larger of a number of ticks and of a time, as the published method has it.
    """
    ticks = ceil(tuning.min_jack_delta_ms * bpm / MS_BPM_PER_TICK)
    return Fraction(max(tuning.min_jack_delta_ticks, ticks), TICKS_PER_BEAT)


def within_measure_cap(standing: Standing, measure: int, tuning: Tuning) -> bool:
    """Gate 1: one note more still keeps the measure's cap; scratches count."""
    return standing.totals[measure] < tuning.measure_note_cap


def within_chord_ratio(standing: Standing, position: int, tuning: Tuning) -> bool:
    """Gate 3: chords of two keys and more are a share of the positions that sound in the measure.

    One such chord is always allowed. The share is of what the source sounds there, not of what is
    played: so the gate does not depend on the order in which notes come.
    """
    mask = standing.masks[position]
    if not mask or mask & (mask - 1):
        return True  # no chord yet, or one already
    measure = standing.grid.measure_of[position]
    return standing.wide[measure] < chords_allowed(standing, measure, tuning)


def chords_allowed(standing: Standing, measure: int, tuning: Tuning) -> int:
    """How many chords of two keys and more a measure may have."""
    share = round(tuning.stream_chord_ratio_max * 1000)
    return max(1, share * standing.grid.sounding[measure] // 1000)


def within_chord_size(standing: Standing, position: int, tuning: Tuning) -> bool:
    """Gate 4: one key more still keeps the chord's size."""
    return standing.masks[position].bit_count() < tuning.max_chord_size


def is_open(standing: Standing, position: int, lane: int) -> bool:
    """Gate 5: nothing stands on the spot and no hold of the lane covers it."""
    if standing.has(position, lane):
        return False
    end = standing.held_before(position, lane)
    return end is None or end < standing.grid.beats[position]


def keeps_distance(standing: Standing, position: int, lane: int, spacing: Spacing) -> bool:
    """Gate 6: the lane's notes before and after are not nearer than the floor of the later one.

    After a hold the floor counts from where it is let go. Mines count as notes.
    """
    before, after = standing.around(position, lane)
    if before is not None and before >= spacing.reach[position]:
        return False
    if after is not None and position >= spacing.reach[after]:
        return False
    end = standing.held_before(position, lane)
    if end is not None and standing.grid.beats[position] - end < spacing.floors[position]:
        return False
    mines = spacing.mines.get(lane)
    return mines is None or not mines[position]


def within_lane_streak(standing: Standing, position: int, lane: int, tuning: Tuning) -> bool:
    """Gate 7: a key stands in so many chords on end at most, counted from chord to chord.

    ``max_jack_streak`` repeats are one chord more than that.
    """
    before, after = standing.runs_at(position)
    run = 1 + standing.lane_run(lane, before, -1) + standing.lane_run(lane, after, 1)
    return run - 1 <= tuning.max_jack_streak


def balanced(left: int, right: int, keys: int, tuning: Tuning) -> bool:
    """Gate 8: from ten keys a measure on, either hand has its share of them.

    Keys that either hand can play count for the hand that has less.
    """
    if keys < tuning.hand_balance_from_notes:
        return True
    share = round(min(tuning.hand_balance_share_max, 1 - tuning.hand_balance_share_min) * 1000)
    return 1000 * max(left, right) <= share * keys


def keeps_balance(standing: Standing, position: int, lane: int, tuning: Tuning) -> bool:
    """Gate 8 with a key more."""
    measure, grid = standing.grid.measure_of[position], standing.grid
    return balanced(
        standing.lefts[measure] + (grid.left >> lane & 1),
        standing.rights[measure] + (grid.right >> lane & 1),
        standing.key_counts[measure] + 1,
        tuning,
    )


def within_hand_streak(standing: Standing, position: int, mask: int, tuning: Tuning) -> bool:
    """Gate 9: one hand alone plays so many chords on end at most.

    ``mask`` are the keys that the position will have. A chord of both hands, or a key that either
    can play, ends a streak.
    """
    hand = standing.hand_of(mask)
    if hand is None:
        return True
    before, after = standing.runs_at(position)
    run = 1 + standing.hand_run(hand, before, -1) + standing.hand_run(hand, after, 1)
    return run <= tuning.stream_max_same_hand


def neighbours_join(standing: Standing, position: int, tuning: Tuning) -> bool:
    """Whether the chords beside a position may follow each other, if nothing is played on it."""
    before, after = standing.runs_at(position)
    if after >= len(standing.chords):
        return True
    following = standing.masks[standing.chords[after]]
    for lane in range(standing.grid.keys):
        if following >> lane & 1:
            run = standing.lane_run(lane, before, -1) + standing.lane_run(lane, after, 1)
            if run - 1 > tuning.max_jack_streak:
                return False
    hand: Hand | None = standing.hand_of(following)
    if hand is None:
        return True
    run = standing.hand_run(hand, before, -1) + standing.hand_run(hand, after, 1)
    return run <= tuning.stream_max_same_hand
