"""How many scratches a measure gets, and which events become them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from automapper.bms.keysounds.features import SoundTable
from automapper.bms.lanes import scratch_lanes
from automapper.bms.model import Lane, WavId
from automapper.bms.placement.levels import Tuning
from automapper.bms.placement.model import Event, Source
from automapper.bms.placement.selection.pool import Pool
from automapper.bms.placement.selection.whitelist import Selection
from automapper.bms.placement.state.gates import TICKS_PER_BEAT


class ScratchMode(StrEnum):
    """Where scratches come from.

    PRIMARY mirrors the source's own, FALLBACK makes some from key sounds because the source has
    none, DISABLED makes none.
    """

    PRIMARY = "primary"
    FALLBACK = "fallback"
    DISABLED = "disabled"


def scratch_mode(source: Source) -> ScratchMode:
    """What a source asks for: its scratches, if it has any and the wanted keys have a turntable."""
    if not scratch_lanes(source.mode):
        return ScratchMode.DISABLED
    own = any(event.source is not None and event.source.is_scratch for event in source.events)
    return ScratchMode.PRIMARY if own else ScratchMode.FALLBACK


def spacing_floor(source: Source, tuning: Tuning, mode: ScratchMode) -> Fraction:
    """Beats between two scratches of a turntable: the source's own shortest, or the level's.

    The level's also where the source never scratches twice on one turntable.
    """
    level = Fraction(tuning.scratch_min_interval, TICKS_PER_BEAT)
    if mode is not ScratchMode.PRIMARY:
        return level
    last: dict[Lane, Fraction] = {}
    gaps: list[Fraction] = []
    for event in source.events:
        lane = event.source
        if lane is None or not lane.is_scratch:
            continue
        if lane in last and event.beat > last[lane]:
            gaps.append(event.beat - last[lane])
        last[lane] = event.beat
    return min(gaps, default=level)


def mirrored_counts(source: Source, tuning: Tuning) -> tuple[int, ...]:
    """By measure, how many scratches mirror the source's: its count times the level's scale.

    What a measure's share leaves over goes to the next measure with scratches, so that a scale
    below one thins them evenly instead of cutting them all.
    """
    counts = [0] * source.measures
    for event in source.events:
        if event.source is not None and event.source.is_scratch:
            counts[event.place.measure] += 1
    found: list[int] = []
    before = 0
    for count in counts:
        now = before + count
        found.append(int(now * tuning.scratch_scale) - int(before * tuning.scratch_scale))
        before = now
    return tuple(found)


@dataclass(frozen=True, slots=True)
class ScratchPlan:
    """What is fixed for a whole chart: the mode, the spacing floor, the counts by measure.

    ``samples`` are those that the source scratches with. ``counts`` are upper bounds.
    """

    mode: ScratchMode
    floor: Fraction
    counts: tuple[int, ...]
    samples: frozenset[WavId]
    spots: frozenset[Fraction]

    @classmethod
    def of(cls, source: Source, tuning: Tuning, mode: ScratchMode | None = None) -> ScratchPlan:
        """The plan for a source; ``mode`` None is what the source asks for."""
        mode = scratch_mode(source) if mode is None else mode
        own = [e for e in source.events if e.source is not None and e.source.is_scratch]
        if mode is ScratchMode.PRIMARY:
            counts = mirrored_counts(source, tuning)
        else:
            most = tuning.scratch_max_per_measure if mode is ScratchMode.FALLBACK else 0
            counts = (most,) * source.measures
        return cls(
            mode,
            spacing_floor(source, tuning, mode),
            counts,
            frozenset(event.wav_id for event in own),
            frozenset(event.beat for event in own),
        )


@dataclass(frozen=True, slots=True)
class Turning:
    """How busy the turntables were: scratches of the last measures, and the measures to rest."""

    counts: tuple[int, ...] = ()
    rest: int = 0

    def after(self, scratches: int, plan: ScratchPlan, tuning: Tuning) -> Turning:
        """The state after a measure with so many scratches.

        In fallback mode a run of measures that all have many is followed by a rest.
        """
        if plan.mode is not ScratchMode.FALLBACK:
            return self
        if self.rest:
            return Turning((), self.rest - 1)
        counts = (*self.counts, scratches)[-tuning.scratch_rush_window :]
        rush = len(counts) == tuning.scratch_rush_window and all(
            count >= tuning.scratch_rush_threshold for count in counts
        )
        return Turning((), tuning.scratch_rush_rest_measures) if rush else Turning(counts, 0)


def turned_before(
    counts: Sequence[int], measure: int, plan: ScratchPlan, tuning: Tuning
) -> Turning:
    """The state before a measure, if the measures before it have so many scratches each."""
    turning = Turning()
    for count in counts[:measure]:
        turning = turning.after(count, plan, tuning)
    return turning


def most_scratches(
    turning: Turning, plan: ScratchPlan, tuning: Tuning, measure: int, counts: Sequence[int]
) -> int:
    """How many scratches a measure may have at most.

    ``counts`` are, by measure, the scratches that stay where they are (none where nothing is
    known): so many that none of them would fall into a rest.
    """
    if turning.rest:
        return 0
    for most in range(plan.counts[measure], 0, -1):
        state, legal = turning.after(most, plan, tuning), True
        for count in counts[measure + 1 :]:
            legal = legal and not (count and state.rest)
            state = state.after(count, plan, tuning)
        if legal:
            return most
    return 0


def _weight(event: Event) -> int:
    """How weak an event's place in the measure is: 1 on the bar line, 2 half-way, 4 on quarters."""
    return event.place.fraction.denominator


def own_scratches(events: Sequence[Event], pool: Pool, selection: Selection) -> Iterator[Event]:
    """The events of a measure that the source scratches, strong places and hard attacks first."""
    found = [
        event
        for event in events
        if event.source is not None
        and event.source.is_scratch
        and event.wav_id not in selection.reasons
    ]
    yield from sorted(found, key=lambda e: (_weight(e), *_hardness(e, pool)))


def further_scratches(
    events: Sequence[Event],
    plan: ScratchPlan,
    sounds: SoundTable,
    selection: Selection,
    tuning: Tuning,
    pool: Pool,
) -> Iterator[Event]:
    """Events of a measure that nobody plays and that could be scratched, the best first.

    Never effects or unknown samples. In primary mode first what sounds where the source scratches,
    then samples it scratches with; then, and in fallback mode only, short whitelisted sounds.
    """

    def group(event: Event) -> int | None:
        if event.wav_id in selection.reasons:
            return None
        if plan.mode is ScratchMode.PRIMARY:
            if event.beat in plan.spots:
                return 0
            if event.wav_id in plan.samples:
                return 1
        sound = sounds.get(event.wav_id)
        short = sound is not None and sound.duration_ms <= tuning.scratch_fallback_duration_max
        return 2 if short and selection.allows(event) else None

    ranked = [(found, event) for event in events if (found := group(event)) is not None]
    ranked.sort(key=lambda one: (one[0], _weight(one[1]), *_hardness(one[1], pool)))
    yield from (event for _, event in ranked)


def _hardness(event: Event, pool: Pool) -> tuple[float, int]:
    return (-pool.percentiles.get(event.wav_id, 0.0), event.index)
