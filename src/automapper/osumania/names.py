"""File names of charts and mapsets, as osu! gives them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from automapper.files import is_device_name
from automapper.osumania.model import Chart

# Not allowed in names on Windows, where most players are.
_UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_LONGEST = 120  # characters: leaves room for a folder below Windows' 260


def chart_file_name(chart: Chart) -> str:
    """``Artist - Title (Creator) [Version].osu`` without characters that a disk refuses."""
    words = chart.words
    title = f"{words.song.artist} - {words.song.title} ({words.song.mapper}) [{words.version}]"
    return f"{_fit(title)}.osu"


def chart_file_names(charts: Sequence[Chart], taken: Collection[str]) -> list[str]:
    """A name for each chart, none twice and none ``taken``, whatever its letter case."""
    used = {name.casefold() for name in taken}
    names: list[str] = []
    for chart in charts:
        plain = chart_file_name(chart)
        name, count = plain, 1
        while name.casefold() in used:
            count += 1
            name = f"{plain.removesuffix('.osu')} ({count}).osu"
        used.add(name.casefold())
        names.append(name)
    return names


def _fit(text: str) -> str:
    name = re.sub(r"\s+", " ", _UNFIT.sub("", text)).strip(" .")[:_LONGEST].strip(" .")
    return f"_{name}" if not name or is_device_name(name) else name
