"""A chart as people look at charts: lanes from left to right, time from the bottom up."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from automapper.bms.lanes import columns_of
from automapper.bms.model import Chart, Lane, Place
from automapper.bms.timeline import beat_of, measure_bars

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

# Pixels: a beat, a lane, a note; the gap between two strips; the room for measure numbers.
_BEAT, _LANE, _NOTE, _GAP, _NUMBER = 48, 13, 5, 14, 26
_STRIP_BEATS, _STRIPS_A_ROW = 16, 14
_MOST_BEATS = 40 * _STRIPS_A_ROW * _STRIP_BEATS  # a picture of more could not be opened
_GROUND, _LINE, _BAR, _TEXT = (18, 18, 22), (40, 40, 48), (110, 110, 120), (160, 160, 170)
_SCRATCH, _WHITE, _BLACK, _MINE = (226, 70, 60), (235, 235, 235), (80, 150, 240), (150, 40, 40)


@dataclass(frozen=True, slots=True)
class _Strip:
    """Beats from ``start`` on; ``left`` and ``bottom`` are where lane 0 and the start are drawn."""

    start: Fraction
    left: int
    bottom: int

    def height(self, beat: Fraction) -> int:
        """The pixel row of a beat."""
        return self.bottom - round((beat - self.start) * _BEAT)


def draw_chart(chart: Chart) -> bytes:
    """A PNG of all notes: scratches red, keys white and blue, long notes as bars, mines dark.

    Four measures of four beats to a strip, strips from left to right in rows. Charts of more than
    about 9,000 beats are cut there.
    """
    from PIL import Image, ImageDraw

    bars = measure_bars(chart)
    lanes = columns_of(chart.mode)
    strips = list(_strips(min(bars[-1], Fraction(_MOST_BEATS)), len(lanes)))
    rows = -(-len(strips) // _STRIPS_A_ROW)
    across = min(len(strips), _STRIPS_A_ROW)
    size = (_GAP + across * _pitch(len(lanes)), _GAP + rows * (_STRIP_BEATS * _BEAT + 2 * _GAP))
    image = Image.new("RGB", size, _GROUND)
    draw = ImageDraw.Draw(image)
    for strip in strips:
        _draw_lines(draw, strip, bars, len(lanes))
    for shape in _shapes(chart, bars, lanes):
        _draw_shape(draw, strips, shape)
    buffer = io.BytesIO()
    image.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _pitch(lanes: int) -> int:
    return lanes * _LANE + _NUMBER + _GAP


def _strips(end: Fraction, lanes: int) -> Iterator[_Strip]:
    for number in range(max(1, -(-end // _STRIP_BEATS))):
        row, column = divmod(number, _STRIPS_A_ROW)
        bottom = (row + 1) * (_STRIP_BEATS * _BEAT + 2 * _GAP) - _GAP
        left = _GAP + column * _pitch(lanes) + _NUMBER
        yield _Strip(Fraction(number * _STRIP_BEATS), left, bottom)


def _draw_lines(draw: ImageDraw, strip: _Strip, bars: Sequence[Fraction], lanes: int) -> None:
    right = strip.left + lanes * _LANE
    for beat in range(_STRIP_BEATS + 1):
        y = strip.bottom - beat * _BEAT
        draw.line((strip.left, y, right, y), fill=_LINE)
    for lane in range(lanes + 1):
        x = strip.left + lane * _LANE
        draw.line((x, strip.bottom, x, strip.bottom - _STRIP_BEATS * _BEAT), fill=_LINE)
    for measure, (bar, _) in enumerate(pairwise(bars)):
        if strip.start <= bar < strip.start + _STRIP_BEATS:
            y = strip.height(bar)
            draw.line((strip.left, y, right, y), fill=_BAR, width=2)
            draw.text((strip.left - _NUMBER, y - 12), f"{measure:03}", fill=_TEXT)


@dataclass(frozen=True, slots=True)
class _Shape:
    """A note from ``start`` to ``end`` (beats, equal for a tap) in a column."""

    column: int
    start: Fraction
    end: Fraction
    colour: tuple[int, int, int]


def _shapes(chart: Chart, bars: Sequence[Fraction], lanes: Sequence[Lane]) -> Iterator[_Shape]:
    number = {lane: index for index, lane in enumerate(lanes)}

    def beat(place: Place) -> Fraction:
        return beat_of(bars, place)

    for mine in chart.mines:
        if mine.lane in number:
            at = beat(mine.place)
            yield _Shape(number[mine.lane], at, at, _MINE)
    for note in chart.notes:
        if note.lane in number:  # the free zone has no column
            start = beat(note.place)
            end = start if note.end is None else beat(note.end)
            yield _Shape(number[note.lane], start, end, _colour(note.lane))


def _colour(lane: Lane) -> tuple[int, int, int]:
    if lane.is_scratch:
        return _SCRATCH
    return _WHITE if lane.key % 2 else _BLACK


def _draw_shape(draw: ImageDraw, strips: Sequence[_Strip], shape: _Shape) -> None:
    first = int(shape.start // _STRIP_BEATS)
    for strip in strips[first : int(shape.end // _STRIP_BEATS) + 1]:
        left = strip.left + shape.column * _LANE + 1
        top = strip.height(min(shape.end, strip.start + _STRIP_BEATS))
        bottom = strip.height(max(shape.start, strip.start))
        if shape.end > shape.start:
            draw.rectangle((left + 3, top, left + _LANE - 5, bottom), fill=_dimmed(shape.colour))
        if shape.start >= strip.start:
            draw.rectangle((left, bottom - _NOTE, left + _LANE - 2, bottom), fill=shape.colour)


def _dimmed(colour: tuple[int, int, int]) -> tuple[int, int, int]:
    red, green, blue = (part * 6 // 10 for part in colour)
    return red, green, blue
