"""The values that placement passes from step to step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Protocol

from automapper.bms.model import KeyMode, Lane, Place, WavId
from automapper.timing import TempoMap


@dataclass(frozen=True, slots=True)
class Event:
    """One sounding event of the source: BGM, a visible note or the head of a long note.

    ``index`` is its rank among all events (sorted by place, wav_id, then the source's order) and
    its identity. ``beat`` is exact (quarter notes from the start). ``source`` is the lane the
    source plays it on, None in the background; ``end`` where the source lets a long note go.
    """

    index: int
    place: Place
    beat: Fraction
    wav_id: WavId
    source: Lane | None = None
    end: Place | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """What placement knows of the chart it rebuilds.

    ``mode`` is what is wanted, ``source_mode`` what the source is. ``bars[m]`` is the beat on which
    measure m begins, one more than there are measures, strictly rising. ``obstacles`` are (lane,
    beat) of mines, on which nothing may be put. ``unplayable`` are ids that may never stand on a
    visible lane (the id that ends long notes).
    """

    mode: KeyMode
    source_mode: KeyMode
    events: tuple[Event, ...]
    bars: tuple[Fraction, ...]
    tempo_map: TempoMap
    obstacles: tuple[tuple[Lane, Fraction], ...] = ()
    unplayable: tuple[WavId, ...] = ()

    @property
    def measures(self) -> int:
        """How many measures the chart has."""
        return len(self.bars) - 1


class Reason(StrEnum):
    """Why an event stays in the background; the words stand in results."""

    FX = "fx"
    UNKNOWN = "unknown_sample"
    UNPLAYABLE = "unplayable"
    BAND_QUOTA = "band_quota"
    MEASURE_CAP = "measure_cap"
    COLLISION = "collision"
    CHORD_SIZE_CAP = "chord_size_cap"
    NO_LANE = "no_lane_available"
    JACK = "jack_violation"
    HAND_BALANCE = "hand_balance"
    FALLBACK = "measure_fallback"
    SCRATCH_THINNED = "scratch_thinned"
    DENSITY = "density_rebalance"


@dataclass(frozen=True, slots=True)
class Placed:
    """An event that became a note; ``end`` where it is let go if it is a long note."""

    event: Event
    lane: Lane
    end: Place | None = None


@dataclass(frozen=True, slots=True)
class Residual:
    """An event that stays in the background, and why."""

    event: Event
    reason: Reason


class Adviser(Protocol):
    """A learned opinion that reorders what the rules allow; None means: follow the rule."""

    def tokens(
        self, measure: int, events: Sequence[Event], placed: Sequence[Placed]
    ) -> Sequence[float] | None:
        """A score for each candidate of a measure (higher is played first).

        ``placed`` is what stands before the measure, in order.
        """
        ...

    def lane(self, event: Event, free: Sequence[Lane], placed: Sequence[Placed]) -> Lane | None:
        """One of the free lanes for an event; ``placed`` is everything before it, in order."""
        ...
