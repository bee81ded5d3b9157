"""Star rating: how hard osu! finds a chart, by rosu-pp."""

from __future__ import annotations

from automapper.errors import FormatError
from automapper.osumania.formats.osu import write_chart
from automapper.osumania.model import Chart

# What rosu-pp-py raises; a fault inside it surfaces as a PanicException, which is no Exception.
_PANIC = "PanicException"


def star_rating(chart: Chart | bytes, name: str = "chart") -> float:
    """Stars of a chart, or of a .osu file's bytes, without mods.

    FormatError where rosu-pp cannot read it, finds another mode, or finds it suspicious (millions
    of objects, days long), which would take hours and all memory.
    """
    import rosu_pp_py

    data = write_chart(chart) if isinstance(chart, Chart) else chart
    try:
        beatmap = rosu_pp_py.Beatmap(bytes=data)
        if beatmap.mode != rosu_pp_py.GameMode.Mania:
            raise FormatError(name, "", "has no stars: it is not for osu!mania")
        if beatmap.is_suspicious():
            raise FormatError(name, "", "has no stars: it is far beyond any chart people play")
        stars = float(rosu_pp_py.Difficulty().calculate(beatmap).stars)
    except FormatError:
        raise
    except BaseException as error:  # a panic of the library's Rust is no Exception
        if isinstance(error, Exception) or type(error).__name__ == _PANIC:
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise FormatError(name, "", f"has no stars: rosu-pp says {reason}") from None
        raise
    return stars
