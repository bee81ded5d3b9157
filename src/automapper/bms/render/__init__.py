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
from automapper.bms.render.sound_file import SOUND_FORMATS, sound_bytes

__all__ = [
    "RENDER_RATE",
    "SOUND_FORMATS",
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
    "sound_bytes",
]
