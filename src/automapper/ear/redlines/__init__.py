"""The timing points of a pulse, and the beats that a game draws from them."""

from automapper.ear.redlines.drawn import drawn_beats, line_beats
from automapper.ear.redlines.marks import redlines
from automapper.ear.redlines.tempo_mark import TOLERANCE_S, TempoMark

__all__ = ["TOLERANCE_S", "TempoMark", "drawn_beats", "line_beats", "redlines"]
