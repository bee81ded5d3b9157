"""How fast notes come down: scroll velocity and tempo together, as osu!mania multiplies them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from automapper.osumania.model import Greenline, Redline, TimingPoint

# What the game takes for a velocity (lazer, EffectControlPoint.ScrollSpeed).
SLOWEST, FASTEST = Fraction(1, 100), Fraction(10)


@dataclass(frozen=True, slots=True)
class Stretch:
    """[start, end) in ms during which notes scroll at ``speed`` times the normal; ``bar`` ms."""

    start: Fraction
    end: Fraction
    speed: float
    bar: Fraction


def main_beat(redlines: Sequence[Redline], end: Fraction) -> Fraction:
    """The beat length, ms, that lasts longest up to ``end``; the game scrolls at 1x there.

    Beat lengths are told apart to 1/1000 ms; the first counts from time 0 on (osu!lazer,
    GetMostCommonBeatLength). ``redlines`` must not be empty.
    """
    lasts: dict[Fraction, Fraction] = {}
    for index, line in enumerate(redlines):
        start = line.time if index else Fraction(0)
        stop = redlines[index + 1].time if index + 1 < len(redlines) else end
        length = round(line.counted_length, 3)
        lasts.setdefault(length, Fraction(0))
        lasts[length] += max(min(stop, end) - start, Fraction(0))
    return max(lasts, key=lambda beat: lasts[beat])


def usual_beat(redlines: Sequence[Redline], end: Fraction) -> Fraction:
    """The exact beat length, ms, of the redline that :func:`main_beat` means."""
    main = main_beat(redlines, end)
    return min((line.beat_length for line in redlines), key=lambda length: abs(length - main))


def stretches(points: Sequence[TimingPoint], start: Fraction, end: Fraction) -> tuple[Stretch, ...]:
    """The scroll speeds from ``start`` to ``end``, neighbours of one speed joined.

    A redline sets the velocity back to 1 until a green line, its own moment's included. Empty
    without redlines. Speeds are rounded to 1/1000.
    """
    redlines = [point for point in points if isinstance(point, Redline)]
    if not redlines or end <= start:
        return ()
    usual = main_beat(redlines, end)
    line, velocity = redlines[0], Fraction(1)
    found: list[Stretch] = []
    for index, point in enumerate(points):
        if isinstance(point, Greenline):
            velocity = min(max(point.velocity, SLOWEST), FASTEST)
        else:
            line, velocity = point, Fraction(1)
        stop = points[index + 1].time if index + 1 < len(points) else end
        # What comes first holds before itself too.
        span = (start if not index else max(point.time, start), min(stop, end))
        if span[0] < span[1]:
            speed = round(float(velocity * usual / line.counted_length), 3)
            _join(found, Stretch(*span, speed, line.counted_length * line.meter))
    return tuple(found)


def _join(found: list[Stretch], new: Stretch) -> None:
    last = found[-1] if found else None
    if last is not None and last.speed == new.speed:
        found[-1] = Stretch(last.start, new.end, last.speed, last.bar)
    else:
        found.append(new)
