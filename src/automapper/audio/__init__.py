"""File -> Waveform -> FeatureGrid, and back to ogg; no game words."""

from automapper.audio.click import mix_clicks
from automapper.audio.decode import (
    AUDIO_SUFFIXES,
    MAX_SECONDS,
    MIN_SECONDS,
    SOUND_SUFFIXES,
    decode,
)
from automapper.audio.features import FeatureGrid
from automapper.audio.log_mel import BEAT_MEL, ONSET_MEL, MelSpec, log_mel
from automapper.audio.ogg import encode_ogg, level_ogg, level_rate, vorbis_bytes, write_ogg
from automapper.audio.resample import resample
from automapper.audio.silence import prepend_silence
from automapper.audio.sound_bytes import SOUND_FORMATS, sound_bytes
from automapper.audio.tags import Tags, read_tags, tags_from_name
from automapper.audio.waveform import Waveform

__all__ = [
    "AUDIO_SUFFIXES",
    "BEAT_MEL",
    "MAX_SECONDS",
    "MIN_SECONDS",
    "ONSET_MEL",
    "SOUND_FORMATS",
    "SOUND_SUFFIXES",
    "FeatureGrid",
    "MelSpec",
    "Tags",
    "Waveform",
    "decode",
    "encode_ogg",
    "level_ogg",
    "level_rate",
    "log_mel",
    "mix_clicks",
    "prepend_silence",
    "read_tags",
    "resample",
    "sound_bytes",
    "tags_from_name",
    "vorbis_bytes",
    "write_ogg",
]
