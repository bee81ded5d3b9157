"""The style of a level: how often it does what, drawn from human levels.

An n-gram makes all levels alike, people do not: each level draws one row of ``tables/styles.tsv``,
the shares of one clean human chart, and the search steers towards it. A user's style narrows the
rows to those that lean its way.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

from automapper.beatsaber.options import Style
from automapper.errors import WeightsError
from automapper.generation.seeds import part_rng

FILE = "styles.tsv"

# Columns that say how far a row leans to a user's style: +1 more, -1 less.
LEANS: Mapping[Style, Mapping[str, int]] = MappingProxyType(
    {
        Style.FLOW: {"diagonal": 2, "straight_angle": 1, "right_angle": -1, "stay": -1},
        Style.TECH: {"crosshalf": 1, "sideways": 2, "bent_angle": 1, "right_angle": 1},
        Style.CHILL: {"doubles": -1, "top": -1, "crosshalf": -1, "sideways": -1},
        Style.DANCE: {"doubles": 2, "outer": 1, "same_cut": 1, "leap": 1},
    }
)
# A user's style draws from this share of the rows.
_LEANING_SHARE = 0.25
# Rows lie on the very edge of what people do; a level that aims a little inside stays inside.
_RARE = 0.04  # share of rows on each side whose extremes no level follows: it would look strange
_TOWARDS_MEDIAN = 0.03


@dataclass(frozen=True, slots=True)
class LevelStyle:
    """Wanted shares, 0-1, of one level.

    Of onsets: ``doubles``; of single notes: ``alternate`` (hands switch). Of notes: ``diagonal``,
    ``sideways``, ``dots``, ``middle``, ``top`` (rows), ``outer`` (columns), ``centre`` (the two
    centre cells), ``crosshalf``, ``crossfar`` (the other hand's half, its outer column). Of swings:
    ``stay`` (cell kept), ``leap`` (2 cells and more), ``straight_angle``, ``bent_angle``,
    ``right_angle`` (180, 135, 90 degrees turned). Of doubles: ``same_cut``, ``same_row``,
    ``crossed``. Of top (bottom) row arrows: ``top_up`` (``bottom_down``). ``entropy``: bits of its
    patterns; ``repeats``, ``mirrors``: bars repeated exactly or in a mirror.
    """

    doubles: float
    alternate: float
    diagonal: float
    sideways: float
    dots: float
    middle: float
    top: float
    outer: float
    centre: float
    crosshalf: float
    crossfar: float
    stay: float
    leap: float
    straight_angle: float
    bent_angle: float
    right_angle: float
    same_cut: float
    same_row: float
    crossed: float
    top_up: float
    bottom_down: float
    entropy: float
    repeats: float
    mirrors: float


COLUMNS: tuple[str, ...] = tuple(LevelStyle.__dataclass_fields__)


@cache
def load_styles() -> tuple[LevelStyle, ...]:
    """The human styles that come with the package; :class:`WeightsError` where they are missing."""
    try:
        file = resources.files("automapper.beatsaber") / "tables" / FILE
        rows = list(csv.reader(file.read_text(encoding="utf-8").splitlines(), delimiter="\t"))
        if tuple(rows[0]) != COLUMNS:
            raise ValueError("its columns are not those of this version")
        return tuple(LevelStyle(*map(float, row)) for row in rows[1:])
    except (OSError, ValueError, TypeError, IndexError) as error:
        raise WeightsError(
            f"the table {FILE} is missing or damaged: install automapper again ({error})"
        ) from error


@cache
def median_style() -> LevelStyle:
    """The middle of all styles, column by column."""
    columns = zip(*(_values(style) for style in load_styles()), strict=True)
    return LevelStyle(*(sorted(column)[len(column) // 2] for column in columns))


def draw_style(seed: int, key: str, wish: Style | None = None) -> LevelStyle:
    """The style of a level: one human row without its extremes, drawn in a little to the middle.

    ``key`` names the song, so that levels made with one seed differ. ``wish`` narrows the draw.
    """
    rows = leaning(wish) if wish else load_styles()
    row = rows[int(part_rng(seed, "style", key).integers(len(rows)))]
    drawn = []
    for value, middle, (low, high) in zip(
        _values(row), _values(median_style()), _usual(), strict=True
    ):
        inside = min(max(value, low), high)
        drawn.append(inside + _TOWARDS_MEDIAN * (middle - inside))
    return LevelStyle(*drawn)


@cache
def _usual() -> tuple[tuple[float, float], ...]:
    """What most people do, column by column: the rarest values on each side are left out."""
    columns = [sorted(column) for column in zip(*map(_values, load_styles()), strict=True)]
    rare = round(len(columns[0]) * _RARE)
    return tuple((column[rare], column[-1 - rare]) for column in columns)


@cache
def leaning(wish: Style) -> tuple[LevelStyle, ...]:
    """The rows that lean most to a user's style, in the order of the table."""
    rows = load_styles()
    scores = [0.0] * len(rows)
    for name, weight in LEANS[wish].items():
        values = [getattr(row, name) for row in rows]
        ranks = {value: rank for rank, value in enumerate(sorted(set(values)))}
        for index, value in enumerate(values):
            scores[index] += weight * ranks[value] / max(len(ranks) - 1, 1)
    count = max(1, round(len(rows) * _LEANING_SHARE))
    limit = sorted(scores, reverse=True)[count - 1]
    return tuple(row for row, score in zip(rows, scores, strict=True) if score >= limit)


def _values(style: LevelStyle) -> list[float]:
    return [getattr(style, name) for name in COLUMNS]
