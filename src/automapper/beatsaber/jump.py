"""Note jump: how fast blocks come and how long a player sees them before the swing."""

from __future__ import annotations

from automapper.chart import Difficulty

# Longest half jump the game allows, m (it compares with a hair less than 18).
_MAX_HALF_JUMP_M = 17.999
_START_BEATS, _LEAST_BEATS = 4.0, 0.25

# Medians of 303 official levels (NJS, m/s) and of 955 community charts (reaction time, s),
# the latter held where the jump distance stays within 18-36 m.
NJS = {
    Difficulty.EASY: 10.0,
    Difficulty.NORMAL: 10.0,
    Difficulty.HARD: 11.0,
    Difficulty.EXPERT: 14.0,
    Difficulty.EXPERT_PLUS: 17.0,
}
REACTION_S = {
    Difficulty.EASY: 1.15,
    Difficulty.NORMAL: 1.05,
    Difficulty.HARD: 0.95,
    Difficulty.EXPERT: 0.78,
    Difficulty.EXPERT_PLUS: 0.65,
}
NJS_RANGE = (3.0, 23.0)
JUMP_DISTANCE_RANGE = (18.0, 36.0)
LEAST_REACTION_S = 0.42
_SAFE_REACTION_S = 0.45  # what we aim at, so that rounding never falls below the least


def half_jump_beats(bpm: float, njs: float, offset: float) -> float:
    """Half-jump duration in beats, by the game's own rule; ``njs`` <= 0 counts as 10."""
    speed = njs if njs > 0 else 10.0
    beats = _START_BEATS
    while speed * (60.0 / bpm) * beats > _MAX_HALF_JUMP_M:
        beats /= 2
    return max(_LEAST_BEATS, beats + offset)


def reaction_time(bpm: float, njs: float, offset: float) -> float:
    """Seconds between a block's appearance and its swing."""
    return half_jump_beats(bpm, njs, offset) * 60.0 / bpm


def jump_distance(bpm: float, njs: float, offset: float) -> float:
    """Length of the whole jump, m."""
    return 2.0 * (njs if njs > 0 else 10.0) * reaction_time(bpm, njs, offset)


def choose_offset(bpm: float, njs: float, difficulty: Difficulty) -> float:
    """Jump offset in beats that gives the difficulty's usual reaction time at this speed.

    The jump distance stays within 18-36 m where the least reaction time of 420 ms allows it.
    """
    low, high = (distance / (2.0 * njs) for distance in JUMP_DISTANCE_RANGE)
    wanted = max(min(max(REACTION_S[difficulty], low), high), _SAFE_REACTION_S)
    return round(wanted * bpm / 60.0 - half_jump_beats(bpm, njs, 0.0), 3)
