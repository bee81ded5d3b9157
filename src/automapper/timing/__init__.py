"""Exact musical time: beats are fractions, seconds come from one tempo map."""

from automapper.timing.beats import beat_from_float, exact, snap
from automapper.timing.frame_grid import FrameGrid
from automapper.timing.meter import Meter, MeterChange, bar_and_position
from automapper.timing.nearest import nearest
from automapper.timing.tempo_map import Stop, TempoMap, TempoPoint

__all__ = [
    "FrameGrid",
    "Meter",
    "MeterChange",
    "Stop",
    "TempoMap",
    "TempoPoint",
    "bar_and_position",
    "beat_from_float",
    "exact",
    "nearest",
    "snap",
]
