"""A chart and its keysounds -> sound, for ears and for proofs."""

from automapper.bms.render.compare import Comparison, compare
from automapper.bms.render.mix import (
    Rendered,
    as_written,
    background_only,
    keys_only,
    render_chart,
)
from automapper.bms.render.plays import RENDER_RATE, Play, bar_frames, plays_of

__all__ = [
    "RENDER_RATE",
    "Comparison",
    "Play",
    "Rendered",
    "as_written",
    "background_only",
    "bar_frames",
    "compare",
    "keys_only",
    "plays_of",
    "render_chart",
]
