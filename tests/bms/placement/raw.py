"""Raw placements for tests of what comes after placement: legal, and made by a few lines."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from fractions import Fraction

from hypothesis import strategies as st

from automapper.bms.keysounds.features import SoundFeatures
from automapper.bms.lanes import key_lanes, scratch_lanes
from automapper.bms.model import Lane
from automapper.bms.placement.levels import Tuning, tuning
from automapper.bms.placement.model import Event, Placed, Reason, Residual, Source
from automapper.bms.placement.scratch import ScratchMode, ScratchPlan
from automapper.bms.placement.selection.pool import pool_of
from automapper.bms.placement.selection.whitelist import Selection, select
from automapper.bms.placement.state.board import Board
from automapper.bms.timeline import beat_of, place_of

from .scene import sound, sources

Sounds = dict[str, SoundFeatures | None]


@dataclass(frozen=True)
class Raw:
    """What finish is given."""

    placed: tuple[Placed, ...]
    residual: tuple[Residual, ...]


@dataclass(frozen=True)
class Case:
    """A source with its sounds, levels, selection and a raw placement."""

    source: Source
    sounds: Sounds
    tuning: Tuning
    selection: Selection
    raw: Raw


def case_of(
    source: Source, sounds: Sounds, levels: tuple[int, int] = (5, 5), seed: int = 1
) -> Case:
    tuned = tuning(*levels)
    selection = select(pool_of(source, sounds), sounds, tuned)
    return Case(source, sounds, tuned, selection, raw_of(source, selection, tuned, seed))


def raw_of(source: Source, selection: Selection, tuned: Tuning, seed: int = 1) -> Raw:
    """What passes the gates, on a random free key; the scratches as the source has them."""
    plan, rng = ScratchPlan.of(source, tuned), random.Random(seed)
    board = Board(source, tuned, plan.floor)
    left, residual = list(plan.counts), []
    for event in source.events:
        reason: Reason | None = None if selection.allows(event) else selection.reason(event)
        if reason is None and plan.mode is ScratchMode.PRIMARY and left[event.place.measure]:
            turned = scratch_lanes(source.mode)[0]
            if event.source == turned and board.refusal(event, turned) is None:
                board.add(Placed(event, turned))
                left[event.place.measure] -= 1
                continue
        free = board.free_lanes(event) if reason is None else ()
        if free:
            board.add(Placed(event, rng.choice(free)))
        else:
            refused = reason or board.refusal(event, key_lanes(source.mode)[0])
            residual.append(Residual(event, refused or Reason.NO_LANE))
    return Raw(board.notes(), tuple(residual))


def with_holds(source: Source, lengths: dict[int, Fraction]) -> Source:
    """The source with events held for some beats, by index; cut before the lane's next event."""
    events = list(source.events)
    for index, length in lengths.items():
        event = events[index]
        later = [one.beat for one in events if one.source == event.source and one.beat > event.beat]
        limit = min([source.bars[-1] - Fraction(1, 8), *(beat - Fraction(1, 8) for beat in later)])
        end = min(event.beat + length, limit)
        if end > event.beat:
            events[index] = replace(event, end=place_of(source.bars, end))
    return replace(source, events=tuple(events))


def played(source: Source) -> list[Event]:
    return [event for event in source.events if event.source is not None]


def end_beat(source: Source, one: Placed) -> Fraction:
    assert one.end is not None
    return beat_of(source.bars, one.end)


def key(number: int) -> Lane:
    return Lane(0, number)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Any small source with some of its notes held, some long and unknown sounds, at any level."""
    source = draw(sources())
    lengths = st.sampled_from(
        [None, None, Fraction(1, 4), Fraction(1, 3), Fraction(2), Fraction(9)]
    )
    held = {e.index: length for e in played(source) if (length := draw(lengths)) is not None}
    source = with_holds(source, held)
    ids = sorted({event.wav_id for event in source.events})
    durations = st.sampled_from([80.0, 300.0, 900.0, 2500.0, None])
    sounds: Sounds = {
        wav_id: None
        if (duration := draw(durations)) is None
        else sound(200.0 + 170.0 * i, duration, draw(st.sampled_from([0.1, 0.5, 0.9])))
        for i, wav_id in enumerate(ids)
    }
    levels = draw(st.sampled_from([(1, 1), (5, 5), (10, 20), (20, 10)]))
    return case_of(source, sounds, levels, draw(st.integers(0, 9)))
