"""File -> Waveform -> FeatureGrid, and back to ogg; no game words."""

from automapper.audio.decode import decode
from automapper.audio.features import FeatureGrid
from automapper.audio.log_mel import BEAT_MEL, ONSET_MEL, MelSpec, log_mel
from automapper.audio.resample import resample
from automapper.audio.waveform import Waveform

__all__ = [
    "BEAT_MEL",
    "ONSET_MEL",
    "FeatureGrid",
    "MelSpec",
    "Waveform",
    "decode",
    "log_mel",
    "resample",
]
