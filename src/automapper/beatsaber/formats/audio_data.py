"""Tempo as regions of samples: BPMInfo.dat of version 2 and AudioData.dat of version 4.

Regions say how many samples a number of beats takes. A tempo is read back as the shortest decimal
that gives exactly these samples, so that writing it again gives the same bytes.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import Any

from automapper.beatsaber.formats.wire import (
    BadFieldError,
    Document,
    Fields,
    Findings,
    Tree,
    canonical,
    decode,
    extra_from,
    tidy,
)
from automapper.beatsaber.model import BpmEvent, Chart, Extra, Level
from automapper.beatsaber.tempo import tempo_of
from automapper.errors import FormatError
from automapper.files import find_file
from automapper.timing import TempoMap, beat_from_float, exact

BPM_INFO_FILE, AUDIO_DATA_FILE = "BPMInfo.dat", "AudioData.dat"
BPM_INFO, AUDIO_DATA = "BPMInfo", "AudioData"  # their places in the level's extra
_RATE, _HIGHEST_RATE = 44100, 768_000
_COUNTS = (("songFrequency", _HIGHEST_RATE), ("songSampleCount", 2**40))
# A float64 tempo has at most 17 significant digits; people mean at most 7 of them.
_MOST_DIGITS, _MEANT_DIGITS = 17, 7
# Other tools round beats to float32 or six decimals: the region's end moves by this at most.
_BLUR_SAMPLES = 2.0


@dataclass(frozen=True, slots=True)
class Sound:
    """What these files say of the audio: sample rate in Hz and length in samples."""

    rate: int
    samples: int


@dataclass(frozen=True, slots=True)
class Region:
    """Beats from ``start_beat`` to ``end_beat`` take the samples from ``start`` to ``end``."""

    start: int
    end: int
    start_beat: float
    end_beat: float


def default_sound(level: Level) -> Sound:
    """The sound of a level that names none: long enough for its last object."""
    last = Fraction(0)
    for chart in level.charts:
        beats = [note.beat for note in chart.notes] + [bomb.beat for bomb in chart.bombs]
        beats += [wall.beat for wall in chart.walls] + [event.beat for event in chart.bpm_events]
        beats += [event.beat for event in chart.lights.events]
        last = max([last, *beats])
    end = math.floor(last) + 2
    tempo = tempo_of(level.bpm, tempo_changes(level))
    return Sound(_RATE, _sample(tempo.seconds(end), _RATE))


def known_sound(level: Level) -> Sound:
    """The sound that the level's extra remembers, else the default."""
    record: Tree = json.loads(level.extra.text) if level.extra else {}
    data, info = (_tree(record.get(key)) for key in (AUDIO_DATA, BPM_INFO))
    standard = default_sound(level)
    rates: list[Any] = [data.get("songFrequency"), info.get("_songFrequency")]
    lengths: list[Any] = [data.get("songSampleCount"), info.get("_songSampleCount")]
    return Sound(
        next((rate for rate in rates if _is_count(rate, _HIGHEST_RATE)), standard.rate),
        next((length for length in lengths if _is_count(length)), standard.samples),
    )


def _tree(value: Any) -> Tree:
    return value if isinstance(value, dict) else {}


def _is_count(value: Any, most: int = 2**40) -> bool:
    return type(value) is int and 0 < value <= most


def tempo_changes(level: Level) -> tuple[BpmEvent, ...]:
    """The level's one tempo track: that of the first chart which has one."""
    return next((chart.bpm_events for chart in level.charts if chart.bpm_events), ())


def _sample(seconds: Fraction, rate: int) -> int:
    return math.floor(seconds * rate + Fraction(1, 2))


def regions(level: Level, sound: Sound) -> list[Region]:
    """The level's tempo as regions; the last one ends with the sound."""
    tempo = tempo_of(level.bpm, tempo_changes(level))
    starts = [
        (point.beat, _sample(tempo.seconds(point.beat), sound.rate)) for point in tempo.points
    ]
    found = [
        Region(start, stop, float(beat), float(end))
        for (beat, start), (end, stop) in pairwise(starts)
        if stop > start
    ]
    last = tempo.points[-1]
    return [*found, _last_region(last.beat, tempo.seconds(last.beat), last.bpm, sound)]


def _last_region(beat: Fraction, time: Fraction, bpm: Fraction, sound: Sound) -> Region:
    start = _sample(time, sound.rate)
    end = sound.samples if sound.samples > start else start + sound.rate  # a sound said too short
    beats = TempoMap.constant(bpm).beat(Fraction(end, sound.rate) - time)
    return Region(start, end, float(beat), float(beat + beats))


def events_from(bpm: float, found: list[Region], sound: Sound) -> tuple[BpmEvent, ...]:
    """The tempo changes that regions stand for, beside the level's own tempo ``bpm``."""
    events: list[BpmEvent] = []
    time, current = Fraction(0), bpm
    for index, region in enumerate(found):
        beat = beat_from_float(region.start_beat)
        if _sample(time, sound.rate) != region.start:
            time = Fraction(region.start, sound.rate)
        last = index == len(found) - 1
        current = _tempo_of(region, time, sound, last, current)
        if index or current != bpm:
            events.append(BpmEvent(beat, current))
        time += TempoMap.constant(current).seconds(beat_from_float(region.end_beat) - beat)
    return tuple(events)


def _tempo_of(region: Region, time: Fraction, sound: Sound, last: bool, likely: float) -> float:
    """The likely tempo if it gives the region exactly, else the shortest decimal that does."""
    beat, end = beat_from_float(region.start_beat), beat_from_float(region.end_beat)
    samples, beats = region.end - region.start, end - beat
    if samples <= 0 or beats <= 0:
        return likely

    def missed(bpm: float) -> float:
        """Samples by which a tempo misses the region's end; 0 only when it gives the very bytes."""
        if last:
            there = _last_region(beat, time, exact(bpm), replace(sound, samples=region.end))
            return abs(there.end_beat - region.end_beat) * 60 / bpm * sound.rate
        found = time + TempoMap.constant(bpm).seconds(beats)
        return abs(_sample(found, sound.rate) - region.end)

    length = Fraction(region.end, sound.rate) - time if last else Fraction(samples, sound.rate)
    middle = float(beats * 60 / (length if length > 0 else Fraction(samples, sound.rate)))
    rounded = [float(f"{middle:.{digits}g}") for digits in range(1, _MOST_DIGITS + 1)]
    rounded = [bpm for bpm in rounded if bpm > 0]
    short, long = rounded[:_MEANT_DIGITS], rounded[_MEANT_DIGITS:]
    meant = next((bpm for bpm in (likely, *short) if missed(bpm) == 0), None)
    if meant is not None:
        return meant
    if missed(likely) <= _BLUR_SAMPLES:
        return likely
    return next((bpm for bpm in long if missed(bpm) == 0), middle)


# --- version 4 ---------------------------------------------------------------------------------


def write_audio_data(level: Level, sound: Sound, carried: Tree) -> Tree:
    """AudioData.dat; ``carried`` is what an earlier reading kept of it."""
    own: Tree = {
        "version": "4.0.0",
        "songChecksum": "",
        "songSampleCount": sound.samples,
        "songFrequency": sound.rate,
        "bpmData": [
            {
                "si": item.start,
                "ei": item.end,
                "sb": tidy(item.start_beat),
                "eb": tidy(item.end_beat),
            }
            for item in regions(level, sound)
        ],
        "lufsData": [],
    }
    return own | carried


def read_audio_data(
    level: Level, name: str, files: Mapping[str, bytes], findings: Findings
) -> Level:
    """A v4 level with the tempo changes of its audio data in every chart."""
    tree = _file(name, files, findings)
    if tree is None:
        return _without_duration(level)
    document = Document(name, tree, findings)
    fields = document.fields()
    rate = _count(fields, "songFrequency")
    rate = rate if _is_count(rate, _HIGHEST_RATE) else _RATE
    sound = Sound(rate, _count(fields, "songSampleCount"))
    found = document.objects("bpmData", _region)
    events = events_from(level.bpm, sorted(found, key=lambda item: item.start), sound)
    charts = tuple(
        chart if chart.bpm_events else replace(chart, bpm_events=events) for chart in level.charts
    )
    level = replace(level, charts=charts)
    standard = write_audio_data(level, known_sound(level), {})
    if _is_count(sound.samples):  # regions follow the length of the sound that stands in the file
        standard["bpmData"] = write_audio_data(level, sound, {})["bpmData"]
    rest = {key: value for key, value in tree.items() if value != standard.get(key)}
    unusable = {"version"} | {key for key, most in _COUNTS if not _is_count(tree.get(key), most)}
    listed = tree.get("bpmData")
    if not isinstance(listed, list) or len(found) != len(listed):
        unusable.add("bpmData")
    rest = {key: value for key, value in rest.items() if key not in unusable}
    return _without_duration(_remembering(level, AUDIO_DATA, rest))


def duration(sound: Sound) -> float:
    """Length in seconds as the v4 info states it."""
    return round(sound.samples / sound.rate, 3)


def _without_duration(level: Level) -> Level:
    """Forgets a stated length that the audio data gives as well."""
    record: Tree = json.loads(level.extra.text) if level.extra else {}
    audio = record.get("audio")
    if not isinstance(audio, dict) or audio.get("songDuration") != duration(known_sound(level)):
        return level
    del audio["songDuration"]
    if not audio:
        del record["audio"]
    return replace(level, extra=extra_from(4, record))


def _region(item: Fields) -> Region:
    for key in ("si", "ei"):
        if not isinstance(item.data.get(key, 0), int):
            raise BadFieldError(key, "is no whole number of samples")
    region = Region(
        start=item.whole("si"),
        end=item.whole("ei"),
        start_beat=item.real("sb"),
        end_beat=item.real("eb"),
    )
    if region.start < 0 or region.end <= region.start or region.end_beat <= region.start_beat:
        raise BadFieldError("", "is an empty tempo region")
    return region


def _count(item: Fields, key: str) -> int:
    try:
        return max(item.whole(key), 0)
    except BadFieldError as error:
        item.warn(key, f"{error}; 0 was taken")
        return 0


def _file(name: str, files: Mapping[str, bytes], findings: Findings) -> Tree | None:
    key = find_file(files, name)
    if key is None:
        return None
    try:
        return decode(key, files[key])
    except FormatError as error:
        findings.warn(error.path, error.where, f"{error.what}; it was ignored")
        return None


def _remembering(level: Level, key: str, record: Tree) -> Level:
    """The level with a record in its extra; an empty one is none, and nulls say nothing."""
    plain: Tree = json.loads(canonical(record))
    record = {name: value for name, value in plain.items() if value is not None}
    if not record:
        return level
    version = level.extra.version if level.extra else (4 if key == AUDIO_DATA else 2)
    text: Tree = json.loads(level.extra.text) if level.extra else {}
    return replace(level, extra=Extra(version, canonical(text | {key: record})))


# --- version 2 ---------------------------------------------------------------------------------


def write_bpm_info(level: Level, sound: Sound) -> Tree:
    """BPMInfo.dat, by which the official editor shows tempo changes."""
    return {
        "_version": "2.0.0",
        "_songSampleCount": sound.samples,
        "_songFrequency": sound.rate,
        "_regions": [
            {
                "_startSampleIndex": item.start,
                "_endSampleIndex": item.end,
                "_startBeat": tidy(item.start_beat),
                "_endBeat": tidy(item.end_beat),
            }
            for item in regions(level, sound)
        ],
    }


def needs_bpm_info(charts: tuple[Chart, ...]) -> bool:
    """Whether a level has tempo changes that the editor would not see without the file."""
    return any(chart.bpm_events for chart in charts)


def read_bpm_info(level: Level, files: Mapping[str, bytes], findings: Findings) -> Level:
    """A v1-v3 level that keeps its BPMInfo.dat, unless writing would make the same again.

    The game plays the BPM events of the difficulties; only editors read this file.
    """
    tree = _file(BPM_INFO_FILE, files, findings)
    if tree is None:
        return level
    if needs_bpm_info(level.charts):
        made = write_bpm_info(level, default_sound(level))
        if canonical(made) == canonical(tree):
            return level
    return _remembering(level, BPM_INFO, tree)
