"""A package: its files, its charts, and its samples by the names that charts use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from automapper.bms.read import CHART_SUFFIXES, ReadChart, read_chart
from automapper.errors import FormatError
from automapper.files import open_package

# Players look for these in turn when the named file is not there.
SAMPLE_SUFFIXES = (".wav", ".ogg", ".flac", ".mp3")


@dataclass(frozen=True, slots=True)
class BmsPackage:
    """Files by name, the charts among them that read, and why the others do not."""

    files: Mapping[str, bytes]
    charts: tuple[tuple[str, ReadChart], ...]
    broken: tuple[tuple[str, str], ...]


def open_bms_package(path: Path | str, seed: int | None = None) -> BmsPackage:
    """The charts and files of a folder or zip; ``seed`` picks branches as in ``read_chart``.

    Raises FormatError for what is neither, and where no file is a chart that reads.
    """
    files = open_package(path)
    charts: list[tuple[str, ReadChart]] = []
    broken: list[tuple[str, str]] = []
    for name in sorted(files):
        if not name.lower().endswith(CHART_SUFFIXES):
            continue
        try:
            charts.append((name, read_chart(files[name], name, seed)))
        except FormatError as error:
            broken.append((name, str(error)))
    if not charts:
        reason = "; ".join(why for _, why in broken[:3]) or "it has no .bms, .bme, .bml or .pms"
        raise FormatError(path, "", f"holds no chart that can be read ({reason})")
    return BmsPackage(files, tuple(charts), tuple(broken))


def find_sample(files: Mapping[str, bytes], written: str, folder: str = "") -> str | None:
    """The key of the sample that a chart in ``folder`` names; None where the package has none.

    Letter case and the kind of slash do not matter; where the named file is missing, one of the
    same name as .wav, .ogg, .flac or .mp3 is taken, in this order.
    """
    index = _index(files)
    name = written.strip().strip('"').replace("\\", "/").removeprefix("./")
    name = f"{folder.rstrip('/')}/{name}" if folder else name
    wanted = name.casefold()
    if wanted in index:
        return index[wanted]
    stem = wanted.rsplit(".", 1)[0] if "." in wanted.rsplit("/", 1)[-1] else wanted
    for suffix in SAMPLE_SUFFIXES:
        if stem + suffix in index:
            return index[stem + suffix]
    return None


def _index(files: Mapping[str, bytes]) -> dict[str, str]:
    return {name.casefold(): name for name in sorted(files, reverse=True)}
