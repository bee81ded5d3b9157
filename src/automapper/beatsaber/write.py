"""The neutral model as the files of one format version."""

from __future__ import annotations

from automapper.beatsaber import write_v3
from automapper.beatsaber.model import Level
from automapper.beatsaber.wire import encode
from automapper.beatsaber.write_info import write_info_2
from automapper.beatsaber.write_parts import Drops, Extras, chart_file

DEFAULT_VERSION = 3


def write_level(level: Level, version: int = DEFAULT_VERSION) -> tuple[dict[str, bytes], list[str]]:
    """The level's files by name, and warnings that name what the version cannot hold.

    ``version`` is 2 (Info 2.1.0 + 2.6.0), 3 (Info 2.1.0 + 3.3.0) or 4 (Info 4.0.1 + 4.1.0).
    Audio and cover are named, not written: they travel beside these files. Equal levels give equal
    bytes, and each object's bytes depend on that object alone.
    """
    drops = Drops(version)
    files: dict[str, bytes] = {}
    files["Info.dat"] = encode(write_info_2(level, Extras(2, "Info.dat", drops)))
    for chart in level.charts:
        name = chart_file(chart)
        files[name] = encode(write_v3.write_chart(chart, Extras(3, name, drops)))
    return files, drops.lines()
