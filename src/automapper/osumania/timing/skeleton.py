"""A song's timing as files that editors open: .osu, .osz and .sm without notes, text and JSON."""

from __future__ import annotations

import json
import math
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np

from automapper.audio import decode, vorbis_bytes
from automapper.ear import SectionName
from automapper.ear.redlines import TOLERANCE_S, TempoMark
from automapper.files import read_file, zip_bytes
from automapper.osumania.formats.osu import write_chart
from automapper.osumania.formats.stepmania_write import write_skeleton
from automapper.osumania.model import Chart, Greenline, Redline, TimingPoint, Words
from automapper.osumania.names import chart_file_name
from automapper.osumania.sound import song_ogg
from automapper.osumania.timing.sheet import TimingSheet
from automapper.timing import TempoMap, TempoPoint

UNKNOWN = "Unknown"  # where the game wants words and there are none
VERSION = "Timing"  # the difficulty's name
_CHORUSES = (SectionName.CHORUS, SectionName.DROP)
# How far a point's own tempo may miss the next one where music plays: both keep beats to 10 ms.
_BESIDE_S = 2 * TOLERANCE_S
_SHORTEST_S = 0.05  # of a beat that makes up for others
_PREVIEW_SHARE = 0.4  # of the song, where no chorus is known: osu!'s own choice

# Drain and accuracy that the ranking criteria allow every difficulty, until its mapper says more.
_GENTLE = Fraction(7)


def skeleton_chart(sheet: TimingSheet, audio: str | None = None) -> Chart:
    """A 4-key chart without notes; ``audio`` names its sound (default: the file heard).

    Where the tempo changes, a greenline on each redline keeps the scroll speed of the main tempo.
    """
    points: list[TimingPoint] = []
    main = sheet.main_bpm
    for point in sheet.points:
        time = Fraction(repr(round(1000.0 * point.time, 3)))
        hidden = not _begins_bar(sheet, point)
        points.append(Redline(time, 60000 / _bpm(point), point.meter, omit_barline=hidden))
        if main is not None and len(sheet.points) > 1:
            velocity = round(Fraction(repr(main)) / _bpm(point), 6)
            points.append(Greenline(time, velocity, point.meter))
    song = replace(sheet.song, title=latin(sheet.song.title), artist=latin(sheet.song.artist))
    words = Words(song, sheet.song.title, sheet.song.artist or UNKNOWN, VERSION)
    name = sheet.path.name if audio is None else audio
    return Chart(
        points=tuple(points),
        words=words,
        audio=name,
        preview=_preview_ms(sheet),
        hp=_GENTLE,
        od=_GENTLE,
    )


def _begins_bar(sheet: TimingSheet, point: TempoMark) -> bool:
    """Whether a bar was heard to begin at a point; a step within one hides its bar line."""
    if sheet.pulse is None or not len(sheet.pulse.downbeats):
        return True
    lines = sheet.pulse.downbeats + sheet.options.shift
    return float(np.abs(lines - point.time).min()) <= _BESIDE_S


def latin(text: str) -> str:
    """Text in the letters every player can read and type: accents dropped, others left out."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    plain = " ".join(plain.split())
    return plain if any(letter.isalnum() for letter in plain) else UNKNOWN


def _bpm(point: TempoMark) -> Fraction:
    """A tempo at its shortest decimal, no finer than a millionth."""
    return Fraction(repr(round(point.bpm, 6)))


def _preview_ms(sheet: TimingSheet) -> int:
    """The first chorus, else the bar line after two fifths of the song."""
    if sheet.pulse is None or not sheet.points:
        return 0
    pulse = sheet.pulse
    chorus = [part.start for part in pulse.sections if part.name in _CHORUSES]
    wanted = chorus[0] if chorus else _PREVIEW_SHARE * pulse.duration
    bars = pulse.downbeats[pulse.downbeats >= wanted - 0.01]
    start = float(bars[0]) if len(bars) else wanted
    return max(0, round(1000.0 * (start + sheet.options.shift)))


def tempo_map_of(
    points: tuple[TempoMark, ...], played: Mapping[int, float] | None = None
) -> TempoMap:
    """Timing points joined without gaps: every point stands on its own beat.

    Beat 0 of the map is the first point. ``played``: when beats were played, s, by their numbers as
    of :class:`TempoMark`. Raises ``ValueError`` without points.
    """
    if not points:
        raise ValueError("no timing point, no tempo")
    first, last = points[0], points[-1]
    tempi = []
    for here, after in pairwise(points):
        for beat, bpm in _joined(here, after, played or {}):
            tempi.append(TempoPoint(Fraction(beat - first.beat), bpm))
    tempi.append(TempoPoint(Fraction(last.beat - first.beat), _bpm(last)))
    return TempoMap(tuple(tempi), _seconds(first))


def _joined(
    here: TempoMark, after: TempoMark, played: Mapping[int, float]
) -> Iterator[tuple[int, Fraction]]:
    """The tempi of ``here`` up to ``after``, each with the beat from which it holds.

    One that meets ``after`` on its beat; but where that lies beside the beat (the tempo steps
    inside a bar, the pulse returns from a rest), a few beats before make up for it, those that
    leave the others where they were played, or else a bar, and what was played keeps its tempo.
    """
    beats, seconds, bpm = after.beat - here.beat, _seconds(after) - _seconds(here), _bpm(here)
    beside = seconds * bpm / 60 - beats
    most = max(here.meter, math.ceil(2 * abs(beside)))
    if abs(beside) * 60 / bpm <= _BESIDE_S or most >= beats:
        yield here.beat, 60 * beats / seconds
        return

    def left(last: int) -> Fraction:
        """The time in which so many last beats are played, s."""
        return seconds - 60 * (beats - last) / bpm

    def stray(last: int) -> float:
        """How far the farthest of the bar's beats is from where it was played, s."""
        if left(last) < last * _SHORTEST_S:
            return math.inf
        early = [here.time + 60 * (beats - back) / float(bpm) for back in range(most, last, -1)]
        late = [after.time - float(left(last)) / last * back for back in range(last, 0, -1)]
        drawn = zip(range(after.beat - most, after.beat), early + late, strict=True)
        return max(abs(played.get(beat, time) - time) for beat, time in drawn)

    # Without beats that were played all are as near, and the longest is the smoothest.
    last = min(range(most, 0, -1), key=stray)
    yield here.beat, bpm
    yield after.beat - last, 60 * last / left(last)


def _seconds(point: TempoMark) -> Fraction:
    return Fraction(repr(round(point.time, 6)))


def _osu(sheet: TimingSheet) -> bytes:
    return write_chart(skeleton_chart(sheet))


def _osz(sheet: TimingSheet) -> bytes:
    name, sound = _sound(sheet.path)
    chart = skeleton_chart(sheet, name)
    return zip_bytes({chart_file_name(chart): write_chart(chart), name: sound})


def _sound(path: Path) -> tuple[str, bytes]:
    """The audio as the game takes it: MP3 and Vorbis as they are, everything else as Vorbis."""
    data = read_file(path)  # first: what cannot be read is told here
    if vorbis_bytes(path) is not None:
        return "audio.ogg", data
    if _is_mp3(data[:3]):
        return "audio.mp3", data
    return "audio.ogg", song_ogg(decode(path))


def _is_mp3(head: bytes) -> bool:
    """A tag, or a frame of layer III; AAC, which begins alike, names no layer."""
    return head == b"ID3" or (len(head) > 1 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2)


def _sm(sheet: TimingSheet) -> bytes:
    if not sheet.points:
        return write_skeleton(TempoMap.constant(60), sheet.song, sheet.path.name)
    tempo_map = tempo_map_of(sheet.points, sheet.played)
    return write_skeleton(tempo_map, sheet.song, sheet.path.name)


def _json(sheet: TimingSheet) -> bytes:
    return (json.dumps(sheet.record(), indent=1, ensure_ascii=False) + "\n").encode("utf-8")


def _txt(sheet: TimingSheet) -> bytes:
    return sheet.text().encode("utf-8")


FORMATS: dict[str, Callable[[TimingSheet], bytes]] = {
    "osu": _osu,
    "osz": _osz,
    "txt": _txt,
    "json": _json,
    "sm": _sm,
}


def timing_bytes(sheet: TimingSheet, kind: str) -> bytes:
    """The file of a format in ``FORMATS``; equal sheets give equal bytes."""
    return FORMATS[kind](sheet)
