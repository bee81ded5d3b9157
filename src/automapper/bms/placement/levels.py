"""From two levels, 1-20, to every constant of placement: piecewise-linear curves.

A curve has its anchors at levels 1, 10 and 20. At level 5 every constant is the published method's
own (its appendix A). docs/formats/bms-levels.md gives the reason of each anchor.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from automapper.errors import ConfigError

LOWEST_LEVEL, HIGHEST_LEVEL, DEFAULT_LEVEL = 1, 20, 5
ANCHORS = (1, 10, 20)


@dataclass(frozen=True, slots=True)
class LevelCurve:
    """A constant that moves with a level: its values at levels 1, 10 and 20, linear between.

    Anchors are written as decimals and kept exact, so that no rounding error moves a value.
    """

    anchors: tuple[str, str, str]

    def at(self, level: int) -> Fraction:
        """The exact value at a level, 1-20."""
        low, middle, high = (Fraction(anchor) for anchor in self.anchors)
        if level <= ANCHORS[1]:
            return low + (middle - low) * Fraction(level - ANCHORS[0], ANCHORS[1] - ANCHORS[0])
        return middle + (high - middle) * Fraction(level - ANCHORS[1], ANCHORS[2] - ANCHORS[1])

    def whole(self, level: int) -> int:
        """The value cut to a whole number (floor), for counts, ticks and milliseconds."""
        return self.at(level) // 1

    def ratio(self, level: int) -> float:
        """The value to three decimals, for shares."""
        return float(round(self.at(level), 3))


# Moved by --intensity.
INTENSITY_CURVES: dict[str, LevelCurve] = {
    "band_quota_ratio": LevelCurve(("0.08", "0.35", "1")),
    "window_rescue_threshold": LevelCurve(("0.20", "0.65", "1")),
    "whitelist_duration_max": LevelCurve(("700", "1500", "3000")),
    "stream_chord_ratio_max": LevelCurve(("0.20", "0.45", "0.85")),
    "stream_max_same_hand": LevelCurve(("1", "4", "8")),
    "measure_note_cap": LevelCurve(("4", "68", "192")),
    "min_jack_delta_ticks": LevelCurve(("18", "12", "8")),
    "min_jack_delta_ms": LevelCurve(("125", "75", "60")),
    "max_jack_streak": LevelCurve(("2", "3", "6")),
    "max_chord_size": LevelCurve(("2", "5", "7")),
    "phase_merge_ratio_max": LevelCurve(("0.20", "0.40", "0.50")),
    "density_rebalance_max_delta": LevelCurve(("0.30", "0.10", "0.05")),
}
# Moved by --scratch.
SCRATCH_CURVES: dict[str, LevelCurve] = {
    "scratch_min_interval": LevelCurve(("20", "12", "8")),
    "scratch_max_per_measure": LevelCurve(("1", "8", "12")),
    "scratch_rush_threshold": LevelCurve(("2", "5", "10")),
    "scratch_rush_rest_measures": LevelCurve(("6", "2", "0")),
}


@dataclass(frozen=True, slots=True)
class Tuning:
    """Every constant of placement at one pair of levels; the defaults do not move.

    Names are the published method's in lower case. Durations end in ``_ms`` or are milliseconds
    (``fx_duration_threshold``, ``whitelist_duration_max``, ``scratch_fallback_duration_max``);
    ``_ticks`` and ``scratch_min_interval`` are 48ths of a quarter note; frequencies are Hz;
    windows, rests and blocks are measures; ratios and shares are 0-1; percentiles 0-100.
    """

    intensity: int
    scratch: int
    # How often a scratch of the source is mirrored (primary mode): the level / 5.
    scratch_scale: Fraction
    band_quota_ratio: float
    window_rescue_threshold: float
    whitelist_duration_max: int
    stream_chord_ratio_max: float
    stream_max_same_hand: int
    measure_note_cap: int
    min_jack_delta_ticks: int
    min_jack_delta_ms: int
    max_jack_streak: int
    max_chord_size: int
    phase_merge_ratio_max: float
    density_rebalance_max_delta: float
    scratch_min_interval: int
    scratch_max_per_measure: int
    scratch_rush_threshold: int
    scratch_rush_rest_measures: int
    fx_duration_threshold: int = 1000
    fx_attack_threshold: int = 20
    fx_origin_filter_enabled: bool = True
    rare_occurrence_threshold: int = 3
    window_size: int = 8
    band_quota_least: int = 3
    rank_duration_weight: float = 5.0
    usage_penalty_first: float = 10.0
    usage_weight_spread: float = 1000.0
    phase_block_measures: int = 4
    placement_random_seed: int = 42
    lane_step_max: float = 4.0
    centroid_epsilon_random: float = 0.30
    centroid_step_unit_floor: int = 300
    chord_mate_spread_min_gap: int = 2
    hand_balance_from_notes: int = 10
    hand_balance_share_min: float = 0.30
    hand_balance_share_max: float = 0.70
    scratch_rush_window: int = 3
    scratch_fallback_duration_max: int = 300
    ln_min_duration_ms: int = 800
    ln_max_hold_ticks: int = 96
    density_segments: int = 4


def tuning(intensity: int = DEFAULT_LEVEL, scratch: int = DEFAULT_LEVEL) -> Tuning:
    """The constants at two levels, each 1-20; anything else is a ConfigError."""
    for name, level in (("intensity", intensity), ("scratch", scratch)):
        if not LOWEST_LEVEL <= level <= HIGHEST_LEVEL:
            raise ConfigError(f"{name} goes from {LOWEST_LEVEL} to {HIGHEST_LEVEL}, not {level}")
    notes, turns = INTENSITY_CURVES, SCRATCH_CURVES
    return Tuning(
        intensity=intensity,
        scratch=scratch,
        scratch_scale=Fraction(scratch, DEFAULT_LEVEL),
        band_quota_ratio=notes["band_quota_ratio"].ratio(intensity),
        window_rescue_threshold=notes["window_rescue_threshold"].ratio(intensity),
        whitelist_duration_max=notes["whitelist_duration_max"].whole(intensity),
        stream_chord_ratio_max=notes["stream_chord_ratio_max"].ratio(intensity),
        stream_max_same_hand=notes["stream_max_same_hand"].whole(intensity),
        measure_note_cap=notes["measure_note_cap"].whole(intensity),
        min_jack_delta_ticks=notes["min_jack_delta_ticks"].whole(intensity),
        min_jack_delta_ms=notes["min_jack_delta_ms"].whole(intensity),
        max_jack_streak=notes["max_jack_streak"].whole(intensity),
        max_chord_size=notes["max_chord_size"].whole(intensity),
        phase_merge_ratio_max=notes["phase_merge_ratio_max"].ratio(intensity),
        density_rebalance_max_delta=notes["density_rebalance_max_delta"].ratio(intensity),
        scratch_min_interval=turns["scratch_min_interval"].whole(scratch),
        scratch_max_per_measure=turns["scratch_max_per_measure"].whole(scratch),
        scratch_rush_threshold=turns["scratch_rush_threshold"].whole(scratch),
        scratch_rush_rest_measures=turns["scratch_rush_rest_measures"].whole(scratch),
    )
