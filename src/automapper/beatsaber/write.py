"""The neutral model as the files of one format version."""

from __future__ import annotations

import json

from automapper.beatsaber.formats import write_v2, write_v3, write_v4
from automapper.beatsaber.formats.audio_data import (
    AUDIO_DATA,
    AUDIO_DATA_FILE,
    BPM_INFO,
    BPM_INFO_FILE,
    Sound,
    known_sound,
    needs_bpm_info,
    tempo_changes,
    write_audio_data,
    write_bpm_info,
)
from automapper.beatsaber.formats.wire import Tree, canonical, encode
from automapper.beatsaber.formats.write_info import write_info_2, write_info_4
from automapper.beatsaber.formats.write_parts import Drops, Extras, chart_files, lights_stem
from automapper.beatsaber.model import Level
from automapper.errors import ConfigError

DEFAULT_VERSION = 3
VERSIONS = (2, 3, 4)
_INFO = "Info.dat"


def write_level(
    level: Level, version: int = DEFAULT_VERSION, sound: Sound | None = None
) -> tuple[dict[str, bytes], list[str]]:
    """The level's files by name, and warnings that name what the version cannot hold.

    ``version`` is 2 (Info 2.1.0 + 2.6.0), 3 (Info 2.1.0 + 3.3.0) or 4 (Info 4.0.1 + 4.1.0).
    ``sound`` is what editors want to know of the audio; without it, what the level remembers.
    Audio and cover are named, not written: they travel beside these files. Equal levels give equal
    bytes, and each object's bytes depend on that object alone.
    """
    if version not in VERSIONS:
        raise ConfigError(f"format version {version} cannot be written; choose 2, 3 or 4")
    drops = Drops(version)
    sound = sound or known_sound(level)
    files = _write_4(level, sound, drops) if version == 4 else _write_2_3(level, sound, drops)
    return files, drops.lines()


def _write_2_3(level: Level, sound: Sound, drops: Drops) -> dict[str, bytes]:
    files = {_INFO: encode(write_info_2(level, Extras(2, _INFO, drops)))}
    write_chart = write_v2.write_chart if drops.version == 2 else write_v3.write_chart
    for chart, name in zip(level.charts, chart_files(level), strict=True):
        files[name] = encode(write_chart(chart, Extras(drops.version, name, drops)))
    known = _record(level, 2, BPM_INFO)
    if known:
        files[BPM_INFO_FILE] = _sorted(known)
    elif needs_bpm_info(level.charts):
        files[BPM_INFO_FILE] = _sorted(write_bpm_info(level, sound))
    return files


def _write_4(level: Level, sound: Sound, drops: Drops) -> dict[str, bytes]:
    files = {_INFO: encode(write_info_4(level, sound, Extras(4, _INFO, drops)))}
    tempo = tempo_changes(level)
    for chart, name in zip(level.charts, chart_files(level), strict=True):
        if chart.bpm_events != tempo:
            drops.drop(name, "tempo track of its own (all difficulties share one)")
        extras = Extras(4, name, drops)
        files[name] = encode(write_v4.write_chart(chart, extras))
        lights = f"{lights_stem(name.removesuffix('.dat'))}.dat"
        files[lights] = encode(write_v4.write_lights(chart, extras))
    carried = _record(level, 4, AUDIO_DATA)
    files[AUDIO_DATA_FILE] = _sorted(write_audio_data(level, sound, carried))
    return files


def _sorted(tree: Tree) -> bytes:
    """A file that may be one we kept: keys in the order in which it is kept."""
    return encode(json.loads(canonical(tree)))


def _record(level: Level, version: int, key: str) -> Tree:
    """What an earlier reading kept of a file that stands beside the info."""
    if level.extra is None or level.extra.version != version:
        return {}
    record = json.loads(level.extra.text).get(key)
    return record if isinstance(record, dict) else {}
