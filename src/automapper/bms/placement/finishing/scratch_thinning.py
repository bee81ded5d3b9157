"""Scratches that a hand cannot turn because it holds a key go back to the background."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from fractions import Fraction

from automapper.bms.lanes import Hand, hand_of
from automapper.bms.model import KeyMode, Lane
from automapper.bms.placement.model import Placed, Reason, Residual, Source
from automapper.bms.timeline import beat_of


def thin_scratches(
    source: Source, placed: Sequence[Placed]
) -> tuple[tuple[Placed, ...], tuple[Residual, ...]]:
    """The notes that stay, and the scratches that go, each in the order given.

    A scratch goes when it lies inside a long note of the same hand: after its head and not after
    its end. Pressing a key and turning at once is a chord and stays. It stays too where the source
    itself plays that scratch while that hand holds a key, since its author asks for it.
    """
    kept: list[Placed] = []
    thinned: list[Residual] = []
    notes = [(one.lane, one.event.beat, _end(source, one)) for one in placed]
    ours = _spans(source.mode, notes)
    theirs = _source_holds(source)
    for one in placed:
        hand = hand_of(source.mode, one.lane)
        asked = _was_asked(source.source_mode, theirs, one)
        if one.lane.is_scratch and _covers(ours[hand], one.event.beat) and not asked:
            thinned.append(Residual(one.event, Reason.SCRATCH_THINNED))
        else:
            kept.append(one)
    return tuple(kept), tuple(thinned)


_Spans = list[tuple[Fraction, Fraction]]


def _end(source: Source, one: Placed) -> Fraction | None:
    return None if one.end is None else beat_of(source.bars, one.end)


def _source_holds(source: Source) -> dict[Hand, _Spans]:
    notes = [
        (event.source, event.beat, beat_of(source.bars, event.end))
        for event in source.events
        if event.source is not None and event.end is not None
    ]
    return _spans(source.source_mode, notes)


def _spans(
    mode: KeyMode, notes: Sequence[tuple[Lane, Fraction, Fraction | None]]
) -> dict[Hand, _Spans]:
    """By hand, where it holds a key: sorted spans of beats, those that overlap made one."""
    hands: dict[Hand, _Spans] = {hand: [] for hand in Hand}
    held = [
        (start, end, lane) for lane, start, end in notes if end is not None and not lane.is_scratch
    ]
    for start, end, lane in sorted(held):
        spans = hands[hand_of(mode, lane)]
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], end))
        else:
            spans.append((start, end))
    return hands


def _covers(spans: _Spans, beat: Fraction) -> bool:
    """Whether a beat lies after the start of a span and not after its end."""
    index = bisect_left(spans, beat, key=lambda span: span[0]) - 1
    return index >= 0 and beat <= spans[index][1]


def _was_asked(mode: KeyMode, holds: dict[Hand, _Spans], one: Placed) -> bool:
    lane = one.event.source
    if lane is None or not lane.is_scratch:
        return False
    return _covers(holds[hand_of(mode, lane)], one.event.beat)
