"""Info files 2.1.0 (for v2 and v3) and 4.0.1."""

from __future__ import annotations

import json

from automapper.beatsaber.difficulty_words import WORD_OF
from automapper.beatsaber.formats.audio_data import (
    AUDIO_DATA,
    AUDIO_DATA_FILE,
    BPM_INFO,
    Sound,
    duration,
)
from automapper.beatsaber.formats.read_info import ALL_DIRECTIONS, ORIGIN_KEYS
from automapper.beatsaber.formats.wire import Tree, canonical, tidy
from automapper.beatsaber.formats.write_parts import Extras, chart_files, lights_stem
from automapper.beatsaber.model import Chart, Extra, Level
from automapper.errors import ConfigError


def write_info_2(level: Level, extras: Extras) -> Tree:
    """Info.dat 2.1.0."""
    song = level.song
    carried = _carried(level, extras)
    sets = carried.pop("_difficultyBeatmapSets", {})
    tree: Tree = {
        "_version": "2.1.0",
        "_songName": song.title,
        "_songSubName": song.subtitle,
        "_songAuthorName": song.artist,
        "_levelAuthorName": song.mapper,
        "_beatsPerMinute": tidy(level.bpm),
        "_songTimeOffset": tidy(level.song_offset),
        "_shuffle": tidy(level.shuffle),
        "_shufflePeriod": tidy(level.shuffle_period),
        "_previewStartTime": tidy(level.preview[0]),
        "_previewDuration": tidy(level.preview[1]),
        "_songFilename": level.audio_file,
        "_coverImageFilename": level.cover_file,
        "_environmentName": level.environment,
        "_allDirectionsEnvironmentName": ALL_DIRECTIONS,
        "_environmentNames": [level.environment],
        "_colorSchemes": [],
    }
    tree |= carried
    _sign(tree, level, extras, 2)
    names = chart_files(level)
    characteristics = dict.fromkeys(chart.characteristic for chart in level.charts)
    tree["_difficultyBeatmapSets"] = [
        {
            "_beatmapCharacteristicName": characteristic,
            "_difficultyBeatmaps": [
                _entry_2(chart, name, extras)
                for chart, name in zip(level.charts, names, strict=True)
                if chart.characteristic == characteristic
            ],
            **sets.get(characteristic, {}),
        }
        for characteristic in characteristics
    ]
    return tree


def _carried(level: Level, extras: Extras) -> Tree:
    """The level's extra without the records that have files of their own."""
    if level.extra is None:
        return {}
    record = json.loads(level.extra.text)
    rest = {key: value for key, value in record.items() if key not in (AUDIO_DATA, BPM_INFO)}
    return extras.carried(Extra(level.extra.version, canonical(rest)), "info")


def _sign(tree: Tree, level: Level, extras: Extras, version: int) -> None:
    """Puts our own record into the custom data."""
    if not level.origin:
        return
    try:
        record = json.loads(level.origin)
    except ValueError:
        raise ConfigError("the level's own record is not JSON text") from None
    custom = tree.get(extras.custom)
    tree[extras.custom] = (custom if isinstance(custom, dict) else {}) | {
        ORIGIN_KEYS[version]: record
    }


def _entry_2(chart: Chart, name: str, extras: Extras) -> Tree:
    own: Tree = {
        "_difficulty": WORD_OF[chart.difficulty],
        "_difficultyRank": 2 * int(chart.difficulty) + 1,
        "_beatmapFilename": name,
        "_noteJumpMovementSpeed": tidy(chart.njs),
        "_noteJumpStartBeatOffset": tidy(chart.jump_offset),
        "_beatmapColorSchemeIdx": 0,
        "_environmentNameIdx": 0,
    }
    return _entry(own, chart, extras, "_")


def _entry(own: Tree, chart: Chart, extras: Extras, prefix: str) -> Tree:
    own |= extras.carried(chart.info_extra, "info")
    named: Tree = {}
    if chart.label:
        named[f"{prefix}difficultyLabel"] = chart.label
    if chart.requirements:
        named[f"{prefix}requirements"] = list(chart.requirements)
    if chart.suggestions:
        named[f"{prefix}suggestions"] = list(chart.suggestions)
    if named:
        custom = own.get(extras.custom)
        own[extras.custom] = named | (custom if isinstance(custom, dict) else {})
    return own


def write_info_4(level: Level, sound: Sound, extras: Extras) -> Tree:
    """Info.dat 4.0.1; ``sound`` gives the length of the song."""
    song = level.song
    carried = _carried(level, extras)
    for value, what in (
        (level.song_offset, "song offset"),
        (level.shuffle, "shuffle"),
    ):
        if value:
            extras.drop(what)
    tree: Tree = {
        "version": "4.0.1",
        "song": {"title": song.title, "subTitle": song.subtitle, "author": song.artist},
        "audio": {
            "songFilename": level.audio_file,
            "songDuration": tidy(duration(sound)),
            "audioDataFilename": AUDIO_DATA_FILE,
            "bpm": tidy(level.bpm),
            "lufs": 0,
            "previewStartTime": tidy(level.preview[0]),
            "previewDuration": tidy(level.preview[1]),
        },
        "songPreviewFilename": level.audio_file,
        "coverImageFilename": level.cover_file,
        "environmentNames": [level.environment],
        "colorSchemes": [],
    }
    for key in ("song", "audio"):
        part = carried.pop(key, None)
        tree[key] |= part if isinstance(part, dict) else {}
    tree |= carried
    _sign(tree, level, extras, 4)
    tree["difficultyBeatmaps"] = [
        _entry_4(level, chart, name, extras)
        for chart, name in zip(level.charts, chart_files(level), strict=True)
    ]
    return tree


def _entry_4(level: Level, chart: Chart, name: str, extras: Extras) -> Tree:
    own: Tree = {
        "characteristic": chart.characteristic,
        "difficulty": WORD_OF[chart.difficulty],
        "beatmapAuthors": authors(level.song.mapper),
        "environmentNameIdx": 0,
        "beatmapColorSchemeIdx": 0,
        "noteJumpMovementSpeed": tidy(chart.njs),
        "noteJumpStartBeatOffset": tidy(chart.jump_offset),
        "beatmapDataFilename": name,
        "lightshowDataFilename": f"{lights_stem(name.removesuffix('.dat'))}.dat",
    }
    return _entry(own, chart, extras, "")


def authors(mapper: str) -> Tree:
    """A difficulty's authors where nothing more is known than the level's mapper."""
    # Sorted, as it is when it comes back from what a file said beyond the model.
    return {"lighters": [], "mappers": [mapper] if mapper else []}
