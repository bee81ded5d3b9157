"""Info files 1, 2.0-2.1 and 4.0: what they say of the song and where the difficulties lie."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from automapper.beatsaber.difficulty_words import DIFFICULTY_WORDS
from automapper.beatsaber.formats.read_parts import ChartEntry
from automapper.beatsaber.formats.wire import (
    BadFieldError,
    Document,
    Fields,
    Tree,
    canonical,
    extra_from,
)
from automapper.beatsaber.model import Level
from automapper.chart import Song
from automapper.errors import FormatError

# Where our own record stands in the custom data.
ORIGIN_KEYS = {1: "_automapper", 2: "_automapper", 4: "automapper"}
CUSTOM_KEYS = {1: "_customData", 2: "_customData", 4: "customData"}
DEFAULT_ENVIRONMENT = "DefaultEnvironment"
ALL_DIRECTIONS = "GlassDesertEnvironment"
_INFO_2 = frozenset(
    {
        "_version",
        "_songName",
        "_songSubName",
        "_songAuthorName",
        "_levelAuthorName",
        "_beatsPerMinute",
        "_shuffle",
        "_shufflePeriod",
        "_previewStartTime",
        "_previewDuration",
        "_songFilename",
        "_coverImageFilename",
        "_environmentName",
        "_songTimeOffset",
        "_difficultyBeatmapSets",
    }
)
_ENTRY_2 = frozenset(
    {
        "_difficulty",
        "_difficultyRank",
        "_beatmapFilename",
        "_noteJumpMovementSpeed",
        "_noteJumpStartBeatOffset",
    }
)
# Values that say nothing, because they are what a level without them gets.
_SILENT_2: Tree = {
    "_allDirectionsEnvironmentName": ALL_DIRECTIONS,
    "_colorSchemes": [],
    "_environmentNameIdx": 0,
    "_beatmapColorSchemeIdx": 0,
}
_SILENT_4: Tree = {"colorSchemes": [], "environmentNameIdx": 0, "beatmapColorSchemeIdx": 0}
_INFO_1 = frozenset(
    {
        "songName",
        "songSubName",
        "authorName",
        "beatsPerMinute",
        "previewStartTime",
        "previewDuration",
        "coverImagePath",
        "environmentName",
        "difficultyLevels",
    }
)
_ENTRY_1 = frozenset(
    {"difficulty", "difficultyRank", "audioPath", "jsonPath", "characteristic", "difficultyLabel"}
)
_INFO_4 = frozenset({"version", "song", "audio", "coverImageFilename", "difficultyBeatmaps"})
_AUDIO_4 = frozenset(
    {"songFilename", "bpm", "previewStartTime", "previewDuration", "audioDataFilename"}
)
_ENTRY_4 = frozenset(
    {
        "characteristic",
        "difficulty",
        "noteJumpMovementSpeed",
        "noteJumpStartBeatOffset",
        "lightshowDataFilename",
        "beatmapDataFilename",
    }
)
AUDIO_DATA_FILE = "AudioData.dat"


@dataclass(frozen=True, slots=True)
class InfoFile:
    """A level that has no charts yet, with the entries of its charts.

    ``audio_data_file`` names the v4 audio data ("" before v4).
    """

    version: int
    level: Level
    entries: tuple[ChartEntry, ...]
    audio_data_file: str = ""


def read_info(document: Document) -> InfoFile:
    """The info file of any version; raises FormatError when it names no song tempo."""
    tree = document.tree
    version = 4 if "difficultyBeatmaps" in tree or "audio" in tree else 2
    if "difficultyLevels" in tree:
        version = 1
    readers: dict[int, Callable[[Document], InfoFile]] = {1: _read_1, 2: _read_2, 4: _read_4}
    try:
        return readers[version](document)
    except BadFieldError as error:
        raise FormatError(document.path, error.key, str(error)) from None


def _bpm(fields: Fields, key: str) -> float:
    bpm = fields.real(key)
    if bpm <= 0:
        raise BadFieldError(key, "is not a tempo")
    return bpm


def _entries(
    document: Document, key: str, parse: Callable[[Fields], ChartEntry]
) -> tuple[ChartEntry, ...]:
    return tuple(document.objects(key, parse))


def _difficulty(item: Fields, key: str, file_key: str, read: Callable[..., ChartEntry]) -> Any:
    name, file = item.text(key), item.text(file_key)
    if name not in DIFFICULTY_WORDS:
        raise BadFieldError(key, "is none of the five difficulties")
    if not file:
        raise BadFieldError(file_key, "names no file")
    return read(file=file, difficulty=DIFFICULTY_WORDS[name])


def _silenced(rest: Tree, silent: Tree) -> Tree:
    return {key: value for key, value in rest.items() if key not in silent or value != silent[key]}


def _without(rest: Tree, key: str, names: tuple[str, ...]) -> Tree:
    """``rest`` with some names removed from its custom data ``key``; drops it once empty."""
    custom = rest.get(key)
    custom = custom if isinstance(custom, dict) else {}  # anything else was warned about
    left = {name: value for name, value in custom.items() if name not in names}
    return {k: v for k, v in rest.items() if k != key} | ({key: left} if left else {})


def _origin(fields: Fields, version: int) -> str:
    record = fields.tree(CUSTOM_KEYS[version]).get(ORIGIN_KEYS[version])
    return canonical(record) if isinstance(record, dict) else ""


# --- version 2 ---------------------------------------------------------------------------------


def _read_2(document: Document) -> InfoFile:
    fields = document.fields()
    entries: list[ChartEntry] = []
    sets: Tree = {}

    def read_set(item: Fields) -> None:
        name = item.text("_beatmapCharacteristicName", "Standard")
        inner = Document(document.path, item.data, document.findings)
        nested = f"{item.where}._difficultyBeatmaps"
        inner.tree = {nested: item.data.get("_difficultyBeatmaps")}
        entries.extend(_entries(inner, nested, lambda entry: _entry_2(entry, name)))
        rest = item.rest(frozenset({"_beatmapCharacteristicName", "_difficultyBeatmaps"}))
        if extra_from(2, rest):
            sets[name] = rest

    document.objects("_difficultyBeatmapSets", read_set)
    environment = fields.text("_environmentName") or DEFAULT_ENVIRONMENT
    rest = _silenced(fields.rest(_INFO_2), _SILENT_2)
    if rest.get("_environmentNames") in ([], [environment]):
        del rest["_environmentNames"]
    rest = _without(rest, "_customData", (ORIGIN_KEYS[2],))
    if sets:
        rest["_difficultyBeatmapSets"] = sets
    level = Level(
        song=Song(
            title=fields.text("_songName"),
            subtitle=fields.text("_songSubName"),
            # A draft of the format, still found in packages, had _authorName.
            artist=fields.text("_songAuthorName") or fields.text("_authorName"),
            mapper=fields.text("_levelAuthorName"),
        ),
        bpm=_bpm(fields, "_beatsPerMinute"),
        charts=(),
        audio_file=fields.text("_songFilename"),
        cover_file=fields.text("_coverImageFilename"),
        preview=(fields.soft_real("_previewStartTime"), fields.soft_real("_previewDuration")),
        song_offset=fields.soft_real("_songTimeOffset"),
        shuffle=fields.real("_shuffle"),
        shuffle_period=fields.soft_real("_shufflePeriod", 0.5),
        environment=environment,
        origin=_origin(fields, 2),
        extra=extra_from(2, rest),
    )
    return InfoFile(2, level, tuple(entries))


def _entry_2(item: Fields, characteristic: str) -> ChartEntry:
    custom = item.inside("_customData")
    rest = _silenced(item.rest(_ENTRY_2), _SILENT_2)
    named = ("_difficultyLabel", "_requirements", "_suggestions")
    entry: ChartEntry = _difficulty(
        item,
        "_difficulty",
        "_beatmapFilename",
        lambda **names: ChartEntry(
            **names,
            characteristic=characteristic,
            njs=item.soft_real("_noteJumpMovementSpeed"),
            jump_offset=item.soft_real("_noteJumpStartBeatOffset"),
            label=custom.text("_difficultyLabel"),
            requirements=custom.texts("_requirements"),
            suggestions=custom.texts("_suggestions"),
            extra=extra_from(2, _without(rest, "_customData", named)),
        ),
    )
    return entry


# --- version 1 ---------------------------------------------------------------------------------


def _read_1(document: Document) -> InfoFile:
    fields = document.fields()
    one_saber = "OneSaber" if fields.flag("oneSaber") else "Standard"
    entries = _entries(document, "difficultyLevels", lambda item: _entry_1(item, one_saber))
    levels = [item for item in document.items("difficultyLevels") if isinstance(item, dict)]
    audio = [str(item["audioPath"]) for item in levels if item.get("audioPath")]
    level = Level(
        song=Song(
            title=fields.text("songName"),
            subtitle=fields.text("songSubName"),
            artist=fields.text("authorName"),
        ),
        bpm=_bpm(fields, "beatsPerMinute"),
        charts=(),
        audio_file=audio[0] if audio else "",
        cover_file=fields.text("coverImagePath"),
        preview=(fields.soft_real("previewStartTime"), fields.soft_real("previewDuration")),
        environment=fields.text("environmentName") or DEFAULT_ENVIRONMENT,
        extra=extra_from(1, fields.rest(_INFO_1)),
    )
    return InfoFile(1, level, entries)


def _entry_1(item: Fields, characteristic: str) -> ChartEntry:
    entry: ChartEntry = _difficulty(
        item,
        "difficulty",
        "jsonPath",
        lambda **names: ChartEntry(
            **names,
            characteristic=item.text("characteristic") or characteristic,
            label=item.text("difficultyLabel"),
            extra=extra_from(1, item.rest(_ENTRY_1)),
        ),
    )
    return entry


# --- version 4 ---------------------------------------------------------------------------------


def _read_4(document: Document) -> InfoFile:
    fields = document.fields()
    song, audio = fields.inside("song"), fields.inside("audio")
    mapper = _mapper(document)
    entries = _entries(document, "difficultyBeatmaps", lambda item: _entry_4(item, mapper))
    names = fields.texts("environmentNames")
    rest = _silenced(fields.rest(_INFO_4), _SILENT_4)
    rest.pop("environmentNames", None)
    if len(names) > 1:
        rest["environmentNames"] = list(names)
    audio_file = audio.text("songFilename")
    if rest.get("songPreviewFilename") == audio_file:
        del rest["songPreviewFilename"]
    for key, part in (
        ("song", song.rest(frozenset({"title", "subTitle", "author"}))),
        ("audio", _silenced(audio.rest(_AUDIO_4), {"lufs": 0})),
    ):
        if part:
            rest[key] = part
    level = Level(
        song=Song(
            song.text("title"), song.text("subTitle"), song.text("author"), _mapper(document)
        ),
        bpm=_bpm(audio, "bpm"),
        charts=(),
        audio_file=audio_file,
        cover_file=fields.text("coverImageFilename"),
        preview=(audio.soft_real("previewStartTime"), audio.soft_real("previewDuration")),
        environment=names[0] if names else DEFAULT_ENVIRONMENT,
        origin=_origin(fields, 4),
        extra=extra_from(4, _without(rest, "customData", (ORIGIN_KEYS[4],))),
    )
    return InfoFile(4, level, entries, audio.text("audioDataFilename") or AUDIO_DATA_FILE)


def _mapper(document: Document) -> str:
    """All mappers of all difficulties, each once, in order of appearance."""
    found: dict[str, None] = {}
    for item in document.items("difficultyBeatmaps"):
        authors = item.get("beatmapAuthors") if isinstance(item, dict) else None
        mappers = authors.get("mappers") if isinstance(authors, dict) else None
        for name in mappers if isinstance(mappers, list) else ():
            if isinstance(name, str) and name:
                found[name] = None
    return ", ".join(found)


def _entry_4(item: Fields, mapper: str) -> ChartEntry:
    custom = item.inside("customData")
    authors = {"mappers": [mapper] if mapper else [], "lighters": []}
    rest = _silenced(item.rest(_ENTRY_4), _SILENT_4 | {"beatmapAuthors": authors})
    named = ("difficultyLabel", "requirements", "suggestions")
    entry: ChartEntry = _difficulty(
        item,
        "difficulty",
        "beatmapDataFilename",
        lambda **names: ChartEntry(
            **names,
            characteristic=item.text("characteristic", "Standard"),
            njs=item.soft_real("noteJumpMovementSpeed"),
            jump_offset=item.soft_real("noteJumpStartBeatOffset"),
            label=custom.text("difficultyLabel"),
            requirements=custom.texts("requirements"),
            suggestions=custom.texts("suggestions"),
            lights_file=item.text("lightshowDataFilename"),
            extra=extra_from(4, _without(rest, "customData", named)),
        ),
    )
    return entry
