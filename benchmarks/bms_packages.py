"""The packages of a folder, and levels by commas: what the BMS benchmarks are asked for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from automapper.bms.package import BmsPackage, open_bms_package
from automapper.errors import AutomapperError


def packages_in(folder: Path) -> list[Path]:
    """The packages (zips and folders) of a folder, by name."""
    return sorted(
        path for path in folder.iterdir() if path.is_dir() or path.suffix.lower() == ".zip"
    )


def open_packages(folder: Path) -> Iterator[tuple[str, BmsPackage]]:
    """Name and package of all that hold a chart; the others are told and left out."""
    for path in packages_in(folder):
        try:
            package = open_bms_package(path)
        except AutomapperError as error:
            print(f"{path.name}: {error}", flush=True)
            continue
        yield path.stem, package


def levels_of(text: str) -> list[int]:
    """The levels of "1,5,10,20"."""
    return [int(level) for level in text.split(",")]
