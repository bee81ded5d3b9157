"""Scroll velocities of Quaver that do not follow the tempo -> greenlines, which do.

In such files (``BPMDoesNotAffectScrollVelocity``) a velocity holds through every timing point. In
osu! notes scroll by the tempo times the velocity, which a redline sets back to 1: so each velocity
is divided by how much faster than the main tempo it is, and told again at each redline.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from fractions import Fraction

from automapper.osumania.model import Greenline, Redline
from automapper.osumania.scroll import usual_beat

Velocity = tuple[Fraction, Fraction]  # (ms, times the normal speed)


def greenlines_of(
    redlines: Sequence[Redline], velocities: Sequence[Velocity], initial: Fraction, end: Fraction
) -> list[Greenline]:
    """Greenlines that make notes scroll at ``velocities`` (sorted) whatever the tempo.

    ``redlines``: sorted, at least one; ``initial``: the velocity before the first; ``end``: the
    last note's, ms. Greenlines of velocity 1 on redlines are left out: osu! takes that there.
    """
    usual = usual_beat(redlines, end)
    told = {time for time, _ in velocities}
    found: list[Greenline] = []
    for time in sorted(told | {line.time for line in redlines}):
        line = redlines[max(bisect_right(redlines, time, key=lambda red: red.time) - 1, 0)]
        at = bisect_right(velocities, time, key=lambda pair: pair[0]) - 1
        wanted = velocities[at][1] if at >= 0 else initial
        velocity = wanted * line.beat_length / usual
        if velocity != 1 or line.time != time:
            found.append(Greenline(time, velocity, line.meter))
    return found
