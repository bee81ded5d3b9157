"""The ``key: value`` sections of a .osu file: which keys there are, in the game's own order.

A key the model names has a reader and a writer; any other known key has the value we write when
a chart does not say. Sources: osu! wiki, ".osu (file format)"; lazer's LegacyBeatmapEncoder.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from automapper.osumania.formats.osu_lines import Document
from automapper.osumania.formats.osu_numbers import decimal, decimal_text, integer
from automapper.osumania.model import Chart, SampleSet, Section

MOST_KEYS = 18
MANIA = "3"
_PAIR = re.compile(r"([A-Za-z]\w*)\s*:(.*)", re.DOTALL)
_SAMPLE_SETS = {
    "None": SampleSet.AUTO,
    "Normal": SampleSet.NORMAL,
    "Soft": SampleSet.SOFT,
    "Drum": SampleSet.DRUM,
}
_MODES = {"0": "osu!", "1": "osu!taiko", "2": "osu!catch"}


@dataclass(frozen=True, slots=True)
class Key:
    """A key the model names. ``take`` raises ValueError; ``tell`` gives None to leave it out."""

    name: str
    take: Callable[[Chart, str], Chart]
    tell: Callable[[Chart], str | None]


@dataclass(frozen=True, slots=True)
class Plain:
    """A key the model does not name, and the value written where a chart keeps none."""

    name: str
    value: str


def _field(name: str, key: str, parse: Callable[[str], Any], tell: Callable[[Any], str]) -> Key:
    return Key(
        key,
        lambda chart, text: replace(chart, **{name: parse(text)}),
        lambda chart: tell(getattr(chart, name)),
    )


def _word(name: str, key: str, parse: Callable[[str], Any], tell: Callable[[Any], str]) -> Key:
    return Key(
        key,
        lambda chart, text: replace(chart, words=replace(chart.words, **{name: parse(text)})),
        lambda chart: tell(getattr(chart.words, name)),
    )


def _song(name: str, key: str) -> Key:
    def take(chart: Chart, text: str) -> Chart:
        song = replace(chart.words.song, **{name: text})
        return replace(chart, words=replace(chart.words, song=song))

    return Key(key, take, lambda chart: one_line(getattr(chart.words.song, name)))


def one_line(text: str) -> str:
    """Text as a line of the file can hold it: line ends become blanks, its ends are bare."""
    return re.sub(r"[\r\n]+", " ", text).strip()


def _title(chart: Chart) -> str:
    song = chart.words.song
    return one_line(f"{song.title} {song.subtitle}")


def _sample_set(text: str) -> SampleSet:
    if text not in _SAMPLE_SETS:
        raise ValueError("is no sample set")
    return _SAMPLE_SETS[text]


def _sample_set_name(value: int) -> str:
    return next((name for name, code in _SAMPLE_SETS.items() if code == value), "Normal")


def _key_count(text: str) -> int:
    size = decimal(text)
    keys = round(size)
    if not 1 <= keys <= MOST_KEYS:
        raise ValueError("is no number of keys")
    return keys


def _tags(text: str) -> tuple[str, ...]:
    return tuple(tag for tag in text.split(" ") if tag)  # other blanks belong to a tag


def _bookmarks(text: str) -> tuple[int, ...]:
    return tuple(integer(part) for part in text.split(",") if part.strip())


def _tell_bookmarks(chart: Chart) -> str | None:
    return ",".join(map(str, chart.bookmarks)) or None


def _amount(text: str) -> Fraction:
    return decimal(text)


Entry = Key | Plain
GENERAL: tuple[Entry, ...] = (
    _field("audio", "AudioFilename", str, one_line),
    _field("lead_in", "AudioLeadIn", integer, str),
    _field("preview", "PreviewTime", integer, str),
    Plain("Countdown", "0"),
    _field("sample_set", "SampleSet", _sample_set, _sample_set_name),
    Plain("StackLeniency", "0.7"),
    Plain("Mode", MANIA),
    Plain("LetterboxInBreaks", "0"),
    Plain("SpecialStyle", "0"),
    Plain("WidescreenStoryboard", "0"),
)
EDITOR: tuple[Entry, ...] = (
    Key(
        "Bookmarks",
        lambda chart, text: replace(chart, bookmarks=_bookmarks(text)),
        _tell_bookmarks,
    ),
    Plain("DistanceSpacing", "1"),
    _field("beat_divisor", "BeatDivisor", integer, str),
    Plain("GridSize", "4"),
    Plain("TimelineZoom", "1"),
)
METADATA: tuple[Entry, ...] = (
    Key("Title", _song("title", "Title").take, _title),
    _word("title_unicode", "TitleUnicode", str, one_line),
    _song("artist", "Artist"),
    _word("artist_unicode", "ArtistUnicode", str, one_line),
    _song("mapper", "Creator"),
    _word("version", "Version", str, one_line),
    _word("source", "Source", str, one_line),
    _word("tags", "Tags", _tags, lambda tags: one_line(" ".join(tags))),
    _word("beatmap_id", "BeatmapID", integer, str),
    _word("set_id", "BeatmapSetID", integer, str),
)
DIFFICULTY: tuple[Entry, ...] = (
    _field("hp", "HPDrainRate", _amount, decimal_text),
    _field("keys", "CircleSize", _key_count, str),
    _field("od", "OverallDifficulty", _amount, decimal_text),
    Plain("ApproachRate", "5"),
    Plain("SliderMultiplier", "1.4"),
    Plain("SliderTickRate", "1"),
)
# What stands between key and value: as stable writes it, and lazer for what it shares.
PAIRED: dict[str, tuple[tuple[Entry, ...], str]] = {
    "General": (GENERAL, ": "),
    "Editor": (EDITOR, ": "),
    "Metadata": (METADATA, ":"),
    "Difficulty": (DIFFICULTY, ":"),
}


def wrong_mode(document: Document) -> str | None:
    """The name of the mode a file is for where it is not osu!mania."""
    mode = "0"  # a file that does not say is for osu!, as all were before the other modes came
    for line in document.lines("General"):
        pair = _PAIR.fullmatch(line.text)
        if pair and pair[1] == "Mode":
            mode = pair[2].strip()
    return None if mode == MANIA else _MODES.get(mode, f"mode {mode[:20]!r}")


def read_pairs(chart: Chart, document: Document, section: str) -> tuple[Chart, Section]:
    """The chart with what a section says, and the lines that the model does not name.

    A value that cannot be understood stays among those lines, with a warning.
    """
    entries, between = PAIRED[section]
    named = {entry.name: entry for entry in entries}
    kept: dict[str, str] = {}
    for line in document.lines(section):
        pair = _PAIR.fullmatch(line.text)
        if pair is None:
            kept[line.text] = line.text
            if not line.text.startswith("//"):
                document.findings.warn(line.number, f"is no 'key: value' of [{section}]; kept")
            continue
        key, value = pair[1], pair[2].strip()
        entry = named.get(key)
        kept.pop(key, None)
        if isinstance(entry, Key):
            try:
                chart = entry.take(chart, value)
                continue
            except ValueError as error:
                document.findings.warn(line.number, f"{key} {error}; kept as it stands")
        elif entry is not None and entry.value == value:
            continue
        kept[key] = f"{key}{between}{value}"
    return chart, Section(section, _ordered(kept, entries))


def _ordered(kept: dict[str, str], entries: tuple[Entry, ...]) -> tuple[str, ...]:
    """Kept lines in the order in which they will be written."""
    known = [entry.name for entry in entries]
    first = [kept[name] for name in known if name in kept]
    return (*first, *(text for name, text in kept.items() if name not in known))


def write_pairs(chart: Chart, section: str) -> list[str]:
    """The lines of a section: known keys in the game's order, then what else the chart kept."""
    entries, between = PAIRED[section]
    kept = [line for part in chart.sections if part.name == section for line in part.lines]
    by_key = {pair[1]: line for line in kept if (pair := _PAIR.fullmatch(line))}
    lines: list[str] = []
    for entry in entries:
        if entry.name in by_key:
            lines.append(by_key.pop(entry.name))
            continue
        value = entry.tell(chart) if isinstance(entry, Key) else entry.value
        if value is not None:
            lines.append(f"{entry.name}{between}{value}")
    written = set(lines)
    return lines + [line for line in kept if line not in written]
