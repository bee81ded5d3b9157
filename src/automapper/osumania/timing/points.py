"""The timing points of a song as they are written: in a convention, and from its first sound."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from automapper.ear.pulse import Pulse, Salience
from automapper.ear.redlines import TempoMark, redlines

_SOUNDS = 0.1  # of the level that the loudest tenth of the song exceeds; hiss at -80 dB has .04
_NEAR_BEATS = 0.5  # how far before the first sound a bar may begin


def written_points(pulse: Pulse, shift: float) -> tuple[TempoMark, ...]:
    """The redlines of a pulse ``shift`` s later; none without one.

    A first point before the audio or its first sound moves on by whole bars, as far as the next
    point lets it; one whose next is reached before anything sounds is left out.
    """
    points = [replace(point, time=point.time + shift) for point in redlines(pulse)]
    start = max(0.0, first_sound(pulse.salience) + shift)
    while len(points) > 1 and points[1].time <= start:
        points.pop(0)
    while points and points[0].time < max(0.0, start - _NEAR_BEATS * 60.0 / points[0].bpm):
        first = points[0]
        later = first.time + first.meter * 60.0 / first.bpm
        if len(points) > 1 and later > points[1].time - 60.0 / first.bpm:
            break
        points[0] = replace(first, time=later, beat=first.beat + first.meter)
    return tuple(points)


def first_sound(heard: Salience) -> float:
    """When the silence before a song ends, s; 0 where nothing is known of its level."""
    if not len(heard.level):
        return 0.0
    level = heard.level.mean(axis=1)
    sounds = level > _SOUNDS * float(np.percentile(level, 90))
    return int(sounds.argmax()) / heard.grid.fps
