"""Sliders and spinners in osu!mania files: the holds that the game plays in their place.

Old and careless maps have them. The game gives each the column of its place and holds it from
beginning to end (lazer, ManiaBeatmapConverter); as holds they are written back.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from automapper.osumania.formats.osu_numbers import decimal, integer
from automapper.osumania.model import Redline, TimingPoint

TAP, SLIDER, SPINNER, HOLD = 1, 2, 8, 128
_MOST_SLIDES = 9000  # lazer's ConvertHitObjectParser refuses more
# What lazer holds these to, so that a slider lasts as long as it does there.
_SLOWEST, _FASTEST = Fraction(1, 10), Fraction(10)
_LEAST_MULTIPLIER, _MOST_MULTIPLIER = Fraction(2, 5), Fraction(18, 5)
_UNTIMED_BEAT = Fraction(1000)


@dataclass(frozen=True, slots=True)
class Slides:
    """How fast sliders run: from each of ``times`` (ms) on, a pixel takes so many ms (``paces``).

    The first pace holds before any time.
    """

    times: tuple[Fraction, ...]
    paces: tuple[Fraction, ...]

    @classmethod
    def of(cls, multiplier: Fraction, points: Sequence[TimingPoint]) -> Slides:
        """From the map's multiplier (times 100 pixels a beat) and timing points in their order."""
        speed = 100 * min(max(multiplier, _LEAST_MULTIPLIER), _MOST_MULTIPLIER)
        beat, velocity = _UNTIMED_BEAT, Fraction(1)
        paces = [beat / speed]
        for point in points:
            if isinstance(point, Redline):
                beat = point.counted_length
                velocity = Fraction(1)
            else:
                velocity = min(max(point.velocity, _SLOWEST), _FASTEST)
            paces.append(beat / (speed * velocity))
        return cls(tuple(point.time for point in points), tuple(paces))

    def lasts(self, time: Fraction, pixels: Fraction) -> Fraction:
        """How long a slide of so many pixels takes that begins at ``time``, ms."""
        return pixels * self.paces[bisect_right(self.times, time)]


def slider_end(fields: list[str], time: Fraction, slides: Slides) -> tuple[Fraction, str]:
    """End in ms and sample text of a slider; its length must be given. ValueError else."""
    if len(fields) < 8:
        raise ValueError("is a slider without a length")
    count, length = integer(fields[6]), decimal(fields[7])
    if count > _MOST_SLIDES or length <= 0:
        raise ValueError("is a slider of no use")
    sample = fields[10].strip() if len(fields) > 10 else ""
    return time + slides.lasts(time, length * max(count, 1)), sample


def spinner_end(fields: list[str], time: Fraction) -> tuple[Fraction, str]:
    """End in ms (not before its beginning) and sample text of a spinner."""
    if len(fields) < 6:
        raise ValueError("is a spinner without an end")
    sample = fields[6].strip() if len(fields) > 6 else ""
    return max(decimal(fields[5]), time), sample


def as_hold(kind: int) -> int:
    """The type bits of a hold with the new combo and colour bits of another object."""
    return kind & ~(SLIDER | SPINNER) | HOLD
