"""Mapsets as the files of a .osz: a plain zip with everything at its root."""

from __future__ import annotations

from pathlib import Path

from automapper.errors import FormatError
from automapper.files import save_package
from automapper.osumania.formats.osu import write_chart
from automapper.osumania.model import Chart, Mapset


def write_mapset(mapset: Mapset) -> dict[str, bytes]:
    """The files by name: every chart as .osu v14, every other file as it is.

    FormatError where two files would have one name. Equal mapsets give equal bytes.
    """
    files = {name: write_chart(chart) for name, chart in mapset.charts}
    files.update(mapset.files)
    if len({name.casefold() for name in files}) < len(mapset.charts) + len(mapset.files):
        raise FormatError("mapset", "", "has two files of one name")
    return files


def save_mapset(path: Path | str, mapset: Mapset, force: bool = False) -> None:
    """Writes a mapset: a zip where ``path`` ends in .osz or .zip, else a folder.

    OutputError, leaving nothing behind, when the target exists without ``force`` or cannot be
    written.
    """
    save_package(path, write_mapset(mapset), force)


def rounded_times(chart: Chart) -> int:
    """How many times of a chart a .osu file cannot hold, because they are no whole ms."""
    times = [time for note in chart.notes for time in (note.time, note.end) if time is not None]
    times += [point.time for point in chart.points]
    times += [time for pause in chart.breaks for time in (pause.start, pause.end)]
    return sum(time.denominator != 1 for time in times)
