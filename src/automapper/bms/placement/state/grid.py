"""The source's positions as whole numbers, so that gates compare numbers and never fractions."""

from __future__ import annotations

from bisect import bisect_left
from fractions import Fraction

from automapper.bms.lanes import Hand, hand_of, key_lanes, scratch_lanes
from automapper.bms.model import Lane, Place
from automapper.bms.placement.model import Source

# Beats that are nearer to each other than this as floats are compared as fractions.
CLOSE = 1e-6


class Grid:
    """Every place on which something sounds, numbered from 0 in order of time, and the lanes.

    Lanes are numbered too: keys from left to right, then turntables. ``position_of`` is indexed by
    an event's index; ``measure_of``, ``first_event`` and ``beats`` by position; ``sounding`` (how
    many positions) by measure; ``hands`` by lane. ``left`` and ``right`` are the keys of a hand as
    bits; a key in neither is played by the freer hand.
    """

    __slots__ = (
        "beats",
        "first_event",
        "floats",
        "hands",
        "keys",
        "lanes",
        "left",
        "measure_of",
        "number",
        "position_of",
        "right",
        "sounding",
        "source",
    )

    def __init__(self, source: Source) -> None:
        self.source = source
        keys = key_lanes(source.mode)
        self.lanes: tuple[Lane, ...] = keys + scratch_lanes(source.mode)
        self.keys = len(keys)
        self.number = {lane: index for index, lane in enumerate(self.lanes)}
        self.hands = [hand_of(source.mode, lane) for lane in self.lanes]
        self.left = self.keys_of(Hand.LEFT)
        self.right = self.keys_of(Hand.RIGHT)
        self.beats: list[Fraction] = []
        self.first_event: list[int] = []
        self.measure_of: list[int] = []
        self.position_of: list[int] = []
        self.sounding = [0] * source.measures
        for event in source.events:
            if not self.beats or event.beat != self.beats[-1]:
                self.beats.append(event.beat)
                self.first_event.append(event.index)
                self.measure_of.append(event.place.measure)
                self.sounding[event.place.measure] += 1
            self.position_of.append(len(self.beats) - 1)
        self.floats = [float(beat) for beat in self.beats]

    def keys_of(self, hand: Hand | None) -> int:
        """The keys of a hand as bits."""
        return sum(1 << i for i in range(self.keys) if self.hands[i] is hand)

    def after(self, beat: Fraction) -> int:
        """How many positions lie on or before a beat."""
        index = bisect_left(self.floats, float(beat) - CLOSE)
        while index < len(self.beats) and self.beats[index] <= beat:
            index += 1
        return index

    def first_of(self, measure: int) -> int:
        """How many positions lie before a measure: the number of its first, if it has any."""
        return bisect_left(self.measure_of, measure)

    def at(self, beat: Fraction) -> int | None:
        """The position on exactly this beat, if anything sounds there."""
        index = self.after(beat) - 1
        return index if index >= 0 and self.beats[index] == beat else None

    def beat_of(self, place: Place) -> Fraction:
        """The beat of any place of the chart, also where nothing sounds."""
        bars = self.source.bars
        start = bars[place.measure]
        return start + place.fraction * (bars[place.measure + 1] - start)
