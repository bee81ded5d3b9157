"""Info files 2.1.0 (for v2 and v3) and 4.0.1."""

from __future__ import annotations

import json

from automapper.beatsaber.model import Chart, Level
from automapper.beatsaber.read_info import ALL_DIRECTIONS, ORIGIN_KEYS
from automapper.beatsaber.read_parts import DIFFICULTY_NAMES
from automapper.beatsaber.wire import Tree, tidy
from automapper.beatsaber.write_parts import Extras, chart_file


def write_info_2(level: Level, extras: Extras) -> Tree:
    """Info.dat 2.1.0."""
    song = level.song
    carried = extras.carried(level.extra, "info")
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
    characteristics = dict.fromkeys(chart.characteristic for chart in level.charts)
    tree["_difficultyBeatmapSets"] = [
        {
            "_beatmapCharacteristicName": name,
            "_difficultyBeatmaps": [
                _entry_2(chart, extras) for chart in level.charts if chart.characteristic == name
            ],
            **sets.get(name, {}),
        }
        for name in characteristics
    ]
    return tree


def _sign(tree: Tree, level: Level, extras: Extras, version: int) -> None:
    """Puts our own record into the custom data."""
    if level.origin:
        record = {ORIGIN_KEYS[version]: json.loads(level.origin)}
        tree[extras.custom] = tree.get(extras.custom, {}) | record


def _entry_2(chart: Chart, extras: Extras) -> Tree:
    own: Tree = {
        "_difficulty": DIFFICULTY_NAMES[chart.difficulty],
        "_difficultyRank": 2 * int(chart.difficulty) + 1,
        "_beatmapFilename": chart_file(chart),
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
        own[extras.custom] = named | own.get(extras.custom, {})
    return own
