"""Which packages a BMS door was given, and where it may write: never into one of them."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from automapper.errors import ConfigError, OutputError

# What every listening test holds, and nothing else does.
_TEST_FILES = ("answers.txt", "key.json", "sheet.html")


def packages_of(paths: Sequence[Path]) -> list[Path]:
    """The packages named, with those in each folder that holds packages and no chart of its own."""
    from automapper.bms.read import CHART_SUFFIXES

    def has_charts(folder: Path) -> bool:
        return any(one.suffix.lower() in CHART_SUFFIXES for one in folder.iterdir())

    found: list[Path] = []
    for path in paths:
        inside: list[Path] = []
        try:
            if path.is_dir() and not has_charts(path):
                inside = [
                    one
                    for one in sorted(path.iterdir())
                    if one.suffix.lower() == ".zip" or (one.is_dir() and has_charts(one))
                ]
        except OSError:
            inside = []  # opening it says what is wrong
        # A package in a folder of its own keeps that folder's name.
        several = len(inside) > 1 or any(not one.is_dir() for one in inside)
        found += inside if several else [path]
    return found


def refuse_inside(target: Path, package: Path) -> None:
    """OutputError where ``target`` is the package, or lies in its folder."""
    if not package.exists():
        return  # opening it says so
    try:
        whole = target.resolve()
        inside = any(one.exists() and one.samefile(package) for one in (whole, *whole.parents))
    except (OSError, RuntimeError):
        return  # writing there says why it cannot be
    if inside:
        raise OutputError(
            f"{target}: is or lies in the package {package}, which is never written to; "
            "choose another --output"
        )


def vet_targets(arguments: argparse.Namespace) -> None:
    """Refuses, before any work, what would write into a package of ``bms-generate``."""
    packages: list[Path] = arguments.folder
    if len(packages) > 1:
        folder = arguments.output or Path("outputs")
        targets = [folder / package_name(package) for package in packages]
    elif arguments.output is None and arguments.base is not None:
        targets = [arguments.base.parent]
    else:
        targets = [arguments.output or default_output(packages[0])]
    if arguments.picture is not None:
        targets.append(_vetted_picture(arguments.picture, arguments.force))
    for target in targets:
        for package in packages:
            refuse_inside(target, package)


def _vetted_picture(path: Path, force: bool) -> Path:
    if path.suffix.lower() != ".png":
        raise ConfigError(f"--picture takes a file that ends in .png, not {path}")
    if path.exists() and not force:
        raise OutputError(f"{path}: exists already; choose another --picture or pass --force")
    return path


def vet_test(target: Path, package: Path) -> None:
    """Refuses a listening test that would replace anything but a listening test."""
    refuse_inside(target, package)
    if not target.is_dir() or not any(target.iterdir()):
        return
    if not all((target / name).is_file() for name in _TEST_FILES):
        raise OutputError(f"{target}: holds other things than a listening test; name a new folder")


def default_output(folder: Path) -> Path:
    """``outputs/<package>``."""
    return Path("outputs") / package_name(folder)


def package_name(folder: Path) -> str:
    """A package's own name: of the folder, or of the zip without its suffix."""
    path = folder.resolve()
    return path.stem if path.suffix.lower() == ".zip" else path.name
