"""The [TimingPoints] section: ``time,beatLength,meter,set,index,volume,uninherited,effects``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from automapper.osumania.formats.osu_lines import Document
from automapper.osumania.formats.osu_numbers import (
    decimal,
    decimal_text,
    integer,
    reciprocal,
    rounded,
)
from automapper.osumania.model import Greenline, Redline, Section, TimingPoint

MOST_POINTS = 200_000
_KIAI, _OMIT_BARLINE = 1, 8
_NAMED_BITS = _KIAI | _OMIT_BARLINE
_MINUTE_MS = 60000


@dataclass(frozen=True, slots=True)
class Defaults:
    """What short lines of old files leave to the map: sample set and volume; ``shift`` in ms."""

    sample_set: int
    volume: int = 100
    shift: int = 0


def read_points(document: Document, defaults: Defaults) -> tuple[tuple[TimingPoint, ...], Section]:
    """The timing points in order of time, redlines before greenlines; and lines kept as they are.

    Old files give from 2 fields on; the game's defaults fill the rest.
    """
    points: list[TimingPoint] = []
    kept: list[str] = []
    for line in document.lines("TimingPoints"):
        if line.text.startswith("//"):
            kept.append(line.text)
            continue
        try:
            if len(points) >= MOST_POINTS:
                raise ValueError(f"stands beyond {MOST_POINTS} others")
            points.append(_point(line.text, defaults, document, line.number))
        except ValueError as error:
            document.findings.warn(line.number, f"a timing point {error}; kept as it stands")
            kept.append(line.text)
    points.sort(key=lambda point: (point.time, isinstance(point, Greenline)))
    return tuple(points), Section("TimingPoints", tuple(kept))


def _point(text: str, defaults: Defaults, document: Document, number: int) -> TimingPoint:
    parts = [part.strip() for part in text.split(",")]
    if len(parts) < 2:
        raise ValueError("has less than two fields")
    time = decimal(parts[0]) + defaults.shift
    falling = parts[1].startswith("-")
    # Without the flag (before v5) every point was uninherited, but none can last less than nothing.
    red = parts[6][:1] == "1" if len(parts) > 6 else not falling
    meter, sample_set, index, volume, bits = (
        integer(parts[at]) if len(parts) > at and parts[at] else default
        for at, default in ((2, 4), (3, defaults.sample_set), (4, 0), (5, defaults.volume), (7, 0))
    )
    if meter < 0 or bits < 0:
        raise ValueError("has a negative meter or effect")
    other = [str(bits & ~_NAMED_BITS), *parts[8:]]
    rest = (
        meter or 4,
        sample_set,
        index,
        volume,
        bool(bits & _KIAI),
        bool(bits & _OMIT_BARLINE),
        "" if other == ["0"] else ",".join(other),
    )
    if red:
        if falling:
            raise ValueError("is uninherited, but its beat lasts less than nothing")
        return Redline(time, _MINUTE_MS / reciprocal(parts[1], _MINUTE_MS), *rest)
    if not falling:
        decimal(parts[1])
        document.findings.warn(number, "an inherited point without a velocity is taken for 1.0")
        return Greenline(time, Fraction(1), *rest)
    return Greenline(time, reciprocal(parts[1], -100), *rest)


def write_points(points: Iterable[TimingPoint]) -> list[str]:
    """One line for each point; times are rounded, decimals stand only in the beat length."""
    return [_line(point) for point in points]


def _line(point: TimingPoint) -> str:
    red = isinstance(point, Redline)
    length = point.beat_length if isinstance(point, Redline) else -100 / point.velocity
    bits, _, more = point.extra.partition(",")
    effects = _KIAI * point.kiai | _OMIT_BARLINE * point.omit_barline
    if bits.isascii() and bits.isdigit():
        effects |= int(bits[:10]) & ~_NAMED_BITS
    else:
        more = point.extra
    fields = (
        rounded(point.time),
        decimal_text(length),
        point.meter,
        int(point.sample_set),
        point.sample_index,
        point.volume,
        int(red),
        effects,
    )
    return ",".join(map(str, fields)) + (f",{more}" if more else "")
