"""Quaver charts (.qua) -> the neutral model."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from automapper.chart import Song
from automapper.errors import FormatError
from automapper.osumania.formats.losses import Losses
from automapper.osumania.formats.quaver_scroll import greenlines_of
from automapper.osumania.formats.quaver_yaml import Node, read_yaml
from automapper.osumania.model import Chart, Greenline, Note, Redline, TimingPoint, Words

MAX_OBJECTS = 200_000
MAX_MS = 24 * 3600 * 1000
SLOWEST_BPM, FASTEST_BPM = Fraction(1, 10), 10**6
HIT_SOUNDS = {"normal": 0, "whistle": 2, "finish": 4, "clap": 8}
METERS = {"quadruple": 4, "triple": 3}
_NUMBER = re.compile(r"[+-]?(\d{1,15}(\.\d{0,30})?|\.\d{1,30})([eE][+-]?\d{1,2})?", re.ASCII)
_Fields = dict[str, Node]


def read_qua(data: bytes, name: str) -> tuple[Chart, tuple[str, ...]]:
    """The chart of a .qua file, and a line for everything left out.

    What the file omits is 0, as in the game: a note without StartTime stands on 0 ms. Raises
    FormatError for what is no .qua file.
    """
    document = read_yaml(data, name)
    losses = Losses(name)
    if "HitObjects" not in document:
        raise FormatError(name, "", "is no Quaver chart (no HitObjects)")
    keys = _keys(document, name)
    redlines = _redlines(_items(document, "TimingPoints", losses), losses)
    notes = _notes(_items(document, "HitObjects", losses), keys, losses)
    if not redlines:
        losses.say("has no timing points")
    greenlines = _greenlines(document, redlines, notes, losses)
    if document.get("SoundEffects"):
        losses.say("sounds that belong to no note left out")
    points: list[TimingPoint] = sorted(
        [*redlines, *greenlines], key=lambda point: (point.time, isinstance(point, Greenline))
    )
    chart = Chart(
        keys=keys,
        notes=notes,
        points=tuple(points),
        words=_words(document),
        audio=_text(document, "AudioFile"),
        preview=_preview(document),
        background=_text(document, "BackgroundFile"),
    )
    return chart, losses.lines()


def _keys(document: _Fields, name: str) -> int:
    match = re.fullmatch(r"(?:Keys)?(\d{1,2})", _text(document, "Mode") or "Keys4", re.ASCII)
    if match is None or not 1 <= int(match[1]) <= 10:
        raise FormatError(name, "Mode", f"{_text(document, 'Mode')[:20]!r} is no number of keys")
    return int(match[1]) + _truth(document.get("HasScratchKey"))


def _items(document: _Fields, key: str, losses: Losses) -> Iterator[_Fields]:
    node = document.get(key)
    items = node if isinstance(node, list) else []
    if len(items) > MAX_OBJECTS:
        raise FormatError(losses.where, key, f"has more than {MAX_OBJECTS} entries")
    if node and not isinstance(node, list):
        losses.say(f"{key} is no list and was left out")
    for item in items:
        if isinstance(item, dict):
            yield item
        else:
            losses.add(f"entries of {key} left out: no keys and values")


def _redlines(items: Iterator[_Fields], losses: Losses) -> list[Redline]:
    found: dict[Fraction, Redline] = {}
    for item in items:
        time, bpm = _number(item, "StartTime"), _number(item, "Bpm")
        if time is None or bpm is None or not SLOWEST_BPM <= bpm <= FASTEST_BPM:
            losses.add("timing points left out: no time, or no tempo that music can have")
            continue
        signature = _text(item, "Signature") or "4"
        meter = METERS.get(signature.lower()) or (
            int(signature) if re.fullmatch(r"[1-9]\d?", signature, re.ASCII) else 4
        )
        hidden = _truth(item.get("Hidden"))
        found[time] = Redline(time, 60000 / bpm, meter, omit_barline=hidden)
    return [found[time] for time in sorted(found)]


def _greenlines(
    document: _Fields, redlines: list[Redline], notes: tuple[Note, ...], losses: Losses
) -> list[Greenline]:
    velocities: dict[Fraction, Fraction] = {}
    for item in _items(document, "SliderVelocities", losses):
        time, velocity = _number(item, "StartTime"), _number(item, "Multiplier")
        if time is None or velocity is None or velocity <= 0:
            losses.add("scroll velocities left out: not above 0")
            continue
        velocities[time] = velocity  # the later in the file holds
    groups = document.get("TimingGroups")
    if isinstance(groups, dict) and groups:
        losses.add("groups of notes with scroll velocities of their own left out", len(groups))
    if document.get("ScrollSpeedFactors"):
        losses.say("factors of the player's own scroll speed left out")
    pairs = sorted(velocities.items())
    if not redlines or not _truth(document.get("BPMDoesNotAffectScrollVelocity")):
        return [Greenline(time, velocity) for time, velocity in pairs]
    initial = _number(document, "InitialScrollVelocity") or Fraction(1)
    if initial < 0:
        losses.add("scroll velocities left out: not above 0")
        initial = Fraction(1)
    end = max((note.release for note in notes), default=redlines[-1].time)
    return greenlines_of(redlines, pairs, initial, end)


def _notes(items: Iterator[_Fields], keys: int, losses: Losses) -> tuple[Note, ...]:
    found: dict[tuple[Fraction, int], Note] = {}
    for item in items:
        time, lane = _number(item, "StartTime"), _number(item, "Lane")
        end = _number(item, "EndTime")
        if time is None or lane is None or end is None:
            losses.add("notes left out: their time or lane is no number")
            continue
        if lane.denominator != 1 or not 1 <= lane <= keys:
            losses.add(f"notes left out: their lane is not 1 to {keys}")
            continue
        if _text(item, "Type") not in ("", "Normal", "0"):
            losses.add(f"notes of type {_text(item, 'Type')[:20]!r} left out")
            continue
        column = int(lane) - 1
        if (time, column) in found:
            losses.add("notes left out: another stands in their lane at their time")
            continue
        if end and end <= time:
            losses.add("holds that end before they begin became taps")
        if item.get("KeySounds"):
            losses.add("notes lost their own sounds")
        hold = end if end > time and end != 0 else None
        found[time, column] = Note(time, column, hold, _hit_sound(item))
    return tuple(found[key] for key in sorted(found))


def _hit_sound(item: _Fields) -> int:
    words = _text(item, "HitSound").replace(",", " ").lower().split()
    if len(words) == 1 and words[0].isascii() and words[0].isdigit() and len(words[0]) < 4:
        return int(words[0]) & 14
    bits = 0
    for word in words:
        bits |= HIT_SOUNDS.get(word, 0)
    return bits


def _words(document: _Fields) -> Words:
    song = Song(
        title=_text(document, "Title"),
        artist=_text(document, "Artist"),
        mapper=_text(document, "Creator"),
    )
    identity = [_number(document, key) for key in ("MapId", "MapSetId")]
    beatmap, mapset = (
        int(value) if value is not None and 0 < value < 2**31 else unknown
        for value, unknown in zip(identity, (0, -1), strict=True)
    )
    return Words(
        song=song,
        title_unicode=song.title,
        artist_unicode=song.artist,
        version=_text(document, "DifficultyName"),
        source=_text(document, "Source"),
        tags=tuple(_text(document, "Tags").replace(",", " ").split()),
        beatmap_id=beatmap,
        set_id=mapset,
    )


def _preview(document: _Fields) -> int:
    time = _number(document, "SongPreviewTime")
    return int(time) if time is not None and 0 < time < MAX_MS else -1


def _text(fields: _Fields, key: str) -> str:
    value = fields.get(key)
    return " ".join(value.split()) if isinstance(value, str) else ""


def _truth(node: Node) -> bool:
    return isinstance(node, str) and node.lower() in ("true", "1", "yes", "on")


def _number(fields: _Fields, key: str) -> Fraction | None:
    """A number in the range of times; 0 where it is missing, None where it is none."""
    value = fields.get(key)
    if value is None:
        return Fraction(0)
    if not isinstance(value, str) or not _NUMBER.fullmatch(value):
        return None
    number = Fraction(value)
    return number if abs(number) <= MAX_MS else None
