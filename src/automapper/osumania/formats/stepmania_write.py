"""A .sm file with a song's timing and an empty chart, for editors to open."""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction

from automapper.chart import Song
from automapper.osumania.formats.stepmania_msd import escaped
from automapper.timing import TempoMap

BEATS_PER_MEASURE = 4
_EMPTY_MEASURE = "0000\n" * BEATS_PER_MEASURE


def write_skeleton(tempo_map: TempoMap, song: Song, audio_name: str) -> bytes:
    """A .sm file (UTF-8) whose beats are those of ``tempo_map``, to a microsecond over an hour.

    Beat 0 of the file is beat 0 of the map, or, since files cannot begin before it, as many whole
    measures earlier as the map has changes before it. Holds one empty Beginner chart.
    """
    early = min((point.beat for point in tempo_map.points[1:]), default=Fraction(0))
    early = min(early, *(stop.beat for stop in tempo_map.stops), Fraction(0))
    shift = math.ceil(-early / BEATS_PER_MEASURE) * BEATS_PER_MEASURE
    start = Fraction(-shift)
    tempi = [(Fraction(0), tempo_map.bpm_at(start))]
    tempi += [
        (point.beat + shift, point.bpm) for point in tempo_map.points[1:] if point.beat > start
    ]
    stops = [(stop.beat + shift, stop.seconds) for stop in tempo_map.stops]
    tags = {
        "TITLE": song.title,
        "SUBTITLE": song.subtitle,
        "ARTIST": song.artist,
        "CREDIT": song.mapper,
        "MUSIC": audio_name,
    }
    lines = [f"#{tag}:{escaped(text)};" for tag, text in tags.items()]
    lines += [
        f"#OFFSET:{_decimal(-tempo_map.seconds(start))};",
        f"#BPMS:{_list(tempi)};",
        f"#STOPS:{_list(stops)};",
        "",
        "#NOTES:",
        *(f"     {word}:" for word in ("dance-single", "", "Beginner", "1", "0,0,0,0,0")),
        f"{_EMPTY_MEASURE};",
        "",
    ]
    return "\n".join(lines).encode()


def _list(pairs: Iterable[tuple[Fraction, Fraction]]) -> str:
    return "\n,".join(f"{_decimal(beat)}={_decimal(value)}" for beat, value in pairs)


def _decimal(value: Fraction) -> str:
    """Nine decimals: a tempo so rounded runs off by less than a microsecond in an hour."""
    return f"{round(value * 10**9) / 10**9:.9f}".rstrip("0").rstrip(".")
