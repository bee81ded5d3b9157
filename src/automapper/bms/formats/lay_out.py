"""Objects of measures to channel lines: exact, short, and each measure for itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import lcm
from typing import TypeAlias

from automapper.bms.formats.channels import BACKGROUND, LANES, Kind
from automapper.bms.model import LAST_MEASURE, Lane, Place, WavId
from automapper.errors import FormatError

# What editors call their finest grid. Of the 170,000 channel lines of 101 charts none has more
# pairs; where a common denominator would be larger, the channel gets several lines.
MAX_PAIRS = 192


@dataclass(frozen=True, slots=True)
class Item:
    """Something that stands in a channel: ``value`` are the two characters of its pair."""

    place: Place
    channel: str
    value: WavId


# Of one channel of one measure: numerator, denominator, value.
_Spot: TypeAlias = tuple[int, int, str]


_NAMES: dict[tuple[Kind, Lane], str] = {what: name for name, what in LANES.items()}


def channel_of(kind: Kind, lane: Lane) -> str:
    """The channel of a lane's notes, long notes (as pairs), invisible notes or mines.

    FormatError for a lane that files do not have.
    """
    name = _NAMES.get((kind, lane))
    if name is None:
        raise FormatError("chart", f"side {lane.side}", f"there is no lane {lane.key} in a file")
    return name


def lay_out(items: Iterable[Item]) -> dict[int, tuple[str, ...]]:
    """The lines (without their ends) of every measure that has any, by channel.

    A measure's lines depend on its own items alone, and on their order only among those of one
    place in the background. A line's pairs are the common denominator of what stands in it, at most
    MAX_PAIRS, or the denominator of a single finer item. The background is layered: everything
    that sounds is written, however often. FormatError where two items stand on one place of
    another channel, or outside measures 0-999.
    """
    channels: dict[tuple[int, str], list[_Spot]] = {}
    for item in items:
        fraction = item.place.fraction
        spot = (fraction.numerator, fraction.denominator, item.value)
        channels.setdefault((item.place.measure, item.channel), []).append(spot)
    lines: dict[int, list[str]] = {}
    for measure, channel in sorted(channels):
        if not 0 <= measure <= LAST_MEASURE:
            raise FormatError("chart", f"measure {measure}", "a file has measures 0 to 999")
        head = f"#{measure:03d}{channel}:"
        bodies = [
            _body(line)
            for layer in _layers(channels[measure, channel], channel, head)
            for line in _split(layer)
        ]
        lines.setdefault(measure, []).extend(head + body for body in bodies)
    return {measure: tuple(found) for measure, found in lines.items()}


def _layers(spots: Sequence[_Spot], channel: str, head: str) -> list[list[_Spot]]:
    """The n-th item of each place in the n-th layer."""
    layers: list[list[_Spot]] = []
    depths: dict[tuple[int, int], int] = {}
    for spot in spots:
        depth = depths.get(spot[:2], 0)
        depths[spot[:2]] = depth + 1
        if depth and channel != BACKGROUND:
            where = f"{head}{spot[0]}/{spot[1]}"
            raise FormatError("chart", where, "two objects on one place of a lane")
        if depth == len(layers):
            layers.append([])
        layers[depth].append(spot)
    return layers


def _split(spots: Sequence[_Spot]) -> list[list[_Spot]]:
    """The items of a layer by lines whose common denominators are not absurd, finest first."""
    if len(spots) == 1:
        return [[*spots]]
    widths: list[int] = []
    line_of: dict[int, int] = {}
    wide = 0
    for denominator in sorted({spot[1] for spot in spots}, reverse=True):
        # What is finer than a line may be gets a line of its own.
        wide += denominator > MAX_PAIRS
        for index in range(wide, len(widths)):
            common = lcm(widths[index], denominator)
            if common <= MAX_PAIRS:
                widths[index] = common
                break
        else:
            index = len(widths)
            widths.append(denominator)
        line_of[denominator] = index
    lines: list[list[_Spot]] = [[] for _ in widths]
    for spot in spots:
        lines[line_of[spot[1]]].append(spot)
    return lines


def _body(spots: Sequence[_Spot]) -> str:
    width = lcm(*{spot[1] for spot in spots}) if len(spots) > 1 else spots[0][1]
    pairs = ["00"] * width
    for numerator, denominator, value in spots:
        pairs[numerator * (width // denominator)] = value
    return "".join(pairs)
